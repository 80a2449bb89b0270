"""Tables of triage: switches, the centre's rules, models, what was suggested and chosen, issues."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiesu.triage.states import MODEL_STATE_LABELS, TASK_LABELS, ModelState


class Switches(models.Model):
    """What triage may do; one row. Without the row it suggests, and dispatches nothing by itself."""

    is_on = models.BooleanField("启用建议", default=True)
    may_dispatch = models.BooleanField("允许自动派单", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "分办开关"
        constraints = [models.CheckConstraint(name="triage_switches_once", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class AutomaticTopic(models.Model):
    """A topic whose orders may be dispatched without a person, above a confidence (0 to 1)."""

    topic_code = models.CharField("事项代码", max_length=6, unique=True)
    threshold = models.FloatField("把握不低于")

    class Meta:
        verbose_name = verbose_name_plural = "自动派单事项"
        constraints = [
            models.CheckConstraint(
                name="triage_threshold_is_high", condition=Q(threshold__gte=0.5, threshold__lte=1.0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_code} ≥ {self.threshold}"


class RoutingRule(models.Model):
    """A rule of the centre; see ``ownrules``. Rules are tried in the order of their positions."""

    position = models.PositiveIntegerField("次序")
    name = models.CharField("名称", max_length=60)
    any_of = ArrayField(models.CharField(max_length=40), verbose_name="含任一词", default=list, blank=True)
    none_of = ArrayField(models.CharField(max_length=40), verbose_name="不含", default=list, blank=True)
    natures = ArrayField(models.CharField(max_length=16), verbose_name="诉求类型", default=list, blank=True)
    topic_code = models.CharField("事项代码", max_length=6, blank=True)
    area_code = models.CharField("区划", max_length=12, blank=True)
    lead_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", verbose_name="主办单位"
    )
    assist_units = models.ManyToManyField(
        "organisations.Unit", related_name="+", verbose_name="协办单位", blank=True
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "派单规则"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class UnitHistory(models.Model):
    """How many orders of a topic a unit was given as lead, and returned; counted anew every night."""

    topic_code = models.CharField("事项代码", max_length=12)
    unit = models.ForeignKey("organisations.Unit", models.CASCADE, related_name="+")
    given = models.PositiveIntegerField("派给")
    returned = models.PositiveIntegerField("退回")

    class Meta:
        verbose_name = verbose_name_plural = "承办记录"
        constraints = [
            models.UniqueConstraint(fields=["topic_code", "unit"], name="triage_history_once"),
            models.CheckConstraint(
                name="triage_history_returned_were_given", condition=Q(returned__lte=models.F("given"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_code} {self.unit_id}: {self.given}/{self.returned}"


class ModelVersion(models.Model):
    """A trained model: what it learned from, how good it is on a later slice of time, where its files are.

    ``figures`` are its own and ``rival_figures`` those of the version that was in use, on the same orders.
    ``digest`` is the SHA-256 of its numbers.
    """

    task = models.CharField("任务", max_length=10, choices=[(t.value, x) for t, x in TASK_LABELS.items()])
    version = models.PositiveIntegerField("版本")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, x) for s, x in MODEL_STATE_LABELS.items()],
        default=ModelState.LEARNING,
    )
    progress = models.CharField("进度", max_length=200, blank=True)
    learned_rows = models.PositiveIntegerField("学习件数", default=0)
    measured_rows = models.PositiveIntegerField("评估件数", default=0)
    split_at = models.DateTimeField("学习至", null=True)
    figures = models.JSONField("指标", default=dict)
    rival_figures = models.JSONField("原版本指标", default=dict)
    directory = models.CharField("目录", max_length=60, blank=True)
    digest = models.CharField("摘要", max_length=64, blank=True)
    is_current = models.BooleanField("现行", default=False)
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束", null=True)
    started_by_id = models.BigIntegerField("操作人编号", null=True)
    started_by_name = models.CharField("操作人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "模型版本"
        ordering = ["task", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="triage_model_version"),
            models.UniqueConstraint(
                fields=["task"], name="triage_model_one_current", condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="triage_model_current_is_whole",
                condition=Q(is_current=False) | Q(state__in=["ready", "kept_back"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} v{self.version}"


class Suggestion(models.Model):
    """What was suggested for an order when it came in, and what people chose in the end.

    ``settled_at`` is when the order came to its end; only then do the chosen values count.
    """

    order = models.OneToOneField(
        "workorders.WorkOrder", models.CASCADE, primary_key=True, related_name="suggestion"
    )
    at = models.DateTimeField("时间")
    nature = models.CharField(max_length=16, blank=True)
    nature_chance = models.FloatField(default=0)
    topic_code = models.CharField(max_length=12, blank=True)
    topic_chance = models.FloatField(default=0)
    topic_origin = models.CharField(max_length=10, blank=True)
    topic_model = models.ForeignKey(ModelVersion, models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.SET_NULL, null=True, related_name="+")
    unit_chance = models.FloatField(default=0)
    was_dispatched = models.BooleanField("自动派单", default=False)
    faults = models.JSONField("失效规则", default=list)
    chosen_nature = models.CharField(max_length=16, blank=True)
    chosen_topic = models.CharField(max_length=12, blank=True)
    chosen_unit = models.ForeignKey("organisations.Unit", models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "建议记录"
        indexes = [
            models.Index(fields=["settled_at"], name="triage_settled", condition=Q(settled_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.order_id}"


class Issue(models.Model):
    """Several orders about one matter, with how hot it is; see ``heat``."""

    title = models.CharField("问题", max_length=200)
    place = models.CharField("地点", max_length=100, blank=True)
    area_code = models.CharField("区划", max_length=12, blank=True)
    topic_code = models.CharField("事项", max_length=12, blank=True)
    first_at = models.DateTimeField("首次反映")
    last_at = models.DateTimeField("最近反映")
    people = models.PositiveIntegerField("人数", default=1)
    orders = models.PositiveIntegerField("件数", default=1)
    heat = models.FloatField("热度", default=0)
    parts = models.JSONField("热度构成", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "热点问题"
        indexes = [models.Index(fields=["-heat", "-id"], name="triage_issue_by_heat")]

    def __str__(self) -> str:
        return self.title


class IssueMember(models.Model):
    """An order of an issue; ``likeness`` is how like the order it joined by (1 for the first)."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="members")
    order = models.OneToOneField(
        "workorders.WorkOrder", models.CASCADE, primary_key=True, related_name="issue_member"
    )
    likeness = models.FloatField("相似度")
    at = models.DateTimeField("反映时间")

    class Meta:
        verbose_name = verbose_name_plural = "热点问题工单"

    def __str__(self) -> str:
        return f"{self.order_id}"


class PairJudgement(models.Model):
    """What people decided of two orders: one matter, or two; the newest counts. Material to learn from.

    ``first`` has the smaller key. ``points`` is how alike they were held when it was decided (0 to 100),
    where that is known; a merge that was not proposed has none.
    """

    first = models.ForeignKey("workorders.WorkOrder", models.CASCADE, related_name="+")
    second = models.ForeignKey("workorders.WorkOrder", models.CASCADE, related_name="+")
    is_same = models.BooleanField("同一件事")
    points = models.FloatField("相似分", null=True)
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField("判定人编号", null=True)
    by_name = models.CharField("判定人", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "并单判定"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="triage_pair_once"),
            models.CheckConstraint(
                name="triage_pair_in_order", condition=Q(first_id__lt=models.F("second_id"))
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="triage_pair_by_time")]

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.is_same else '≠'} {self.second_id}"


class Position(models.Model):
    """How far a pass over the orders has come: the highest key that was seen."""

    name = models.CharField(max_length=40, primary_key=True)
    seen = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "进度"

    def __str__(self) -> str:
        return f"{self.name} {self.seen}"
