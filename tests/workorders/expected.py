# ruff: noqa: E501 - a table of long lines
"""What may be done, stated a second time by hand: the walk compares the workflow table with this one.

One line for each way in which a verb may be done: the verb; the order's states and where it lands ("=" stays, "<" where
it was before); who does it and how they stand to the order; for verbs about a share its kind, states and where it lands.
Nothing here is taken from the table that is tested.
"""

from dataclasses import dataclass

NEW = "new"
INVOLVED = "operator shift_lead dispatcher reviewer unit_clerk unit_leader supervisor callback quality assessor duty_chief"
UNIT = "unit_clerk unit_leader"
DESK = "operator shift_lead dispatcher duty_chief"
SENDER = "dispatcher duty_chief"
PARTS = "pending_sign return_requested handling"
HELD = "pending_sign return_requested handling conference suspended pending_approval"
OUT = HELD + " pending_review pending_callback"
END = "closed direct_answered transferred guided invalid merged withdrawn"
ALL = "draft pending_dispatch " + OUT + " " + END + " archived"

LINES = f"""
save_draft           | {NEW} > draft                                   | operator shift_lead duty_chief collector at centre
register             | {NEW} draft > pending_dispatch                  | operator shift_lead duty_chief collector at centre
amend                | draft pending_dispatch {OUT} > =                | {DESK} at centre
annotate             | {ALL} > =                                       | {INVOLVED} at involved
attach               | draft pending_dispatch {OUT} {END} > =          | {INVOLVED} at involved
answer_directly      | draft pending_dispatch > direct_answered        | {DESK} at centre
transfer             | draft pending_dispatch > transferred            | {DESK} at centre
guide                | draft pending_dispatch > guided                 | {DESK} at centre
guide                | conference > guided                             | {SENDER} at centre
invalidate           | draft pending_dispatch > invalid                | shift_lead {SENDER} at centre
merge                | draft pending_dispatch > merged                 | shift_lead {SENDER} at centre
withdraw             | pending_dispatch {HELD} > withdrawn             | shift_lead {SENDER} at centre
dispatch             | pending_dispatch > pending_sign                 | {SENDER} at centre
redispatch           | pending_sign handling pending_approval > pending_sign | {SENDER} at centre
convene              | pending_dispatch return_requested > conference  | {SENDER} at centre
assign_lead          | conference > pending_sign                       | {SENDER} at centre
sign                 | pending_sign > handling                         | {UNIT} at holder | lead pending_sign > handling
sign                 | {PARTS} > =                                     | {UNIT} at holder | assist pending_sign > handling
sign                 | {PARTS} > =                                     | {UNIT} at holder | child pending_sign > handling
delegate             | handling > =                                    | {UNIT} at holder | lead handling > =
delegate             | handling > =                                    | {UNIT} at holder | assist handling > =
delegate             | handling > =                                    | {UNIT} at holder | child handling > =
withdraw_share       | {PARTS} > =                                     | {SENDER} at centre | assist pending_sign handling replied > withdrawn
withdraw_share       | {PARTS} > =                                     | {UNIT} at parent | child pending_sign handling replied > withdrawn
request_return       | pending_sign handling > return_requested        | {UNIT} at holder | lead pending_sign handling > return_requested
request_return       | {PARTS} > =                                     | {UNIT} at holder | assist pending_sign handling > return_requested
request_return       | {PARTS} > =                                     | {UNIT} at holder | child pending_sign handling > return_requested
approve_return       | return_requested > pending_dispatch             | {SENDER} at centre | lead return_requested > returned
approve_return       | {PARTS} > =                                     | {SENDER} at centre | assist return_requested > returned
approve_return       | {PARTS} > =                                     | {UNIT} at parent | child return_requested > returned
refuse_return        | return_requested > <                            | {SENDER} at centre | lead return_requested > <
refuse_return        | {PARTS} > =                                     | {SENDER} at centre | assist return_requested > <
refuse_return        | {PARTS} > =                                     | {UNIT} at parent | child return_requested > <
object               | pending_sign handling > conference              | {UNIT} at holder | lead pending_sign handling > =
contact              | handling > =                                    | {UNIT} at holder | lead handling > =
contact              | {PARTS} > =                                     | {UNIT} at holder | assist handling > =
contact              | {PARTS} > =                                     | {UNIT} at holder | child handling > =
reply                | handling > pending_approval                     | {UNIT} at holder | lead handling > replied
reply                | {PARTS} > =                                     | {UNIT} at holder | assist handling > replied
reply                | {PARTS} > =                                     | {UNIT} at holder | child handling > replied
collect              | {PARTS} > =                                     | {UNIT} at lead | assist replied > accepted
collect              | {PARTS} > =                                     | {UNIT} at parent | child replied > accepted
approve_reply        | pending_approval > pending_review               | unit_leader at holder | lead replied > =
reject_reply         | pending_approval > handling                     | unit_leader at holder | lead replied > handling
review               | pending_review > pending_callback               | reviewer duty_chief at centre | lead replied > accepted
send_back            | pending_review > handling                       | reviewer duty_chief at centre | lead replied > handling
send_back            | {PARTS} > =                                     | {UNIT} at lead | assist replied > handling
send_back            | {PARTS} > =                                     | {UNIT} at parent | child replied > handling
send_back            | handling > =                                    | {UNIT} at lead | assist accepted > handling
send_back            | handling > =                                    | {UNIT} at parent | child accepted > handling
apply_extension      | handling > =                                    | {UNIT} at holder | lead handling > =
approve_extension    | handling > =                                    | duty_chief at centre
refuse_extension     | handling > =                                    | duty_chief at centre
apply_suspension     | handling > =                                    | {UNIT} at holder | lead handling > =
approve_suspension   | handling > suspended                            | duty_chief at centre
refuse_suspension    | handling > =                                    | duty_chief at centre
review_suspension    | suspended > =                                   | duty_chief at centre
resume               | suspended > handling                            | duty_chief at centre
resume               | suspended > handling                            | {UNIT} at holder | lead handling > =
apply_final_answer   | handling pending_callback > =                   | {UNIT} at holder | lead handling accepted > =
approve_final_answer | handling pending_callback > closed              | duty_chief at centre | lead handling accepted > accepted
refuse_final_answer  | handling pending_callback > =                   | duty_chief at centre
apply_exclusion      | {OUT} closed > =                                | {UNIT} at holder | lead pending_sign handling return_requested replied accepted > =
approve_exclusion    | {OUT} closed > =                                | assessor duty_chief at centre
refuse_exclusion     | {OUT} closed > =                                | assessor duty_chief at centre
record_callback      | pending_callback direct_answered > =            | callback at centre
rework               | pending_callback > handling                     | callback at centre | lead accepted > handling
close                | pending_callback > closed                       | callback at centre
archive              | {END} > archived                                | callback shift_lead duty_chief at centre
reopen               | {END} archived > pending_dispatch               | duty_chief at centre
"""


@dataclass(frozen=True)
class Way:
    """One line."""

    verb: str
    sources: frozenset[str]
    lands: str
    roles: frozenset[str]
    standing: str
    kind: str | None = None
    share_sources: frozenset[str] = frozenset()
    share_lands: str = "="


def _way(line: str) -> Way:
    verb, moves, people, *share = (cell.strip() for cell in line.split(" | "))
    sources, lands = moves.split(" > ")
    roles, standing = people.split(" at ")
    way = Way(verb, frozenset(sources.split()), lands, frozenset(roles.split()), standing)
    if not share:
        return way
    before, after = share[0].split(" > ")
    kind, *states = before.split()
    return Way(**{**way.__dict__, "kind": kind, "share_sources": frozenset(states), "share_lands": after})


WAYS = tuple(_way(line) for line in LINES.strip().splitlines())
STATES = tuple(ALL.split())
VERBS = tuple(dict.fromkeys(way.verb for way in WAYS))


@dataclass(frozen=True)
class Part:
    """A share as the walk makes it."""

    pk: int
    unit_id: int
    kind: str
    state: str
    parent_id: int | None = None
    unit_path: str = ""
    is_current: bool = True


def expected(verb: str, state: str, shares: tuple[Part, ...], *, role: str, unit: int) -> tuple:
    """What a person in ``role`` at ``unit`` (0 for the centre) should hear: ("done", lands, share, its landing) or why not."""
    ways = [way for way in WAYS if way.verb == verb and state in way.sources]
    if not ways:
        return ("wrong_state",)
    ways = [way for way in ways if role in way.roles]
    if not ways:
        return ("not_allowed",)
    fits = [(way, part) for way in ways for part in _parts(way, shares)]
    if not fits:
        return ("wrong_state",)
    mine = [(way, part) for way, part in fits if stands(way.standing, part, shares, unit=unit)]
    if not mine:
        return ("not_yours",)
    if len({part.pk if part else 0 for _, part in mine}) > 1:
        return ("no_such_share",)
    way, part = mine[0]
    return ("done", way.lands, part.pk if part else None, way.share_lands)


def _parts(way: Way, shares: tuple[Part, ...]) -> list[Part | None]:
    if way.kind is None:
        return [None]
    return [part for part in shares if part.kind == way.kind and part.state in way.share_sources]


def stands(standing: str, part: Part | None, shares: tuple[Part, ...], *, unit: int) -> bool:
    """Whether somebody at ``unit`` stands so towards an order with these shares."""
    holders = {
        "centre": {0},
        "holder": {part.unit_id} if part else set(),
        "parent": {other.unit_id for other in shares if part and other.pk == part.parent_id},
        "lead": {other.unit_id for other in shares if other.kind == "lead"},
        "involved": {0, *(other.unit_id for other in shares)},
    }
    return unit in holders[standing]
