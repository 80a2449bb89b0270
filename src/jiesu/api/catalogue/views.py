"""What orders are classified and measured by."""

from datetime import date

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Code, Document
from jiesu.catalogue import selectors
from jiesu.catalogue.codes import REASON_KIND_LABELS, ReasonKind
from jiesu.catalogue.packs import CLOCK_LABELS, LimitRow

router = Router(tags=["directory"])


class TopicDocument(Document):
    """A topic of the tree."""

    code: str
    name: str
    level: int
    parent: str
    full_name: str


class Topics(Document):
    """The tree of topics in force, parents before children."""

    version: int | None
    items: list[TopicDocument]


class ReasonDocument(Document):
    """A reason code, with what to say and where to send."""

    code: str
    kind: str
    kind_label: str
    title: str
    script: str
    target_channel: str


class Reasons(Document):
    """The reason codes in use."""

    items: list[ReasonDocument]


class LimitDocument(Document):
    """One line of a pack; no natures or no urgencies means all of them."""

    clock: str
    clock_label: str
    natures: list[str]
    urgencies: list[str]
    amount: float
    measure: str
    text: str

    @classmethod
    def of(cls, row: LimitRow) -> "LimitDocument":
        """As the pack has it."""
        return cls(
            clock=row.clock.value,
            clock_label=CLOCK_LABELS[row.clock],
            natures=sorted(nature.value for nature in row.natures),
            urgencies=sorted(urgency.value for urgency in row.urgencies),
            amount=float(row.limit.amount),
            measure=row.limit.measure.value,
            text=str(row.limit),
        )


class PackDocument(Document):
    """A pack of time limits in its newest version."""

    code: str
    version: int
    name: str
    source: str
    note: str
    effective_from: date
    is_current: bool
    limits: list[LimitDocument]


class Packs(Document):
    """The packs of this installation, the one in force marked."""

    items: list[PackDocument]


class TopicFilter(BaseModel):
    """Which part of the tree is asked for."""

    parent: Code = ""


@router.get("/topics", response=Topics, operation_id="list_topics", summary="事项分类")
def list_topics(request: Request, filters: Query[TopicFilter]) -> HttpResponse:
    """The tree of topics in force, or the part of it below one."""
    del request
    version = selectors.current_topic_version_id()
    nodes = selectors.topics_of(version).values() if version else ()
    items = [
        TopicDocument(
            code=node.code,
            name=node.name,
            level=node.level,
            parent=node.parent_code,
            full_name=node.full_name,
        )
        for node in nodes
        if node.code.startswith(filters.parent)
    ]
    return answer(Topics(version=version, items=items))


@router.get("/reasons", response=Reasons, operation_id="list_reasons", summary="原因代码")
def list_reasons(request: Request, kind: ReasonKind | None = None) -> HttpResponse:
    """The reason codes in use, of one kind or of all."""
    del request
    items = [
        ReasonDocument(
            code=reason.code,
            kind=reason.kind.value,
            kind_label=REASON_KIND_LABELS[reason.kind],
            title=reason.title,
            script=reason.script,
            target_channel=reason.target_channel,
        )
        for reason in selectors.reasons(kind=kind)
    ]
    return answer(Reasons(items=items))


@router.get("/packs", response=Packs, operation_id="list_packs", summary="时限方案")
def list_packs(request: Request) -> HttpResponse:
    """The newest version of every pack, and whether it is in force."""
    del request
    items = [
        PackDocument(
            code=found.pack.code,
            version=found.version,
            name=found.pack.name,
            source=found.pack.source,
            note=found.pack.note,
            effective_from=found.pack.effective_from,
            is_current=found.is_current,
            limits=[LimitDocument.of(row) for row in found.pack.limits],
        )
        for found in selectors.packs_published()
    ]
    return answer(Packs(items=items))
