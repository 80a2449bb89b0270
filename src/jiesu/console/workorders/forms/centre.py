"""Forms of what the centre does: settle, dispatch, decide returns, confer, take back."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.codes import ReasonKind
from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.catalogue.selectors import calendar_of, pack_of, packs_published
from jiesu.console.clocks import ClockFace, face
from jiesu.console.workorders.forms import advice
from jiesu.console.workorders.forms.base import VerbForm, citations, line, reason_code, text
from jiesu.console.workorders.forms.pickers import Offer, UnitField, UnitsField
from jiesu.workorders.actions import submit_draft
from jiesu.workorders.foresight import clocks_ahead, share_clocks
from jiesu.workorders.states import Verb, Visibility

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


class Register(VerbForm):
    """登记 a draft."""

    verb = Verb.REGISTER
    consequence = _("草稿转为正式工单，派单时限开始计时。")

    def act(self) -> None:
        """Submit the draft."""
        submit_draft(self.order.number, by=self.actor, version=self.cleaned_data["version"])


class AnswerDirectly(VerbForm):
    """直接答复."""

    verb = Verb.ANSWER_DIRECTLY
    consequence = _("工单到此办结，答复内容向诉求人公开。")
    answer = text(_("答复内容"), rows=5)
    citations = citations()


class Transfer(VerbForm):
    """转接."""

    verb = Verb.TRANSFER
    reason_kind = ReasonKind.TRANSFER
    consequence = _("工单到此办结，不再派单。")
    reason_code = reason_code(_("转往"))
    three_way = forms.BooleanField(label=_("三方通话"), required=False)
    note = text(_("说明"), required=False, rows=2)


class Guide(VerbForm):
    """告知引导."""

    verb = Verb.GUIDE
    reason_kind = ReasonKind.GUIDE
    consequence = _("工单到此办结：告知诉求人法定渠道，不是拒绝。")
    reason_code = reason_code(_("应走的渠道"))
    note = text(_("说明"), required=False, rows=2)


class Invalidate(VerbForm):
    """标记无效."""

    verb = Verb.INVALIDATE
    reason_kind = ReasonKind.INVALID
    consequence = _("工单到此结束，不派单、不回访。")
    reason_code = reason_code(_("原因"))
    note = text(_("说明"), required=False, rows=2)


class Merge(VerbForm):
    """并单."""

    verb = Verb.MERGE
    consequence = _("本单结束，以主单的答复为准。")
    into = forms.RegexField(
        r"^\s*[0-9]{1,24}\s*$",
        label=_("并入工单编号"),
        strip=True,
        error_messages={"invalid": _("编号只有数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = text(_("说明"), required=False, rows=2)


class Withdraw(VerbForm):
    """诉求人撤回."""

    verb = Verb.WITHDRAW
    consequence = _("工单结束，各单位的份额全部收回。")
    reason = text(_("撤回原因"))


class Amend(VerbForm):
    """更正."""

    verb = Verb.AMEND
    title = line(_("标题"))
    content = forms.CharField(
        label=_("诉求内容"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    nature = forms.ChoiceField(
        label=_("诉求类型"), choices=[(key.value, _(word)) for key, word in NATURE_LABELS.items()]
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=[(key.value, _(word)) for key, word in URGENCY_LABELS.items()]
    )
    topic_code = line(_("事项分类代码"), required=False, length=12)
    address = line(_("事发地址"), required=False, length=300)
    area_code = line(_("区划代码"), required=False, length=12)
    is_confidential = forms.BooleanField(label=_("保密"), required=False)
    is_public = forms.BooleanField(label=_("答复可公开"), required=False)

    def prepare(self) -> None:
        """Begin with what is registered."""
        for name in set(self.fields) - {"version", "share"}:
            self.initial.setdefault(name, getattr(self.order, name))

    def arguments(self) -> dict[str, Any]:
        """Only what was changed."""
        changed = set(self.changed_data) - {"version", "share"}
        return {"changes": {name: self.cleaned_data[name] for name in sorted(changed)}}


class Dispatching(VerbForm):
    """Forms that give an order to a lead unit and assisting ones."""

    unit_fields = ("lead", "assists")
    lead = UnitField(label=_("主办单位"))
    assists = UnitsField(label=_("协办单位"), required=False)

    @cached_property
    def duty(self) -> advice.DutyOffers:
        """The duty catalogue's advice, read once."""
        return advice.duty_offers(self.order.topic_code, self.order.area_code)

    def offers(self, name: str, *, asked: str) -> list[Offer]:
        """The catalogue's advice, then what was searched for."""
        found = advice.named(asked) if asked else []
        told = list(self.duty.lead if name == "lead" else self.duty.assists)
        known = {offer.unit_id for offer in told}
        return told + [offer for offer in found if offer.unit_id not in known]

    @property
    def previews(self) -> list[ClockFace]:
        """When the lead unit would have to sign and to answer."""
        return previews_of(
            self.order, urgency=str(self["urgency"].value()) if "urgency" in self.fields else ""
        )


def previews_of(order: "WorkOrder", *, urgency: str = "", pack: str = "") -> list[ClockFace]:
    """The clocks that a lead unit would have, with the days that they are counted on.

    Args:
        order: the order.
        urgency: as it would be corrected; as it is when not given.
        pack: code of a pack to try instead of the order's own.
    """
    haste = Urgency(urgency) if urgency in URGENCY_LABELS else Urgency(order.urgency)
    if pack:
        ahead = clocks_ahead(nature=Nature(order.nature), urgency=haste, pack=pack)
        return [face(one, ahead.calendar, rules=ahead.pack.name, pauses=()) for one in ahead.readings]
    calendar, rules = calendar_of(order.calendar_id), pack_of(order.pack_id).name
    return [face(one, calendar, rules=rules, pauses=()) for one in share_clocks(order, urgency=haste)]


class Dispatch(Dispatching):
    """派单."""

    verb = Verb.DISPATCH
    urgency = forms.ChoiceField(
        label=_("紧急程度"),
        required=False,
        choices=[(key.value, _(word)) for key, word in URGENCY_LABELS.items()],
    )
    instructions = text(_("交办意见"), required=False, rows=2)
    legal_basis = line(_("派单依据"), required=False, length=500)
    restart_clock = forms.BooleanField(label=_("办理时限重新起算"), required=False)

    def prepare(self) -> None:
        """Begin with the catalogue's advice; the clock can only be restarted when one runs."""
        if told := self.duty.lead:
            self.initial.setdefault("lead", told[0].unit_id)
            self.initial.setdefault("legal_basis", told[0].basis)
        if self.order.due_at is None:
            del self.fields["restart_clock"]
        self.initial.setdefault("urgency", self.order.urgency)
        if not self.actor.may(Permission.AMEND_ORDER):
            del self.fields["urgency"]

    def arguments(self) -> dict[str, Any]:
        """The urgency only when it was corrected."""
        given = super().arguments()
        if given.get("urgency") == self.order.urgency:
            del given["urgency"]
        return given

    @cached_property
    def trial_packs(self) -> list[tuple[str, str]]:
        """Packs whose limits can be tried, the order's own being that which counts."""
        own = pack_of(self.order.pack_id).code
        return [(item.pack.code, item.pack.name) for item in packs_published() if item.pack.code != own]


class Redispatch(Dispatching):
    """改派."""

    verb = Verb.REDISPATCH
    consequence = _("现有单位的份额全部收回，重新派给所选单位，时限重新起算。")
    reason = text(_("改派原因"), rows=2)
    instructions = text(_("交办意见"), required=False, rows=2)


class AssignLead(Dispatching):
    """会商指定主办."""

    verb = Verb.ASSIGN_LEAD
    consequence = _("按会商纪要派单，主办单位不得再退回。")
    minutes = text(_("会商纪要"), rows=4)


class Convene(VerbForm):
    """提交会商."""

    verb = Verb.CONVENE
    consequence = _("工单进入疑难会商，会商期间停表。")
    reason = text(_("会商原因"))


class WithdrawShare(VerbForm):
    """撤回分派."""

    verb = Verb.WITHDRAW_SHARE
    consequence = _("收回该单位的份额，其下派的一并收回。")
    reason = text(_("撤回原因"), rows=2)


class ApproveReturn(VerbForm):
    """同意退单."""

    verb = Verb.APPROVE_RETURN
    consequence = _("该单位的份额退回；主办单位退回后，工单重新待派。")
    misdispatched = forms.BooleanField(label=_("原派单有误（计入派单准确率）"), required=False, initial=True)
    note = text(_("意见"), required=False, rows=2)


class RefuseReturn(VerbForm):
    """驳回退单."""

    verb = Verb.REFUSE_RETURN
    reason = text(_("驳回理由"))
    final = forms.BooleanField(label=_("禁止再次退回"), required=False)


class Annotate(VerbForm):
    """备注."""

    verb = Verb.ANNOTATE
    note = text(_("备注"))
    visibility = forms.TypedChoiceField(
        coerce=Visibility,
        label=_("谁能看到"),
        choices=[
            ("unit", _("办理单位和中心")),
            ("internal", _("仅热线中心")),
            ("public", _("诉求人也能看到")),
        ],
        initial="unit",
    )

    def prepare(self) -> None:
        """A unit writes for those who handle the order."""
        if not self.actor.is_centre:
            del self.fields["visibility"]


class Attach(VerbForm):
    """上传附件."""

    verb = Verb.ATTACH
    file = forms.FileField(
        label=_("文件"), help_text=_("不超过 20 MB，按内容识别类型。"), allow_empty_file=True
    )
    visibility = forms.TypedChoiceField(
        coerce=Visibility,
        label=_("谁能看到"),
        choices=[
            ("unit", _("办理单位和中心")),
            ("internal", _("仅热线中心")),
            ("public", _("诉求人也能看到")),
        ],
        initial="unit",
    )

    def prepare(self) -> None:
        """A unit's files are for those who handle the order."""
        if not self.actor.is_centre:
            del self.fields["visibility"]

    def arguments(self) -> dict[str, Any]:
        """The file's name and content apart."""
        given = super().arguments()
        return {**given, "name": given["file"].name, "file": given["file"].file}


FORMS: tuple[type[VerbForm], ...] = (
    Register,
    AnswerDirectly,
    Transfer,
    Guide,
    Invalidate,
    Merge,
    Withdraw,
    Amend,
    Dispatch,
    Redispatch,
    AssignLead,
    Convene,
    WithdrawShare,
    ApproveReturn,
    RefuseReturn,
    Annotate,
    Attach,
)
