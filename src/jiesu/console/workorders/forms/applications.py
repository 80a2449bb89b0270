"""Forms of what units ask of the centre, and of what the centre decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.calendar import MEASURE_LABELS, Measure, TimeLimit
from jiesu.catalogue.codes import ReasonKind
from jiesu.console.workorders.forms.base import VerbForm, day, line, reason_code, text
from jiesu.workorders.states import Verb


class _Extending(VerbForm):
    """Forms with an amount of time."""

    amount = forms.DecimalField(label=_("延长"), min_value=0, max_digits=6, decimal_places=1)
    measure = forms.ChoiceField(
        label=_("单位"),
        choices=[(key.value, _(word)) for key, word in MEASURE_LABELS.items()],
        initial=Measure.WORKING_DAYS.value,
    )

    def arguments(self) -> dict[str, Any]:
        """Number and measure as one amount; none when left empty."""
        given = super().arguments()
        measure = given.pop("measure")
        if "amount" in given:
            given["amount"] = TimeLimit(amount=given["amount"], measure=Measure(measure))
        return given


class ApplyExtension(_Extending):
    """申请延期."""

    verb = Verb.APPLY_EXTENSION
    consequence = _("从原到期时刻起延长，须在到期前申请。")
    reason = text(_("延期理由"))


class ApproveExtension(_Extending):
    """批准延期."""

    verb = Verb.APPROVE_EXTENSION
    amount = forms.DecimalField(
        label=_("改为延长"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        help_text=_("不填则按申请批准。"),
    )
    note = text(_("意见"), required=False, rows=2)


class ApplySuspension(VerbForm):
    """申请挂起."""

    verb = Verb.APPLY_SUSPENSION
    reason_kind = ReasonKind.SUSPENSION
    consequence = _("批准后停表，到复核日再定。")
    reason_code = reason_code(_("挂起原因"))
    reason = text(_("挂起理由"))
    review_on = day(_("复核日期"))


class ApproveSuspension(VerbForm):
    """批准挂起."""

    verb = Verb.APPROVE_SUSPENSION
    consequence = _("所有时限停表。")
    review_on = day(_("改为复核日期"), required=False, help_text=_("不填则按申请批准。"))
    note = text(_("意见"), required=False, rows=2)


class ReviewSuspension(VerbForm):
    """复核挂起."""

    verb = Verb.REVIEW_SUSPENSION
    review_on = day(_("下次复核日期"))
    note = text(_("意见"), required=False, rows=2)


class Resume(VerbForm):
    """恢复办理."""

    verb = Verb.RESUME
    consequence = _("时限接着走，剩余时间不变。")
    note = text(_("说明"), required=False, rows=2)


class ApplyFinalAnswer(VerbForm):
    """申请最终答复."""

    verb = Verb.APPLY_FINAL_ANSWER
    reason = text(_("申请理由"))
    document = line(_("依据文书"), required=False)


class ApproveFinalAnswer(VerbForm):
    """认定最终答复."""

    verb = Verb.APPROVE_FINAL_ANSWER
    consequence = _("工单办结；同一事项无新情况不再派单。")
    answer = text(_("最终答复"), required=False, help_text=_("不填则以现有公开答复为准。"))


class ApplyExclusion(VerbForm):
    """申请剔除考核."""

    verb = Verb.APPLY_EXCLUSION
    reason = text(_("申请理由"))


class ApproveExclusion(VerbForm):
    """同意剔除考核."""

    verb = Verb.APPROVE_EXCLUSION
    note = text(_("意见"), required=False, rows=2)


class _Refusing(VerbForm):
    """Forms that refuse an application."""

    reason = text(_("驳回理由"))


class RefuseExtension(_Refusing):
    """驳回延期."""

    verb = Verb.REFUSE_EXTENSION


class RefuseSuspension(_Refusing):
    """驳回挂起."""

    verb = Verb.REFUSE_SUSPENSION


class RefuseFinalAnswer(_Refusing):
    """驳回最终答复."""

    verb = Verb.REFUSE_FINAL_ANSWER


class RefuseExclusion(_Refusing):
    """驳回剔除考核."""

    verb = Verb.REFUSE_EXCLUSION


FORMS: tuple[type[VerbForm], ...] = (
    ApplyExtension,
    ApproveExtension,
    RefuseExtension,
    ApplySuspension,
    ApproveSuspension,
    RefuseSuspension,
    ReviewSuspension,
    Resume,
    ApplyFinalAnswer,
    ApproveFinalAnswer,
    RefuseFinalAnswer,
    ApplyExclusion,
    ApproveExclusion,
    RefuseExclusion,
)
