"""Answering citizens: what is said to one message, from the conversation so far. Rules, and nothing learned.

Every answer is the approved sentence of a published article, word for word; what is said around it
(greetings, questions back, owning up) stands in :data:`PHRASES` and claims nothing. Danger goes first, a wish
for a person second; then the best articles are looked at: one that is near enough answers, several or a
doubtful one are asked back about, none is admitted, and twice none passes to a person.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from jiesu.knowledge.contents import holds_in
from jiesu.knowledge.manners import Manner, manner_of


class Kind(StrEnum):
    """What a reply does."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABUSE = "abuse"
    EMERGENCY = "emergency"
    ANSWER = "answer"
    ASK_AREA = "ask_area"
    ASK_WHICH = "ask_which"
    UNKNOWN = "unknown"
    HANDOVER = "handover"


@dataclass(frozen=True)
class Candidate:
    """A published article that may answer; ``closeness`` says how near its question is, 0 to 1."""

    number: str
    question: str
    spoken: str
    areas: tuple[str, ...]
    closeness: float


@dataclass(frozen=True)
class Line:
    """One message of a conversation."""

    by_citizen: bool
    text: str


@dataclass(frozen=True)
class Conversation:
    """What was said, and what a next message may be an answer to.

    Attributes:
        lines: all messages, the first first; a person who takes over reads them.
        area_code: the division that the citizen named; empty when none.
        offered: the articles that were asked back about.
        waits_for_area: whether the last reply asked for the area.
        asked: the question that the offer was about.
        misses: how many messages in a row were not understood.
        insults: how many messages were abuse.
    """

    lines: tuple[Line, ...] = ()
    area_code: str = ""
    offered: tuple[Candidate, ...] = ()
    waits_for_area: bool = False
    asked: str = ""
    misses: int = 0
    insults: int = 0


@dataclass(frozen=True)
class Reply:
    """What is said to the citizen.

    Attributes:
        kind: what the reply does.
        text: the words; of an answer, the approved spoken answer and nothing else.
        number: the article that answers; empty unless it is an answer.
        offered: standard questions to choose from.
        to_person: whether a person takes over, with the conversation so far.
        call: the number to call at once: 110, 119 or 120.
    """

    kind: Kind
    text: str
    number: str = ""
    offered: tuple[str, ...] = ()
    to_person: bool = False
    call: str = ""


Find = Callable[[str, str], Sequence[Candidate]]
"""Question and area code to candidates."""

NameArea = Callable[[str], str]
"""The division that a text names; empty when it names none."""

SURE, MAYBE = 0.6, 0.42
"""From this closeness on an article answers; from the lower one on, the citizen is asked if it is meant."""

APART = 0.06
"""Two articles whose closeness differs by less are both offered."""

MOST_OFFERED = 3

PHRASES: dict[Kind, str] = {
    Kind.GREETING: "您好，这里是 12345 热线智能客服，请说出您想了解的事项。",
    Kind.THANKS: "不客气，有需要随时找我们。",
    Kind.ABUSE: "很抱歉没有帮到您。请说出您遇到的问题，我们尽力解决。",
    Kind.ASK_AREA: "这件事各区办法不同，请问您在哪个区？",
    Kind.ASK_WHICH: "您想问的是下面哪一个？都不是的话，可以换个说法或回复“人工”。",
    Kind.UNKNOWN: "这个问题我还没有可靠的答案。可以换个说法，或回复“人工”由工作人员为您解答。",
    Kind.HANDOVER: "正在为您转接工作人员，前面的内容会一并转过去，您不必再说一遍。",
}
EMERGENCY = "情况紧急，请立即拨打 {call}。我们同时为您转接工作人员。"


def reply_to(
    text: str, conversation: Conversation, *, find: Find, area_in: NameArea
) -> tuple[Reply, Conversation]:
    """What is said to a message, and the conversation after it."""
    manner = manner_of(text)
    area = area_in(text) or conversation.area_code
    heard = replace(
        conversation, area_code=area, lines=(*conversation.lines, Line(by_citizen=True, text=text))
    )
    reply, after = _by_manner(manner, heard) or _by_offer(text, heard) or _by_articles(text, heard, find)
    return reply, replace(after, lines=(*after.lines, Line(by_citizen=False, text=reply.text)))


_Said = tuple[Reply, Conversation]


def _by_manner(manner: Manner, heard: Conversation) -> _Said | None:
    """Danger, the wish for a person, abuse, courtesies: settled before anything is looked up."""
    if manner.call:
        text = EMERGENCY.format(call=manner.call)
        return Reply(Kind.EMERGENCY, text, to_person=True, call=manner.call), _at_rest(heard)
    if manner.wants_person:
        return _hand_over(heard)
    if manner.abuse:
        insulted = replace(heard, insults=heard.insults + 1)
        return (
            (Reply(Kind.ABUSE, PHRASES[Kind.ABUSE]), insulted)
            if insulted.insults < 2
            else _hand_over(insulted)
        )
    if manner.thanks:
        return Reply(Kind.THANKS, PHRASES[Kind.THANKS]), _at_rest(heard)
    return (Reply(Kind.GREETING, PHRASES[Kind.GREETING]), heard) if manner.greeting else None


def _by_offer(text: str, heard: Conversation) -> _Said | None:
    """The answer to a question back: an area, a place in the list, one of its questions; else None."""
    if not heard.offered:
        return None
    if heard.waits_for_area and heard.area_code:
        return _decide(_within(heard.offered, heard.area_code), replace(heard, waits_for_area=False))
    chosen = _chosen(text.strip(" 。.、，！!"), heard.offered)
    return _decide((replace(chosen, closeness=1.0),), heard) if chosen else None


def _by_articles(text: str, heard: Conversation, find: Find) -> _Said:
    found = sorted(find(text, heard.area_code), key=lambda candidate: -candidate.closeness)
    return _decide(tuple(found), replace(heard, asked=text, offered=(), waits_for_area=False))


def _decide(found: Sequence[Candidate], heard: Conversation) -> _Said:
    """Answer, ask back, or admit that there is no answer."""
    near = [candidate for candidate in found if candidate.closeness >= MAYBE]
    if not near:
        return _missed(heard)
    best = near[0]
    rivals = [candidate for candidate in near if best.closeness - candidate.closeness < APART]
    same = [candidate for candidate in rivals if candidate.question == best.question]
    if best.closeness >= SURE and len(rivals) == 1 and _is_certain(best, heard):
        return Reply(Kind.ANSWER, best.spoken, number=best.number), _at_rest(heard)
    if best.closeness >= SURE and len(same) == len(rivals) and not heard.area_code:
        waiting = replace(heard, offered=tuple(same), waits_for_area=True, misses=0)
        return Reply(Kind.ASK_AREA, PHRASES[Kind.ASK_AREA]), waiting
    return _ask_which(near, heard)


def _ask_which(near: Sequence[Candidate], heard: Conversation) -> _Said:
    offered = {candidate.question: candidate for candidate in reversed(near)}
    chosen = sorted(offered.values(), key=lambda candidate: -candidate.closeness)[:MOST_OFFERED]
    questions = tuple(candidate.question for candidate in chosen)
    lines = [PHRASES[Kind.ASK_WHICH], *(f"{place}. {text}" for place, text in enumerate(questions, 1))]
    after = replace(heard, offered=tuple(chosen), waits_for_area=False, misses=0)
    return Reply(Kind.ASK_WHICH, "\n".join(lines), offered=questions), after


def _is_certain(best: Candidate, heard: Conversation) -> bool:
    """An article that holds in some areas only answers once the area is known."""
    return not best.areas or bool(heard.area_code)


def _missed(heard: Conversation) -> _Said:
    missed = replace(heard, misses=heard.misses + 1, offered=(), waits_for_area=False)
    return (Reply(Kind.UNKNOWN, PHRASES[Kind.UNKNOWN]), missed) if missed.misses < 2 else _hand_over(missed)


def _hand_over(heard: Conversation) -> _Said:
    return Reply(Kind.HANDOVER, PHRASES[Kind.HANDOVER], to_person=True), _at_rest(heard)


def _at_rest(heard: Conversation) -> Conversation:
    return replace(heard, offered=(), waits_for_area=False, misses=0)


def _within(offered: Sequence[Candidate], area_code: str) -> tuple[Candidate, ...]:
    return tuple(candidate for candidate in offered if holds_in(candidate.areas, area_code))


def _chosen(text: str, offered: Sequence[Candidate]) -> Candidate | None:
    """Which of the offered is meant: by its place, by its words, or by yes to the only one."""
    if place := _PLACE.fullmatch(text):
        at = _PLACES[place["at"]]
        return offered[at] if at < len(offered) else None
    if len(offered) == 1 and text in _YES:
        return offered[0]
    return {candidate.question: candidate for candidate in offered}.get(text)


_PLACES = {"1": 0, "一": 0, "2": 1, "二": 1, "两": 1, "3": 2, "三": 2, "最后": -1}
_PLACE = re.compile(
    "(?:是|就是|我要|我选|选)?(?:第|问题)?(?P<at>[123一二两三]|最后)(?:一?[个条项])?(?:吧|啊|呀)?"
)
_YES = frozenset({"是", "是的", "对", "对的", "对对", "嗯", "嗯嗯", "就是", "就是这个", "没错", "好", "好的"})
