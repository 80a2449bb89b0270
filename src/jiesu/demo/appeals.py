"""A stream of appeals as they reach the hotline of a fictional city; the same seed gives the same stream."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jiesu.demo.chance import chance_of
from jiesu.demo.lives import Life, life_of, parties
from jiesu.demo.people import Citizen, citizens
from jiesu.demo.spots import Spot, spot, undoubled
from jiesu.demo.stories import Route, Story, stories
from jiesu.demo.tables import table
from jiesu.demo.traits import Trait, traits_of
from jiesu.demo.voice import Options, Voice

SHANGHAI = ZoneInfo("Asia/Shanghai")

NATURE_SHARES = {
    "consultation": 0.40,
    "help": 0.25,
    "complaint": 0.24,
    "report": 0.05,
    "suggestion": 0.03,
    "praise": 0.012,
    "other": 0.018,
}
"""Near the mix that cities publish: consultations first, then help and complaints, few of the rest."""

_WRITTEN = {
    "wechat": 40,
    "web": 22,
    "app": 18,
    "mayor_mailbox": 10,
    "people_board": 4,
    "mail": 3,
    "letter": 2,
}
_SPOKEN = {"phone": 95, "police_110": 2, "province": 2, "visit": 1}
_HOURS = (2, 1, 1, 1, 1, 2, 6, 16, 40, 55, 52, 40, 24, 28, 44, 48, 44, 34, 24, 20, 18, 14, 9, 5)
_SUNDAY, _SATURDAY = 0.55, 0.65
_GROUP, _AGAIN, _LIKENESS = 0.10, 0.04, 0.03
_ANONYMOUS, _ASIDE = 0.03, 0.45
_BRIEF = frozenset({"consultation", "praise"})
_SHORT = 40
_WORDING = frozenset(table("wording"))
_SHOWN = tuple(trait for trait in Trait if trait is not Trait.ALONE)
_SHOW_EVERY = 6
_FRESH_SHARE, _FRESH = 60, timedelta(minutes=75)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    """One appeal and what will become of it.

    Attributes:
        key: its name in the stream, stable for a seed and a place in the stream.
        received_at: in Shanghai's time.
        topic: code of a third-level topic.
        area: code of the village or community, or of the county when the place does not matter.
        route: what becomes of it at the desk; ``target`` is the reason code for a transfer or guidance.
        answer: what the desk answers, empty for a dispatched one.
        life: what happens to a dispatched one.
        same_as: key of an earlier appeal about the very same matter.
        resembles: key of an earlier appeal that looks alike and is another matter.
    """

    key: str
    story: str
    received_at: datetime
    channel: str
    nature: str
    urgency: str
    topic: str
    title: str
    content: str
    address: str
    area: str
    citizen: Citizen | None
    confidential: bool
    public: bool
    route: Route
    target: str
    answer: str
    life: Life | None
    same_as: str = ""
    resembles: str = ""


def appeals(count: int, *, seed: int, until: datetime, days: int = 30) -> tuple[Appeal, ...]:
    """``count`` appeals of the ``days`` before ``until``, in the order in which they came in.

    Some have only just come in, so that there is always something on the desk.
    """
    moments = sorted(_moments(count, seed=seed, until=until, days=days))
    found = [
        appeal
        for index, moment in enumerate(moments)
        for appeal in _told(index, seed=seed, moment=moment, until=until)
    ]
    found.sort(key=lambda appeal: (appeal.received_at, appeal.key))
    return tuple(found[-count:])


def _told(index: int, *, seed: int, moment: datetime, until: datetime) -> Iterator[Appeal]:
    """One appeal, and those that follow: others with the same matter, the person again, a likeness."""
    teller = _Teller(seed=seed, index=index)
    first = teller.first(moment)
    yield first
    yield from (appeal for appeal in teller.followers(first) if appeal.received_at < until)


class _Teller:
    """Tells the appeals of one place in the stream, each part with a chance of its own."""

    def __init__(self, *, seed: int, index: int) -> None:
        self.key = f"{seed}-{index:06}"
        self.chance = chance_of(self.key)
        self.index = index
        self.story: Story
        self.where: Spot
        self.voice: Voice

    def first(self, moment: datetime) -> Appeal:
        """The appeal itself."""
        self.story = _some_story(moment, chance=self.chance)
        at = _hour_of(self.story, moment, chance=self.chance)
        self.where = spot(self.story.place, chance=self.chance)
        return self._tell(at, key=self.key, citizen=self._somebody())

    def followers(self, first: Appeal) -> Iterator[Appeal]:
        """What else comes of it."""
        draw = self.chance.random()
        if self.story.shared and draw < _GROUP:
            yield from self._group(first)
        elif first.life and self.story.nature != "praise" and draw < _GROUP + _AGAIN:
            yield self._again(first)
        elif first.life and self.story.slots and draw < _GROUP + _AGAIN + _LIKENESS:
            yield self._likeness(first)

    def _group(self, first: Appeal) -> Iterator[Appeal]:
        facts = self._facts()
        for number in range(1, 2 + self.chance.choices([0, 1, 2, 3], weights=[4, 3, 2, 1])[0]):
            later = first.received_at + timedelta(minutes=self.chance.randint(8, 1500))
            told = self._tell(later, key=f"{self.key}.{number}", citizen=self._somebody(), facts=facts)
            if told.content != first.content:
                yield replace(told, same_as=first.key, address=first.address)

    def _again(self, first: Appeal) -> Appeal:
        later = first.received_at + timedelta(
            days=self.chance.randint(2, 6), minutes=self.chance.randint(0, 400)
        )
        told = self._tell(later, key=f"{self.key}.1", citizen=first.citizen, facts=self._facts())
        day = first.received_at
        self.voice.chosen |= {"first": first.title, "ago:2-6": f"{day.month}月{day.day}日"}
        return replace(
            told,
            same_as=first.key,
            title=f"再次反映：{first.title}",
            content=self.voice.say(table("generic")["again_call"]),
            channel="phone",
            address=first.address,
        )

    def _likeness(self, first: Appeal) -> Appeal:
        later = first.received_at + timedelta(hours=self.chance.randint(3, 120))
        told = self._tell(later, key=f"{self.key}.1", citizen=self._somebody())
        return replace(told, resembles=first.key)

    def _facts(self) -> dict[str, str]:
        """What others who report the same matter say alike: names, numbers, amounts."""
        return {
            name: value
            for name, value in self.voice.chosen.items()
            if name not in _WORDING and not name.startswith("ago:")
        }

    def _somebody(self) -> Citizen | None:
        return None if self.chance.random() < _ANONYMOUS else self.chance.choice(citizens())

    def _content(self, *, written: bool) -> str:
        story, chance = self.story, self.chance
        told = self._said(_chosen(story.letter if written else story.phone, chance=chance))
        brief = written or story.route is not Route.DISPATCH or story.nature in _BRIEF
        if brief or story.urgency != "normal" or chance.random() > _ASIDE:
            return told
        aside = chance.choice(table("generic")["asides"])
        return told + self._said(aside)

    def _said(self, template: Options) -> str:
        return undoubled(self.voice.say(template), self.where.names)

    def _tell(
        self, at: datetime, *, key: str, citizen: Citizen | None, facts: dict[str, str] | None = None
    ) -> Appeal:
        story, chance = self.story, self.chance
        traits = traits_of(story, chance=chance, forced=_forced(self.index, key))
        mistaken = story.mistake.then if story.mistake and Trait.MISTAKE in traits else ""
        who = parties(story, area=self.where.area, chance=chance, then=mistaken)
        hands = "我单位" if Trait.ALONE in traits else who.hands
        self.voice = _voice(story, self.where, citizen=citizen, at=at, hands=hands, chance=chance)
        self.voice.chosen.update(facts or {})
        written = bool(story.letter) and citizen is not None and chance.random() < 0.42
        dispatched = story.route is Route.DISPATCH
        secret = chance.random() < (0.85 if story.secret else 0.02 if dispatched else 0.0)
        return Appeal(
            key=key,
            story=story.key,
            received_at=at,
            channel=_channel(story, written=written, chance=chance),
            nature=story.nature,
            urgency=story.urgency,
            topic=story.topic,
            title=self._said(story.titles),
            content=self._content(written=written),
            address=self.where.address,
            area=self.where.area,
            citizen=citizen,
            confidential=secret,
            public=not secret and story.nature != "report",
            route=story.route,
            target=story.target,
            answer="" if dispatched else self.voice.say(story.outcome.answer),
            life=life_of(story, who=who, area=self.where.area, traits=traits, voice=self.voice)
            if dispatched
            else None,
        )


def _chosen(options: Options, *, chance: random.Random) -> str:
    """One of the templates, the one-liners less often than the full records."""
    if isinstance(options, str):
        return options
    return chance.choices(options, weights=[1.0 if len(text) > _SHORT else 0.4 for text in options])[0]


def _forced(index: int, key: str) -> tuple[Trait, ...]:
    """Every sixth place in the stream shows the next detour, so that a small stream shows them all."""
    if index % _SHOW_EVERY or "." in key:
        return ()
    return (_SHOWN[index // _SHOW_EVERY % len(_SHOWN)],)


def _voice(
    story: Story, where: Spot, *, citizen: Citizen | None, at: datetime, hands: str, chance: random.Random
) -> Voice:
    who = {
        "surname": citizen.surname if citizen else "某",
        "mr": citizen.title if citizen else "先生",
        "sub": hands,
    }
    slots = {**table("slots"), **story.slots, **where.names, **who}
    return Voice(chance=chance, slots=slots, today=at.date())


def _channel(story: Story, *, written: bool, chance: random.Random) -> str:
    if story.route in (Route.TRANSFER, Route.INVALID):
        return "phone"
    shares = _WRITTEN if written else _SPOKEN
    return chance.choices(list(shares), weights=list(shares.values()))[0]


def _some_story(moment: datetime, *, chance: random.Random) -> Story:
    nature = chance.choices(list(NATURE_SHARES), weights=list(NATURE_SHARES.values()))[0]
    fitting = [
        story
        for story in stories()
        if story.nature == nature and (not story.months or moment.month in story.months)
    ]
    return chance.choices(fitting, weights=[story.weight for story in fitting])[0]


def _hour_of(story: Story, moment: datetime, *, chance: random.Random) -> datetime:
    if not story.hours:
        return moment
    return moment.replace(hour=chance.choice(story.hours))


def _moments(count: int, *, seed: int, until: datetime, days: int) -> Iterator[datetime]:
    chance = chance_of(f"{seed}-moments")
    last = until.astimezone(SHANGHAI)
    dates = [(last - timedelta(days=back)).date() for back in range(days + 1)]
    weights = [{5: _SATURDAY, 6: _SUNDAY}.get(day.weekday(), 1.0) for day in dates]
    fresh = count // _FRESH_SHARE
    yield from (last - _FRESH * chance.random() for _ in range(fresh))
    made = fresh
    while made < count:
        day = chance.choices(dates, weights=weights)[0]
        hour = chance.choices(range(24), weights=_HOURS)[0]
        moment = datetime(
            day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=SHANGHAI
        )
        if moment < last:
            made += 1
            yield moment
