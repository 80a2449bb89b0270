"""Reading the centre's rules of the callback and what citizens want."""

from jiesu.oversight.callback_plans import DEFAULT_PLAN, CallbackPlan, Consent, plan_in
from jiesu.oversight.models import CallbackConsent, CallbackPlanVersion


def plan_version_in_force() -> CallbackPlanVersion | None:
    """The version in force; None until the centre publishes its own."""
    return CallbackPlanVersion.objects.filter(is_current=True).first()


def plan_of(version: CallbackPlanVersion | None) -> CallbackPlan:
    """The rules of a version; the shipped ones for none."""
    return plan_in(version.data) if version else DEFAULT_PLAN


def plan_in_force() -> CallbackPlan:
    """The rules that hold now."""
    return plan_of(plan_version_in_force())


def plan_versions() -> list[CallbackPlanVersion]:
    """All versions, the newest first."""
    return list(CallbackPlanVersion.objects.order_by("-version"))


def consent_of(citizen_id: int | None) -> Consent:
    """By which ways a citizen may be asked; WeChat only where they are known there."""
    row = CallbackConsent.objects.filter(citizen_id=citizen_id).first() if citizen_id else None
    if row is None:
        return Consent()
    return Consent(call=row.call, sms=row.sms, wechat=row.wechat and bool(row.openid))
