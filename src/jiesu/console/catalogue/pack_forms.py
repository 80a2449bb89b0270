"""The form of a pack: the same rows as in its table, judged by the same reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from jiesu.catalogue.calendar import MEASURE_LABELS, START_DAY_LABELS
from jiesu.catalogue.pack_tables import (
    FACTS,
    LIMIT,
    PACK,
    RULE,
    RULES,
    Fault,
    PackReading,
    limit_cells,
    read_pack,
    rule_out,
)
from jiesu.catalogue.packs import CLOCK_LABELS, Pack
from jiesu.core.tables import NO, YES, TableRow

COLUMNS = ("item", "natures", "urgencies", "amount", "measure", "start_day", "warn", "ours")
_STEP = 10
_BLANK = 3
_RULES_FROM = 10_001


@dataclass(frozen=True)
class Cell:
    """One input: its name, what stands in it, what is wrong with it."""

    name: str
    label: str
    value: str
    error: str = ""
    kind: str = "text"


@dataclass
class PackForm:
    """A pack being edited: as it is stored, or as it was sent."""

    facts: Mapping[str, str]
    limits: list[dict[str, str]]
    rules: Mapping[str, str]
    reading: PackReading = field(default_factory=PackReading)

    clocks = tuple(CLOCK_LABELS.values())
    measures = tuple(MEASURE_LABELS.values())
    starts = tuple(START_DAY_LABELS.values())

    @classmethod
    def of_pack(cls, pack: Pack) -> "PackForm":
        """The form filled in with a pack."""
        lines = [{**limit_cells(row), "order": str(at * _STEP)} for at, row in enumerate(pack.limits, 1)]
        return cls(
            {name: str(getattr(pack, name)) for name in FACTS},
            lines,
            {name: rule_out(pack, name) for name in RULES},
            PackReading(pack=pack),
        )

    @classmethod
    def of_rows(cls, rows: list[TableRow]) -> "PackForm":
        """The form filled in with the rows of a file, in which everything may be wrong."""
        facts = _by_item(rows, PACK, FACTS)
        rules = _by_item(rows, RULE, RULES)
        others = [row for row in rows if row.given("part") not in (PACK, RULE)]
        lines = [{**row.values, "order": str(at * _STEP)} for at, row in enumerate(others, 1)]
        form = cls(facts, lines, rules)
        form.read()
        return form

    @classmethod
    def of_post(cls, data: QueryDict) -> "PackForm":
        """The form as it was sent."""
        columns = [data.getlist(name) for name in ("order", *COLUMNS)]
        sent = [dict(zip(("order", *COLUMNS), values, strict=True)) for values in zip(*columns, strict=False)]
        lines = [line for line in sent if line["item"] and any(line[name] for name in ("amount", "natures"))]
        lines.sort(key=lambda line: int(line["order"]) if line["order"].isdecimal() else 10**9)
        form = cls(
            {name: data.get(f"fact-{name}", "").strip() for name in FACTS},
            lines,
            {name: data.get(f"rule-{name}", "").strip() for name in RULES},
        )
        form.read()
        return form

    def read(self) -> None:
        """Judge what is filled in."""
        rows = [
            TableRow(0, {"part": PACK, "item": FACTS[name], "amount": text})
            for name, text in self.facts.items()
            if name in FACTS
        ]
        rows += [TableRow(at, {**line, "part": LIMIT}) for at, line in enumerate(self.limits, 1)]
        rows += [
            TableRow(at, {"part": RULE, "item": RULES[name], "amount": text})
            for at, (name, text) in enumerate(self.rules.items(), _RULES_FROM)
        ]
        self.reading = read_pack(rows)

    @property
    def wrong(self) -> list[str]:
        """What is wrong with the pack as a whole."""
        return [
            _said(fault) for fault in self.reading.faults if fault.line == 0 and fault.column not in FACTS
        ]

    @property
    def fact_cells(self) -> list[Cell]:
        """The facts as inputs."""
        errors = {fault.column: _said(fault) for fault in self.reading.faults if fault.line == 0}
        kinds = {"effective_from": "date", "note": "area"}
        return [
            Cell(
                f"fact-{name}", label, self.facts.get(name, ""), errors.get(name, ""), kinds.get(name, "text")
            )
            for name, label in FACTS.items()
        ]

    @property
    def rule_cells(self) -> list[Cell]:
        """The rules as inputs."""
        errors = {fault.line: _said(fault) for fault in self.reading.faults}
        return [
            Cell(
                f"rule-{name}", RULES[name], text, errors.get(at, ""), "flag" if text in (YES, NO) else "text"
            )
            for at, (name, text) in enumerate(self.rules.items(), _RULES_FROM)
        ]

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines as inputs, with what is wrong in each, and some empty ones."""
        errors: dict[int, dict[str, str]] = {}
        for fault in self.reading.faults:
            errors.setdefault(fault.line, {})[fault.column] = _said(fault)
        for at, line in enumerate(self.limits, 1):
            yield {**line, "errors": errors.get(at, {}), "said": list(errors.get(at, {}).values())}
        for at in range(len(self.limits) + 1, len(self.limits) + 1 + _BLANK):
            yield {"order": str(at * _STEP), "errors": {}, "said": []}


def _by_item(rows: list[TableRow], part: str, labels: Mapping[str, str]) -> dict[str, str]:
    given = {row.given("item"): row.given("amount") for row in rows if row.given("part") == part}
    return {name: given.get(label, given.get(name, "")) for name, label in labels.items()}


def _kind(text: str) -> str:
    return "flag" if text in (YES, NO) else "text"


def _said(fault: Fault) -> str:
    return fault.refusal.message(get_language() or "zh")
