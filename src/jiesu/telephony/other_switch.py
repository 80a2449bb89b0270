"""What a telephone switch that is not ours tells of its calls: Zammad's generic CTI words.

Three words: ``newCall``, ``answer``, ``hangup``, each with the call's id. They may come twice, late, or in
the wrong order; a call that has ended stays ended. Source: docs.zammad.org, generic CTI.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiesu.core.errors import InvalidInput
from jiesu.telephony.call_states import Direction

NODE = "cti"
"""The node that such calls are said to be on."""
_LONGEST_KEY = 64


class Word(StrEnum):
    """What happened."""

    NEW_CALL = "newCall"
    ANSWER = "answer"
    HANGUP = "hangup"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One message of the other switch.

    Attributes:
        word: what happened.
        key: the call's, unique among all calls.
        direction: who called whom.
        number: the citizen's telephone, as told.
        line: the hotline's number, or the extension.
        queue: the queue's name; empty where it has none.
        seat: the extension that answered or is rung; empty where it is not told.
        cause: why it ended.
    """

    word: Word
    key: str
    direction: Direction
    number: str
    line: str
    queue: str = ""
    seat: str = ""
    cause: str = ""


def read_told(fields: Mapping[str, str]) -> Told:
    """A message of its fields.

    Raises:
        InvalidInput: a field is missing or says nothing that is known; the refusal names it.
    """
    word = _one_of(fields, "event", [one.value for one in Word])
    way = _one_of(fields, "direction", ["in", "out"])
    key = (fields.get("callId") or fields.get("call_id") or "").strip()
    if not key or len(f"{NODE}-{key}") > _LONGEST_KEY:
        raise _wrong("callId", "缺少呼叫标识，或太长。", "The call's id is missing or too long.")
    theirs, ours = ("from", "to") if way == "in" else ("to", "from")
    return Told(
        word=Word(word),
        key=f"{NODE}-{key}",
        direction=Direction.INBOUND if way == "in" else Direction.OUTBOUND,
        number=fields.get(theirs, "")[:40],
        line=fields.get(ours, "")[:40],
        queue=fields.get("queue", "")[:32],
        seat=(fields.get("answeringNumber") or fields.get("user") or "")[:10],
        cause=fields.get("cause", "")[:40],
    )


def _one_of(fields: Mapping[str, str], name: str, known: list[str]) -> str:
    value = fields.get(name, "")
    if value not in known:
        said = ", ".join(known)
        raise _wrong(name, f"只能是：{said}。", f"It must be one of: {said}.")
    return value


def _wrong(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=field, reason_zh=zh, reason_en=en)
