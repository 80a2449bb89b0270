"""Forms of what a unit does with its share, and of the centre's review, callback and ending."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.codes import ReasonKind
from jiesu.console.workorders.forms import advice
from jiesu.console.workorders.forms.base import (
    FilesField,
    VerbForm,
    choice,
    citations,
    reason_code,
    text,
    yes_no,
)
from jiesu.console.workorders.forms.pickers import Offer, UnitField, UnitsField
from jiesu.workorders.actions import ReplyContent
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.selectors import shares_of
from jiesu.workorders.states import (
    RESOLUTION_LABELS,
    SATISFACTION_LABELS,
    Resolution,
    Satisfaction,
    Share,
    Verb,
)


class Sign(VerbForm):
    """签收."""

    verb = Verb.SIGN


class Contact(VerbForm):
    """首次联系."""

    verb = Verb.CONTACT
    note = text(_("联系情况"), required=False, rows=2)


class Delegate(VerbForm):
    """下派."""

    verb = Verb.DELEGATE
    unit_fields = ("units",)
    consequence = _("下级单位的期限不晚于本单位的期限。")
    units = UnitsField(label=_("下派单位"))
    instructions = text(_("交办意见"), required=False, rows=2)

    def offers(self, name: str, *, asked: str) -> list[Offer]:
        """The units right below, narrowed by what was asked for."""
        del name
        return [offer for offer in advice.below(self) if asked in offer.name]


class Reply(VerbForm):
    """反馈."""

    verb = Verb.REPLY
    handling = text(_("办理情况"), rows=4, help_text=_("供热线中心审核。"))
    public_answer = text(_("公开答复"), rows=4, help_text=_("诉求人看到的就是这段话。"))
    facts_confirmed = yes_no(_("诉求是否属实"), yes=_("属实"), no=_("不属实"))
    resolution = choice(_("是否解决"), RESOLUTION_LABELS)
    unresolved_reason = text(_("未解决原因"), required=False, rows=2)
    citations = citations()
    file = FilesField(label=_("照片和附件"), help_text=_("可选多个，每个不超过 20 MB。"))

    def prepare(self) -> None:
        """Only the lead unit writes to the citizen."""
        self.initial.setdefault("resolution", Resolution.RESOLVED.value)
        wanted = int(self["share"].value() or 0)
        mine = [share for share in shares_of(self.order) if self.actor.belongs_to(share.unit_id)]
        meant = [share for share in mine if share.pk == wanted] or mine
        if meant and all(share.kind != Share.LEAD for share in meant):
            del self.fields["public_answer"]

    def arguments(self) -> dict[str, Any]:
        """The reply as one thing."""
        apart = ("version", "share", "file")
        told = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        content = ReplyContent(**{**told, "resolution": Resolution(told["resolution"])})
        return {"content": content, "files": [(file.name, file.file) for file in self.cleaned_data["file"]]}


class Collect(VerbForm):
    """采纳反馈."""

    verb = Verb.COLLECT


class SendBack(VerbForm):
    """退回重办."""

    verb = Verb.SEND_BACK
    consequence = _("退给原单位重新办理，原期限继续走。")
    reason = text(_("退回原因"))


class ApproveReply(VerbForm):
    """审签通过."""

    verb = Verb.APPROVE_REPLY
    consequence = _("反馈送热线中心审核，办理时限到此停止。")
    note = text(_("审签意见"), required=False, rows=2)


class RejectReply(VerbForm):
    """审签退回."""

    verb = Verb.REJECT_REPLY
    reason = text(_("退回原因"))


class RequestReturn(VerbForm):
    """申请退单."""

    verb = Verb.REQUEST_RETURN
    reason_kind = ReasonKind.RETURN
    unit_fields = ("suggested_unit",)
    reason_code = reason_code(_("退单原因"))
    reason = text(_("退单理由和依据"))
    suggested_unit = UnitField(label=_("建议承办单位"), required=False)

    def offers(self, name: str, *, asked: str) -> list[Offer]:
        """What was searched for."""
        del name
        return advice.named(asked)


class ObjectToDispatch(VerbForm):
    """派单异议."""

    verb = Verb.OBJECT
    consequence = _("交疑难会商审核，会商期间停表。")
    reason = text(_("异议理由"))


class Review(VerbForm):
    """审核通过."""

    verb = Verb.REVIEW
    consequence = _("公开答复向诉求人公开，工单转回访。")
    note = text(_("审核意见"), required=False, rows=2)


class RecordCallback(VerbForm):
    """记录回访."""

    verb = Verb.RECORD_CALLBACK
    reached = yes_no(_("是否接通"), yes=_("已接通"), no=_("未接通"), required=True)
    contacted = yes_no(_("承办单位是否联系过"), yes=_("联系过"), no=_("没有联系"))
    truthful = yes_no(_("反馈是否属实"), yes=_("属实"), no=_("不属实"))
    resolution = forms.ChoiceField(
        label=_("是否解决"),
        required=False,
        choices=[*((key.value, _(word)) for key, word in RESOLUTION_LABELS.items()), ("", _("未说明"))],
        widget=forms.RadioSelect,
    )
    satisfaction = choice(_("满意度"), SATISFACTION_LABELS, required=False)
    reason = text(_("诉求人的原话"), required=False, rows=2)
    unit_at_fault = yes_no(_("不满意是否为承办单位原因"), yes=_("是"), no=_("否"))

    def arguments(self) -> dict[str, Any]:
        """The answers as one thing."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "share")}
        told["resolution"] = Resolution(told["resolution"]) if told["resolution"] else None
        told["satisfaction"] = Satisfaction(told["satisfaction"]) if told["satisfaction"] else None
        return {"answers": CallbackAnswers(**told)}


class Rework(VerbForm):
    """发回重办."""

    verb = Verb.REWORK
    consequence = _("退回主办单位重办，重办时限开始计时。")
    reason = text(_("重办原因"))


class Close(VerbForm):
    """办结."""

    verb = Verb.CLOSE
    note = text(_("说明"), required=False, rows=2)


class Archive(VerbForm):
    """归档."""

    verb = Verb.ARCHIVE


class Reopen(VerbForm):
    """重新打开."""

    verb = Verb.REOPEN
    consequence = _("工单回到待派单，按登记时的规则重新计时。")
    reason = text(_("重新打开原因"))


FORMS: tuple[type[VerbForm], ...] = (
    Sign,
    Contact,
    Delegate,
    Reply,
    Collect,
    SendBack,
    ApproveReply,
    RejectReply,
    RequestReturn,
    ObjectToDispatch,
    Review,
    RecordCallback,
    Rework,
    Close,
    Archive,
    Reopen,
)
