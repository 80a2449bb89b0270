"""Publishing the centre's rules of the callback, and noting how a citizen wants to be asked."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight.callback_plans import CallbackPlan, Consent, check_plan, plan_out
from jiesu.oversight.models import CallbackConsent, CallbackPlanVersion
from jiesu.workorders.selectors import get_order

_LOCK = 0x12345CB1


@transaction.atomic
def publish_callback_plan(
    plan: CallbackPlan, *, by: Actor, note: str = "", at: datetime | None = None
) -> CallbackPlanVersion:
    """发布回访规则: a new version in force; the same rules again are the version that holds.

    Tasks that are there keep going; what they wait for next follows the new rules.

    Raises:
        NotAllowed: the person may not configure the oversight.
        InvalidInput: the rules cannot be worked by.
    """
    require(by, Permission.CONFIGURE_OVERSIGHT)
    check_plan(plan)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    rows = CallbackPlanVersion.objects.all()
    current = rows.filter(is_current=True).first()
    if current is not None and current.data == plan_out(plan):
        return current
    last = rows.aggregate(last=Max("version"))["last"] or 0
    rows.filter(is_current=True).update(is_current=False)
    version = CallbackPlanVersion.objects.create(
        version=last + 1,
        data=plan_out(plan),
        note=note[:200],
        created_at=at or clock.now(),
        created_by_id=by.user_id,
        created_by_name=by.name,
    )
    audit.record("publish_callback_plan", subject=str(version), by=by, reason=note)
    return version


@transaction.atomic
def note_consent(
    number: str, *, consent: Consent, by: Actor, openid: str = "", at: datetime | None = None
) -> CallbackConsent:
    """记录回访方式意愿: how the citizen behind an order wants to be asked; known for all their orders.

    ``openid`` is how WeChat knows them; without it no WeChat is sent.

    Raises:
        NotAllowed: the person does no callbacks.
        NotFound: no such order for this person, or nobody is known.
    """
    require(by, Permission.RECORD_CALLBACK)
    order = get_order(number, for_user=by)
    if order.citizen_id is None:
        raise NotFound(what="诉求人 citizen")
    row, _ = CallbackConsent.objects.update_or_create(
        citizen_id=order.citizen_id,
        defaults={
            "call": consent.call,
            "sms": consent.sms,
            "wechat": consent.wechat,
            **({"openid": openid.strip()[:100]} if openid.strip() else {}),
            "noted_at": at or clock.now(),
            "noted_by_id": by.user_id,
            "noted_by_name": by.name,
        },
    )
    return row
