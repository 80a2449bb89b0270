"""What the verbs are told: one body each; which of it is indispensable, the actions know."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from jiesu.api.fields import Body, Code, Day, Key, Line, Moment, Text, Version
from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.states import Resolution, Satisfaction, Visibility

Units = Annotated[list[Code], Field(max_length=50)]
Share = Annotated[
    Key | None,
    Field(description="id of the share meant, needed when several would fit"),
]


class Citizen(Body):
    """The person as told; every part may be empty."""

    name: str = ""
    phone: str = ""
    gender: str = ""
    identity: str = ""
    email: str = ""
    address: str = ""


class Appeal(Body):
    """An appeal to be registered: who, when, where, and in `content` why and what happened (五要素)."""

    content: str
    title: str = ""
    nature: Nature = Nature.OTHER
    topic_code: str = ""
    channel: Channel = Channel.API
    urgency: Urgency = Urgency.NORMAL
    address: str = ""
    area_code: str = ""
    cell_code: str = ""
    lon: float | None = None
    lat: float | None = None
    occurred_at: Moment | None = None
    citizen: Citizen | None = None
    is_confidential: bool = False
    is_public: bool = True

    def registration(self) -> Registration:
        """The same in the words of the work orders."""
        told = {name: getattr(self, name) for name in Appeal.model_fields if name != "citizen"}
        person = CitizenDetails(**self.citizen.__dict__) if self.citizen else None
        return Registration(**told, citizen=person)


class KeyedAppeal(Appeal):
    """An appeal with the sender's key: `source` and `external_id`; the source is the caller if not given."""

    source: str = ""
    external_id: str = ""


class Step(Body):
    """A verb that needs nothing but itself."""

    version: Version = None


class ShareStep(Step):
    """A verb on one share."""

    share: Share = None


class Noted(Step):
    """A verb with a remark."""

    note: Text = ""


class ShareNoted(ShareStep):
    """A verb on one share, with a remark."""

    note: Text = ""


class Reasoned(Step):
    """A verb with a reason."""

    reason: Text


class ShareReasoned(ShareStep):
    """A verb on one share, with a reason."""

    reason: Text


class Annotation(Step):
    """A line for the timeline."""

    note: Text
    visibility: Visibility = Visibility.UNIT


class Amendment(Step):
    """What is to be corrected; only the fields given change."""

    title: str | None = None
    content: str | None = None
    nature: Nature | None = None
    topic_code: str | None = None
    urgency: Urgency | None = None
    address: str | None = None
    area_code: str | None = None
    cell_code: str | None = None
    lon: float | None = None
    lat: float | None = None
    occurred_at: Moment | None = None
    is_confidential: bool | None = None
    is_public: bool | None = None

    def changes(self) -> dict[str, object]:
        """The fields that were given, with their new values."""
        nullable = {"lon", "lat", "occurred_at"}
        given = {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
        return {name: value for name, value in given.items() if value is not None or name in nullable}


class DirectAnswer(Step):
    """What the citizen was told."""

    answer: Text


class Disposal(Step):
    """Where the appeal belongs instead, by reason code."""

    reason_code: Code
    note: Text = ""


class Transfer(Disposal):
    """A transfer, perhaps with all three on the line."""

    three_way: bool = False


class Merger(Step):
    """The order that is handled in its place."""

    into: Annotated[str, Field(pattern="^[0-9]{1,24}$")]
    note: Text = ""


class Dispatch(Step):
    """Who gets the order; units by code."""

    lead: Code
    assists: Units = []
    instructions: Text = ""
    legal_basis: Text = ""
    restart_clock: bool = False


class Redispatch(Step):
    """Who gets the order instead; units by code."""

    lead: Code
    assists: Units = []
    reason: Text
    instructions: Text = ""
    legal_basis: Text = ""
    restart_clock: bool = True


class Conclusion(Step):
    """What the conference decided; units by code."""

    lead: Code
    assists: Units = []
    minutes: Text


class Withdrawal(Step):
    """Which share is taken back."""

    share: Key
    reason: Text


class ReturnRequest(ShareStep):
    """Why the matter is not the unit's, and whose it may be."""

    reason_code: Code
    reason: Text
    suggested_unit: Code = ""


class ReturnApproval(ShareStep):
    """Whether the dispatch was wrong in the first place."""

    note: Text = ""
    misdispatched: bool = True


class ReturnRefusal(ShareReasoned):
    """Whether the unit may ask again."""

    final: bool = False


class Delegation(ShareStep):
    """Which units below get a part, by code."""

    units: Units
    instructions: Text = ""


class Reply(ShareStep):
    """What was done, for the centre, and what the citizen reads."""

    handling: Text
    public_answer: Text = ""
    facts_confirmed: bool | None = None
    resolution: Resolution = Resolution.RESOLVED
    unresolved_reason: Text = ""


class Amount(Body):
    """A length of time in its own measure."""

    amount: Annotated[Decimal, Field(gt=0, le=1000, max_digits=7, decimal_places=3)]
    measure: Measure = Measure.WORKING_DAYS

    def limit(self) -> TimeLimit:
        """The same in the words of the catalogue."""
        return TimeLimit(self.amount, self.measure)


class ExtensionRequest(Reasoned):
    """How much more time is needed."""

    amount: Amount


class ExtensionApproval(Noted):
    """How much is granted, if not what was asked."""

    amount: Amount | None = None


class SuspensionRequest(Reasoned):
    """Why nothing can be done now, and when to look again."""

    reason_code: Code
    review_on: Day


class SuspensionApproval(Noted):
    """When to look again, if not as asked."""

    review_on: Day | None = None


class SuspensionReview(Noted):
    """When to look again."""

    review_on: Day


class FinalAnswerRequest(Reasoned):
    """The signed paper it rests on."""

    document: Line = ""


class FinalAnswer(Step):
    """What the citizen is told at last."""

    answer: Text = ""


class CallbackAnswers(Step):
    """What the citizen said, question by question."""

    reached: bool
    contacted: bool | None = None
    truthful: bool | None = None
    resolution: Resolution | None = None
    satisfaction: Satisfaction | None = None
    reason: Text = ""
    unit_at_fault: bool | None = None


class Disclosure(Body):
    """Why the person is looked at; it is written down."""

    reason: Text
