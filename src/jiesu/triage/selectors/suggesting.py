"""Suggestions for a message: what it is about, which unit it belongs to, what it looks like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.core import clock
from jiesu.organisations.selectors import units_by_id
from jiesu.triage.advice import Advice, Choice
from jiesu.triage.models import AutomaticTopic, ModelVersion, RoutingRule, Switches, UnitHistory
from jiesu.triage.ownrules import Matter, OwnRule, first_fitting
from jiesu.triage.reasons import BETWEEN_WORDS, Reason, Why
from jiesu.triage.routing import Duty, Likely, Tally, UnitAdvice, by_rule, may_go_alone, units_for, with_rule
from jiesu.triage.selectors.readers import current_models, readers_in_use
from jiesu.triage.states import Task
from jiesu.triage.understanding import Understanding, understand

_NATURES = {nature.value for nature in Nature} - {Nature.OTHER.value}

CALIBRATED = 0.1
"""A model whose expected calibration error is larger decides nothing by itself."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of an appeal so far; whatever a person chose already is not guessed again."""

    content: str
    title: str = ""
    address: str = ""
    nature: str = ""
    topic_code: str = ""
    area_code: str = ""

    @property
    def text(self) -> str:
        """Title and content."""
        return f"{self.title}\n{self.content}".strip()


@dataclass(frozen=True, kw_only=True)
class NamedUnit:
    """A unit that is suggested, with its name and those of the units beside it."""

    advice: UnitAdvice
    code: str
    name: str
    assists: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What triage says of a message.

    Attributes:
        understanding: what it is about.
        units: up to three units, the likeliest first.
        faults: rules of the centre that would have decided, had they not failed; with why.
        goes_alone: whether an order like this would be dispatched without a person.
        topic_model: key of the model that read the topic; None for names.
    """

    understanding: Understanding
    units: tuple[NamedUnit, ...] = ()
    faults: tuple[Reason, ...] = ()
    goes_alone: bool = False
    topic_model: int | None = None


def is_on() -> bool:
    """Whether triage suggests anything."""
    return switches().is_on


def switches() -> Switches:
    """What triage may do; suggestions only, until somebody decides otherwise."""
    return Switches.objects.filter(pk=1).first() or Switches(pk=1)


def suggestions_for(told: Told, *, at: datetime | None = None) -> Suggestions | None:
    """Suggestions for what is told so far; None while triage is switched off.

    Nothing of other orders or people is in them, so they are the same for everybody who asks.
    """
    allowed = switches()
    return _suggested(told, at=at or clock.now(), allowed=allowed) if allowed.is_on else None


def rules_in_force() -> list[OwnRule]:
    """The centre's rules that are switched on, in the order in which they are tried."""
    rows = RoutingRule.objects.filter(is_active=True).prefetch_related("assist_units")
    return [rule_of(row) for row in rows]


def rule_of(row: RoutingRule) -> OwnRule:
    """A stored rule as the rules see it."""
    return OwnRule(
        key=row.pk,
        name=row.name,
        any_of=tuple(row.any_of),
        none_of=tuple(row.none_of),
        natures=frozenset(row.natures),
        topic=row.topic_code,
        area=row.area_code,
        lead=row.lead_unit_id,
        assists=tuple(unit.pk for unit in row.assist_units.all()),
    )


def fault_of(rule: OwnRule) -> Reason | None:
    """Why a rule cannot do what it says; None when it can."""
    return faults_of([rule]).get(rule.key)


def faults_of(rules: Sequence[OwnRule]) -> dict[int, Reason]:
    """The rules that cannot do what they say, by key, with why."""
    units = units_by_id({unit for rule in rules for unit in (rule.lead, *rule.assists)}) if rules else {}
    closed = {key: unit.name for key, unit in units.items() if not unit.is_active}
    return {rule.key: fault for rule in rules if (fault := _fault(rule, closed)) is not None}


def _fault(rule: OwnRule, closed: Mapping[int, str]) -> Reason | None:
    names = [closed[unit] for unit in (rule.lead, *rule.assists) if unit in closed]
    if names:
        return Reason(Why.UNITS_CLOSED, {"units": BETWEEN_WORDS.join(names)})
    if rule.topic and catalogue.topic_by_code(rule.topic) is None:
        return Reason(Why.TOPIC_GONE, {"code": rule.topic})
    unknown = rule.natures - {nature.value for nature in Nature}
    return Reason(Why.NATURE_UNKNOWN, {"natures": BETWEEN_WORDS.join(sorted(unknown))}) if unknown else None


def _suggested(told: Told, *, at: datetime, allowed: Switches) -> Suggestions:
    models = current_models()
    seen = _with_chosen(
        understand(told.text, told_at=at, readers=readers_in_use(models), address=told.address), told
    )
    area = told.area_code or seen.place.value
    advice = units_for(_likely(seen.topic, area))
    matter = Matter(text=told.text, nature=seen.nature.value, topic=seen.topic.value, area=area)
    ruled, faults = _ruled(matter)
    advice = with_rule(advice, ruled)
    return Suggestions(
        understanding=seen,
        units=_named(advice),
        faults=faults,
        goes_alone=allowed.may_dispatch and not faults and _sure(seen, advice, models.get(Task.TOPIC)),
        topic_model=models[Task.TOPIC].pk if seen.topic.origin == "model" else None,
    )


def _with_chosen(seen: Understanding, told: Told) -> Understanding:
    topic, nature = seen.topic, seen.nature
    node = catalogue.topic_by_code(told.topic_code) if told.topic_code else None
    if node is not None:
        topic = _chosen(node.code, node.full_name)
    if told.nature in _NATURES:
        nature = _chosen(told.nature, NATURE_LABELS[Nature(told.nature)])
    return replace(seen, topic=topic, nature=nature)


def _chosen(value: str, label: str) -> Advice:
    return Advice(value, label, 1.0, (Reason(Why.CHOSEN),), (Choice(value, label, 1.0),), "person")


def _likely(topic: Advice, area: str) -> list[Likely]:
    """The likely topics with their duties and histories, a suggested branch of the tree among them."""
    choices = list(topic.others)
    if topic.is_known and topic.value not in [one.value for one in choices]:
        choices.append(
            Choice(topic.value, topic.label, max(0.0, topic.chance - sum(c.chance for c in choices)))
        )
    histories = _histories([one.value for one in choices])
    found = []
    for one in choices:
        duty = catalogue.duty_for(one.value, area)
        found.append(
            Likely(
                one.value,
                one.chance,
                Duty(duty.lead_unit_id, duty.assist_unit_ids, duty.legal_basis) if duty else None,
                tuple(histories.get(one.value, ())),
            )
        )
    return found


def _histories(topics: Sequence[str]) -> dict[str, list[Tally]]:
    rows = UnitHistory.objects.filter(topic_code__in=topics, unit__is_active=True)
    found: dict[str, list[Tally]] = {}
    for topic, unit, given, returned in rows.values_list("topic_code", "unit_id", "given", "returned"):
        found.setdefault(topic, []).append(Tally(unit, given, returned))
    return found


def _ruled(matter: Matter) -> tuple[UnitAdvice | None, tuple[Reason, ...]]:
    """What the centre's rules decide; those that fail are told, and the next that fits decides."""
    rules = rules_in_force()
    faults: list[Reason] = []
    while (rule := first_fitting(rules, matter)) is not None:
        fault = fault_of(rule)
        if fault is None:
            return by_rule(rule.lead, assists=rule.assists, rule=rule.key, name=rule.name), tuple(faults)
        faults.append(Reason(Why.RULE_FAILS, {"rule": (rule.name,), "why": fault}))
        rules = rules[rules.index(rule) + 1 :]
    return None, tuple(faults)


def _named(advice: Sequence[UnitAdvice]) -> tuple[NamedUnit, ...]:
    keys = {key for one in advice for key in (one.unit, *one.assists)}
    units = units_by_id(keys) if keys else {}
    return tuple(
        NamedUnit(
            advice=one,
            code=units[one.unit].code,
            name=units[one.unit].name,
            assists=tuple((key, units[key].name) for key in one.assists if key in units),
        )
        for one in advice
        if one.unit in units and units[one.unit].is_active
    )


def _sure(seen: Understanding, advice: Sequence[UnitAdvice], model: ModelVersion | None) -> bool:
    """Whether topic and unit are surer than the centre asks, by a model whose chances can be believed."""
    if not seen.topic.is_known or seen.dangers:
        return False
    error = model.figures.get("expected_calibration_error", 1.0) if model else 1.0
    if seen.topic.origin == "model" and error > CALIBRATED:
        return False
    if seen.topic.origin not in ("model", "person"):
        return False
    return may_go_alone(advice, topic_chance=seen.topic.chance, threshold=_threshold(seen.topic.value))


def _threshold(topic: str) -> float | None:
    codes = [topic[:length] for length in (6, 4, 2) if len(topic) >= length]
    rows = dict(AutomaticTopic.objects.filter(topic_code__in=codes).values_list("topic_code", "threshold"))
    return next((rows[code] for code in codes if code in rows), None)
