"""What a message is about, whose it is, which orders look like it: advice, and nothing is stored."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from ninja import Router

from jiesu.accounts.permissions import Permission
from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Body, Code, Document, Line, Moment, Text
from jiesu.core.errors import NotAllowed
from jiesu.triage import selectors
from jiesu.triage.advice import Advice
from jiesu.triage.reasons import Reason, told
from jiesu.triage.selectors import NamedUnit, Suggestions, Told
from jiesu.triage.signs import DANGER_LABELS
from jiesu.workorders.finding import LookAlike, look_alikes

router = Router(tags=["triage"])

_MAY_ASK = (Permission.REGISTER_ORDER, Permission.AMEND_ORDER, Permission.DISPATCH_ORDER)


class Message(Body):
    """What is told so far; what a person chose already is not guessed again."""

    content: Text
    title: Line = ""
    address: Line = ""
    nature: Code = ""
    topic_code: Code = ""
    area_code: Code = ""
    phone: Line = ""
    told_at: Moment | None = None


class ChoiceDocument(Document):
    """A value that may be right, and how likely it is."""

    value: str
    label: str
    chance: float


class WhyDocument(Document):
    """Why something is suggested: a code for programs, with what is filled into its sentence."""

    code: str
    values: dict[str, object]

    @classmethod
    def all_of(cls, reasons: Iterable[Reason]) -> "list[WhyDocument]":
        """Each as code and values."""
        return [cls.model_validate(reason.plain()) for reason in reasons]


class AdviceDocument(Document):
    """A suggestion for one field; an empty value says that it is not known.

    ``reason`` is a sentence in the language that was asked for, ``reasons`` the same for programs.
    """

    value: str
    label: str
    chance: float
    reason: str
    reasons: list[WhyDocument]
    origin: str
    others: list[ChoiceDocument]

    @classmethod
    def of(cls, advice: Advice) -> "AdviceDocument":
        """As it was given."""
        return cls(
            value=advice.value,
            label=advice.label,
            chance=round(advice.chance, 3),
            reason=told(advice.reasons, say=gettext),
            reasons=WhyDocument.all_of(advice.reasons),
            origin=advice.origin,
            others=[ChoiceDocument(value=o.value, label=o.label, chance=o.chance) for o in advice.others],
        )


class DangerDocument(Document):
    """A sign of danger, and the words for it."""

    danger: str
    label: str
    words: str


class NumberDocument(Document):
    """A number that says who somebody is: where it stands in title and content, joined by a line break."""

    kind: str
    start: int
    end: int


class AdvisedUnit(Document):
    """A unit that may lead."""

    code: str
    name: str
    chance: float
    reason: str
    reasons: list[WhyDocument]
    origin: str
    assists: list[str]
    legal_basis: str

    @classmethod
    def of(cls, unit: NamedUnit) -> "AdvisedUnit":
        """As it was suggested."""
        return cls(
            code=unit.code,
            name=unit.name,
            chance=unit.advice.chance,
            reason=told(unit.advice.reasons, say=gettext),
            reasons=WhyDocument.all_of(unit.advice.reasons),
            origin=unit.advice.origin,
            assists=[name for _, name in unit.assists],
            legal_basis=unit.advice.basis,
        )


class LookAlikeDocument(Document):
    """An order that looks like this message."""

    number: str
    title: str
    excerpt: str
    state_label: str
    registered_at: datetime
    closeness: float
    same_citizen: bool


class SuggestionsDocument(Document):
    """What triage says; ``is_on`` is false, and everything else empty, while it is switched off."""

    is_on: bool
    nature: AdviceDocument | None = None
    topic: AdviceDocument | None = None
    urgency: AdviceDocument | None = None
    place: AdviceDocument | None = None
    dangers: list[DangerDocument] = []
    wishes_secrecy: str = ""
    happened_at: datetime | None = None
    happened_words: str = ""
    personal_numbers: list[NumberDocument] = []
    parties: list[str] = []
    units: list[AdvisedUnit] = []
    failing_rules: list[str] = []
    failing_rule_reasons: list[WhyDocument] = []
    goes_alone: bool = False
    look_alikes: list[LookAlikeDocument] = []


@router.post(
    "/triage/suggestions",
    response=SuggestionsDocument,
    operation_id="suggest",
    summary="智能分办建议",
)
def suggest(request: Request, body: Message) -> HttpResponse:
    """Suggestions for a message; for those who register, amend or dispatch orders.

    The sentences of the reasons are in the language that the sender asks for, Chinese otherwise.
    """
    if not any(request.auth.may(permission) for permission in _MAY_ASK):
        raise NotAllowed(permission=Permission.REGISTER_ORDER)
    told = Told(
        content=body.content,
        title=body.title,
        address=body.address,
        nature=body.nature,
        topic_code=body.topic_code,
        area_code=body.area_code,
    )
    found = selectors.suggestions_for(told, at=body.told_at)
    if found is None:
        return answer(SuggestionsDocument(is_on=False))
    alike = look_alikes(told.text, for_user=request.auth, phone=body.phone)
    with translation.override(translation.get_language_from_request(request)):
        return answer(_document(found, alike))


def _document(found: Suggestions, alike: list[LookAlike]) -> SuggestionsDocument:
    seen = found.understanding
    return SuggestionsDocument(
        is_on=True,
        nature=AdviceDocument.of(seen.nature),
        topic=AdviceDocument.of(seen.topic),
        urgency=AdviceDocument.of(seen.urgency),
        place=AdviceDocument.of(seen.place),
        dangers=[
            DangerDocument(danger=sign.danger, label=DANGER_LABELS[sign.danger], words=sign.words)
            for sign in seen.dangers
        ],
        wishes_secrecy=seen.secrecy,
        happened_at=seen.happened.at if seen.happened else None,
        happened_words=seen.happened.words if seen.happened else "",
        personal_numbers=[
            NumberDocument(kind=one.kind, start=one.start, end=one.end) for one in seen.numbers
        ],
        parties=list(seen.parties),
        units=[AdvisedUnit.of(unit) for unit in found.units],
        failing_rules=[told([fault], say=gettext) for fault in found.faults],
        failing_rule_reasons=WhyDocument.all_of(found.faults),
        goes_alone=found.goes_alone,
        look_alikes=[_look_alike(one) for one in alike],
    )


def _look_alike(one: LookAlike) -> LookAlikeDocument:
    return LookAlikeDocument(
        number=one.number,
        title=one.title,
        excerpt=one.excerpt,
        state_label=one.state_label,
        registered_at=one.registered_at,
        closeness=one.closeness,
        same_citizen=one.same_citizen,
    )
