"""What the variables of a template stand for, about one event."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.core.clock import SHANGHAI
from jiesu.core.events import Event
from jiesu.organisations import selectors as organisations
from jiesu.oversight.models import Instruction
from jiesu.workorders.states import STATE_LABELS, VERB_LABELS, OrderState, Verb

if TYPE_CHECKING:
    from jiesu.oversight.selectors.recipients import Happening
    from jiesu.workorders.models import WorkOrder

_EVENTS = {
    "SupervisionIssued": "督办单已下达",
    "SupervisionAnswered": "督办单已反馈",
    "SupervisionSentBack": "督办反馈被退回",
    "SupervisionEnded": "督办单已办结",
    "OrderEnteredLedger": "列入问题台账",
    "LedgerReviewDue": "台账到期复核",
    "BulletinIssued": "新的通报",
    "HandedToInspection": "已移送纪检监察",
    "PerfunctoryReplyFound": "疑似敷衍答复",
    "InspectionScored": "质检评分",
    "ScoreAppealed": "质检评分被申诉",
    "ScoreAppealDecided": "质检申诉已裁定",
    "CallbackDiffered": "两次回访结果不一致",
    "UnreasonableDemandNamed": "认定不合理诉求",
    "FieldCheckMade": "现场核查已完成",
    "FalseCompletionFound": "虚假办结",
    "InstructionAssigned": "批示件交办",
    "InstructionAnswered": "批示件已反馈",
    "InstructionSentBack": "批示件退回补充",
    "InstructionDue": "批示件将到期",
    "InstructionOverdue": "批示件已超期",
    "LookBackDue": "应当回头看",
}
_TOLD = ("why", "words", "title", "note")
_LONGEST = 200


def values_of(happening: "Happening", *, group: str) -> dict[str, str]:
    """Every variable of a group and what it stands for."""
    event = happening.event
    if group == "instruction":
        return _of_instruction(event)
    order = happening.order
    values = _of_order(order) if order else dict.fromkeys(("工单编号", "状态", "承办单位", "办理期限"), "")
    values |= {"城市": settings.JIESU_CITY}
    if group == "citizen":
        return values | {"网址": f"{settings.JIESU_SITE.rstrip('/')}/track/"}
    return values | _for_staff(happening, order)


def _of_order(order: "WorkOrder") -> dict[str, str]:
    unit = order.lead_unit if order.state != OrderState.PENDING_DISPATCH else None
    return {
        "工单编号": order.number,
        "状态": STATE_LABELS[OrderState(order.state)],
        "承办单位": (unit.short_name or unit.name) if unit else "热线中心",
        "办理期限": _moment(order.due_at) or "规定时间",
    }


def _for_staff(happening: "Happening", order: "WorkOrder | None") -> dict[str, str]:
    event = happening.event
    title = ("（保密）" if order.is_confidential else order.title) if order else ""
    return {
        "标题": title,
        "类型": NATURE_LABELS[Nature(order.nature)] if order else "",
        "紧急": URGENCY_LABELS[Urgency(order.urgency)] if order else "",
        "时限": _clock(getattr(event, "kind", "")),
        "到期": _moment(getattr(event, "due_at", None) or getattr(event, "feedback_due", None)),
        "事件": _event_word(event),
        "说明": _words(happening),
    }


def _of_instruction(event: object) -> dict[str, str]:
    row = Instruction.objects.filter(pk=getattr(event, "instruction_id", None) or 0).first()
    unit_id = getattr(event, "unit_id", None)
    units = organisations.units_by_id([unit_id]) if unit_id else {}
    return {
        "批示编号": row.number if row else "",
        "批示领导": row.leader if row else "",
        "标题": row.title if row else "",
        "单位": units[unit_id].name if unit_id in units else "",
        "期限": _moment(getattr(event, "due_on", None)),
        "事件": _event_word(event),
        "说明": str(getattr(event, "words", "")),
        "城市": settings.JIESU_CITY,
    }


def _event_word(event: object) -> str:
    verb = getattr(event, "verb", "")
    name = event.name.rpartition(".")[2] if isinstance(event, Event) else ""
    return VERB_LABELS[Verb(verb)] if verb else _EVENTS.get(name, "")


def _words(happening: "Happening") -> str:
    """What was said about it: by the event, or by whoever wrote the line."""
    for name in _TOLD:
        value = getattr(happening.event, name, "")
        if value:
            words = "、".join(value) if isinstance(value, tuple) else str(value)
            return words[:_LONGEST]
    return happening.line.note[:_LONGEST] if happening.line else ""


def _clock(kind: str) -> str:
    return CLOCK_LABELS[ClockKind(kind)] if kind in list(ClockKind) else ""


def _moment(at: datetime | date | None) -> str:
    if at is None:
        return ""
    if isinstance(at, datetime):
        return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"
    return f"{at:%m-%d}"
