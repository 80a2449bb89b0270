"""What is known when an appeal is registered."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.catalogue.natures import Channel, Nature, Urgency

TITLE_LENGTH = 200
CONTENT_LENGTH = 50_000


@dataclass(frozen=True, kw_only=True)
class CitizenDetails:
    """The person as told; every field may be empty (anonymous appeals are taken)."""

    phone: str = ""
    name: str = ""
    gender: str = ""
    identity: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """One appeal to be registered.

    The field asks for five elements: who (``citizen``), when (``occurred_at``), where (``address``), why and
    what happened (``content``). Only the content is indispensable.

    Attributes:
        content: what the citizen says; at most 50,000 characters.
        title: one line; made from the content when empty.
        topic_code: code of the topic tree, or empty when nobody has classified it yet.
        lon, lat: WGS-84 degrees.
        occurred_at: when it happened, with its time zone.
        is_confidential: whether the person is to stay unknown to the units; such an appeal is never public.
        is_public: whether the citizen allows the answer to be published.
    """

    content: str
    title: str = ""
    nature: Nature = Nature.OTHER
    topic_code: str = ""
    channel: Channel = Channel.PHONE
    urgency: Urgency = Urgency.NORMAL
    address: str = ""
    area_code: str = ""
    cell_code: str = ""
    lon: float | None = None
    lat: float | None = None
    occurred_at: datetime | None = None
    citizen: CitizenDetails | None = None
    is_confidential: bool = False
    is_public: bool = True


def title_of(registration: Registration) -> str:
    """The given title, or the first sentence of the content, at most 60 characters."""
    title = registration.title.strip()
    if title:
        return title[:TITLE_LENGTH]
    first = registration.content.strip().splitlines()[0] if registration.content.strip() else ""
    for stop in "。！？!?;；":
        first = first.split(stop, 1)[0]
    return first[:60] or "（无标题）"
