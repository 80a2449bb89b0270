"""Proving that somebody holds a telephone, so that they may see what was told with it.

Whether anything was told with it is looked up only by the job that sends the code: what the page says, and
how long it takes to say it, is the same for every number.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from jiesu.core import clock
from jiesu.core.errors import InvalidInput
from jiesu.core.fields import key_ring
from jiesu.core.limits import Limit
from jiesu.intake.errors import CodeWrong, TooManyCodes
from jiesu.intake.models import PhoneCheck
from jiesu.intake.phone_codes import CODES_A_DAY, CODES_AN_HOUR, LIFETIME, Asked, Verdict, judge
from jiesu.messaging.actions import send_sms
from jiesu.workorders import stories
from jiesu.workorders.actions.citizens import phone_hash
from jiesu.workorders.cleaning import clean_phone

_AN_HOUR = Limit("phone-codes-hour", times=CODES_AN_HOUR, seconds=3600)
_A_DAY = Limit("phone-codes-day", times=CODES_A_DAY, seconds=86_400)
_PURPOSE = "phone_check"


@dataclass(frozen=True)
class Proof:
    """That somebody holds a telephone: the keyed hash under which its orders are found."""

    phone_hash: str


def ask_code(phone: str, *, at: datetime | None = None) -> PhoneCheck:
    """请求验证码: make a code for a telephone; a job sends it if anything was ever told with that number.

    Raises:
        InvalidInput: it is no telephone number.
        TooManyCodes: codes were asked for too often for this number.
    """
    from jiesu.intake.tasks import send_code  # noqa: PLC0415 - tasks need the application registry

    at = at or clock.now()
    number = _fit(phone)
    who = phone_hash(number) or ""
    if _AN_HOUR.count(who) > CODES_AN_HOUR or _A_DAY.count(who) > CODES_A_DAY:
        raise TooManyCodes(field="phone")
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        check = PhoneCheck.objects.create(
            key=secrets.token_hex(16),
            phone=number,
            phone_hash=who,
            code=code,
            asked_at=at,
            expires_at=at + LIFETIME,
        )
        check.code_hash = _hash(check.key, code)
        check.save(update_fields=["code_hash"])
        send_code.defer(check_id=check.pk)
    return check


@transaction.atomic
def send_asked_code(check_id: int) -> bool:
    """Send a code to a number with which something was told; whether it was sent. Safe to run twice.

    The code itself is forgotten here: from now on only its hash is kept.
    """
    check = PhoneCheck.objects.select_for_update().filter(pk=check_id).first()
    if check is None or not check.code:
        return False
    code, check.code = check.code, ""
    check.save(update_fields=["code"])
    if check.expires_at <= clock.now() or not stories.has_orders(check.phone_hash):
        return False
    minutes = int(LIFETIME.total_seconds() // 60)
    told = f"查询验证码 {code}，{minutes} 分钟内有效。请勿告诉他人，工作人员不会索要。"
    text = f"【{settings.JIESU_CITY}12345】{told}"
    send_sms(
        check.phone, text=text, purpose=_PURPOSE, is_secret=True, expires_at=check.expires_at, at=clock.now()
    )
    return True


def prove_phone(key: str, *, code: str, at: datetime | None = None) -> Proof:
    """核对验证码: the proof, if the code is the one that was sent; every guess counts.

    Raises:
        CodeWrong: it is not, or the code is over: which of the two is not said.
    """
    with transaction.atomic():
        check = PhoneCheck.objects.select_for_update().filter(key=key).first() if key.isalnum() else None
        verdict = _guess(check, code, at or clock.now()) if check else Verdict.WRONG
    if check is None or verdict is not Verdict.RIGHT:
        raise CodeWrong(field="code")
    return Proof(check.phone_hash)


def forget_old_checks(*, at: datetime | None = None) -> int:
    """Remove the codes that are over for a day; how many there were."""
    return PhoneCheck.objects.filter(expires_at__lt=(at or clock.now()) - 24 * 12 * LIFETIME).delete()[0]


def _guess(check: PhoneCheck, code: str, at: datetime) -> Verdict:
    asked = Asked(expires_at=check.expires_at, guesses=check.guesses, used=check.used_at is not None)
    verdict = judge(asked, fits=secrets.compare_digest(check.code_hash, _hash(check.key, code)), at=at)
    check.guesses += 1
    if verdict is Verdict.RIGHT:
        check.used_at = at
    check.save(update_fields=["guesses", "used_at"])
    return verdict


def _hash(key: str, code: str) -> str:
    return key_ring().fingerprint(f"phone-code:{key}:{code}")


def _fit(phone: str) -> str:
    number = clean_phone(phone)
    if not number:
        raise InvalidInput(field="phone", reason_zh="请填写电话号码。", reason_en="A phone number is needed.")
    return number
