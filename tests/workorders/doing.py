"""Each verb done with good arguments, and a fingerprint of everything that is stored."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.registration import Registration
from jiesu.workorders.states import Resolution, Satisfaction

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
REPLY = actions.ReplyContent(handling="已派员处理。", public_answer="您反映的问题已解决。")
GOOD = CallbackAnswers(
    reached=True,
    contacted=True,
    truthful=True,
    resolution=Resolution.RESOLVED,
    satisfaction=Satisfaction.SATISFIED,
)
BAD = CallbackAnswers(
    reached=True, contacted=False, resolution=Resolution.UNRESOLVED, satisfaction=Satisfaction.DISSATISFIED,
    reason="没人来过", unit_at_fault=True,
)  # fmt: skip
NOT_REACHED = CallbackAnswers(reached=False)
ONE_DAY = TimeLimit(Decimal(1), Measure.WORKING_DAYS)


def in_days(days: int) -> date:
    """A day ahead, in Shanghai."""
    return (clock.now() + timedelta(days=days)).astimezone(clock.SHANGHAI).date()


def arguments(verb: str, city: object) -> dict:
    """Good arguments for a verb besides the order, the share and the actor."""
    reason = {"reason": "情况属实"}
    return {
        "amend": {"changes": {"address": "和平路90号"}},
        "annotate": {"note": "市民来电催问"},
        "attach": {"name": "现场.png", "file": io.BytesIO(PNG)},
        "answer_directly": {"answer": "已当场答复。"},
        "transfer": {"reason_code": "transfer_110"},
        "guide": {"reason_code": "guide_litigation"},
        "invalidate": {"reason_code": "invalid_test"},
        "merge": {"into": city.other},
        "withdraw": reason,
        "dispatch": {"lead": city.power.pk},
        "redispatch": {"lead": city.power.pk, **reason},
        "convene": reason,
        "assign_lead": {"lead": city.power.pk, "minutes": "会商纪要〔2026〕3号"},
        "delegate": {"units": city.below},
        "withdraw_share": reason,
        "request_return": {"reason_code": "return_not_ours", **reason},
        "refuse_return": reason,
        "object": reason,
        "reply": {"content": REPLY},
        "reject_reply": reason,
        "send_back": reason,
        "apply_extension": {"amount": ONE_DAY, **reason},
        "refuse_extension": reason,
        "apply_suspension": {"reason_code": "suspension_works", "review_on": in_days(7), **reason},
        "refuse_suspension": reason,
        "review_suspension": {"review_on": in_days(14)},
        "apply_final_answer": reason,
        "refuse_final_answer": reason,
        "apply_exclusion": reason,
        "refuse_exclusion": reason,
        "record_callback": {"answers": GOOD},
        "rework": reason,
        "reopen": reason,
    }.get(verb, {})


TAKES_SHARE = {
    "sign", "delegate", "withdraw_share", "request_return", "approve_return", "refuse_return", "reply",
    "collect", "send_back", "contact",
}  # fmt: skip


def do(
    verb: str, number: str | None, city: object, *, by: object, share: int | None = None, **more: object
) -> object:
    """Carry out a verb through its action."""
    action = actions.ACTION_OF[verb]
    if number is None:
        return action(Registration(content="路灯不亮"), by=by, **more)
    if verb == "register":
        action = actions.submit_draft
    if share is not None and verb in TAKES_SHARE:
        more["share"] = share
    return action(number, by=by, **arguments(verb, city) | more)


_TABLES = (
    "workorders_workorder", "workorders_assignment", "workorders_deadline", "workorders_timelineevent",
    "workorders_application", "workorders_reply", "workorders_callbackrecord", "workorders_attachment",
    "workorders_citizen", "core_journalentry", "core_auditentry", "core_receipt", "procrastinate_jobs",
)  # fmt: skip


def everything() -> list:
    """A digest of every row of every table that an action on orders may touch."""
    digests = ", ".join(
        f"(SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY id), '')) FROM {table} t)"
        for table in _TABLES
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ARRAY[{digests}]")
        return dict(zip(_TABLES, cursor.fetchone()[0], strict=True))


def refused(action, number, code, *, field=None, words="", **given):
    """The action is refused with this code, and nothing has changed."""
    before = everything()
    with pytest.raises(Refusal) as refusal:
        action(number, **given)
    assert refusal.value.code == code
    assert field is None or refusal.value.field == field
    assert words in refusal.value.message()
    assert refusal.value.message("en")
    assert everything() == before
