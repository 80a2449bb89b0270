"""Black and grey lists 黑灰名单: callers kept away or served last, by an approved decision with an end.

Proposed by who takes calls, decided by somebody else, for a stretch of days and never for ever. A caller on
the black list hears why and may still be connected with 110; one on the grey list waits behind the others.
Sources: 领域资料 §2.5 (恶意骚扰电话的处置); 国办函〔2025〕66号 (紧急事项即时转接).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.core.errors import InvalidInput


class ListKind(StrEnum):
    """What is done with the caller."""

    BLACK = "black"
    GREY = "grey"


LIST_KIND_LABELS: dict[ListKind, str] = {ListKind.BLACK: "黑名单", ListKind.GREY: "灰名单"}


class ListingState(StrEnum):
    """Where the decision stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    LIFTED = "lifted"
    EXPIRED = "expired"


LISTING_STATE_LABELS: dict[ListingState, str] = {
    ListingState.PROPOSED: "待审批",
    ListingState.IN_FORCE: "生效",
    ListingState.REFUSED: "未批准",
    ListingState.LIFTED: "已解除",
    ListingState.EXPIRED: "已到期",
}
OPEN_LISTINGS = frozenset({ListingState.PROPOSED, ListingState.IN_FORCE})

LONGEST = timedelta(days=90)
"""No decision lasts longer; it may be made anew."""

BLOCKED_PROMPT = "blocked"
BLOCKED_TEXT = "您的号码因多次骚扰热线，暂时不能接入。如有紧急情况，请按一，为您转接一一零。"


def end_of(days: int, *, at: datetime) -> datetime:
    """When a listing of so many days ends.

    Raises:
        InvalidInput: less than a day, or more than :data:`LONGEST`.
    """
    if not 1 <= days <= LONGEST.days:
        raise InvalidInput(
            field="days",
            reason_zh=f"期限为 1 至 {LONGEST.days} 天。",
            reason_en=f"It lasts 1 to {LONGEST.days} days.",
        )
    return at + timedelta(days=days)


def spellings(number: str) -> tuple[str, ...]:
    """The ways in which a trunk may write a number: as it is, with the long-distance zero or the country."""
    if not number.startswith("1"):
        return (number, f"+86{number.removeprefix('0')}")
    return (number, f"0{number}", f"86{number}", f"+86{number}")
