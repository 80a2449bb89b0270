"""Vocabularies of what triage learns: its tasks and how far a version of a model is."""

from enum import StrEnum


class Task(StrEnum):
    """What a model suggests."""

    TOPIC = "topic"
    NATURE = "nature"

    @property
    def label(self) -> str:
        """Its name for people."""
        return TASK_LABELS[self]


TASK_LABELS: dict[Task, str] = {Task.TOPIC: "事项分类", Task.NATURE: "诉求类型"}


class ModelState(StrEnum):
    """How far a version of a model is."""

    LEARNING = "learning"
    READY = "ready"
    KEPT_BACK = "kept_back"
    FAILED = "failed"


MODEL_STATE_LABELS: dict[ModelState, str] = {
    ModelState.LEARNING: "训练中",
    ModelState.READY: "可用",
    ModelState.KEPT_BACK: "未优于现行版本",
    ModelState.FAILED: "失败",
}

WAITING, READING, MEASURING, DONE = "等待开始", "读取已办结工单", "评估", "完成"
INTERRUPTED, BROKEN, CLEARED = "中断", "训练失败，详见日志", "文件已清理"
PROGRESS = (WAITING, READING, MEASURING, DONE, INTERRUPTED, BROKEN, CLEARED)
"""How far a training says it is, besides what the training itself tells."""
