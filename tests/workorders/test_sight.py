"""Who may know of an order: the lists and the check of one order give the same answer."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiesu.accounts.permissions import Permission
from jiesu.accounts.roles import Role
from jiesu.core.errors import Refusal
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders import actions, choosing, selectors, stories
from jiesu.workorders.models import Assignment, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.cast import order
from tests.workorders.doing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(stage):
    """Orders of every kind: not dispatched, held, taken away, delegated; each also confidential."""
    return {
        f"{name}{kind}": number
        for name, confidential in (("", False), ("secret ", True))
        for kind, number in _four(stage, confidential).items()
    }


def _four(stage, confidential):
    new, held, taken, below = (stage.register(is_confidential=confidential) for _ in range(4))
    actions.dispatch_order(held, lead=stage.water.pk, assists=[stage.county.pk], by=stage.dispatcher)
    actions.dispatch_order(taken, lead=stage.water.pk, by=stage.dispatcher)
    actions.redispatch_order(taken, lead=stage.power.pk, reason="派错", by=stage.dispatcher)
    actions.dispatch_order(below, lead=stage.water.pk, by=stage.dispatcher)
    actions.sign_assignment(below, by=stage.water_clerk)
    actions.delegate_assignment(below, units=[stage.repair.pk], by=stage.water_clerk)
    return {"new": new, "held": held, "taken": taken, "below": below}


def names(orders, by):
    seen = set(WorkOrder.objects.visible_to(by).values_list("number", flat=True))
    return {name for name, number in orders.items() if number in seen}


PLAIN = {"new", "held", "taken", "below"}
EVERYTHING = PLAIN | {f"secret {name}" for name in PLAIN}


def test_the_centre_sees_all_but_what_is_confidential(stage, orders):
    assert names(orders, stage.dispatcher) == names(orders, stage.supervisor) == EVERYTHING
    assert names(orders, stage.assessor) == PLAIN
    assert names(orders, SYSTEM) == EVERYTHING


def test_who_registered_an_order_sees_it_even_if_it_is_confidential(stage, orders):
    assert names(orders, stage.operator) == EVERYTHING
    assert names(orders, stage.shift_lead) == PLAIN


def test_a_unit_sees_what_it_holds_and_what_it_held_unless_that_was_confidential(stage, orders):
    assert names(orders, stage.water_clerk) == {"held", "taken", "below", "secret held", "secret below"}
    assert names(orders, stage.power_clerk) == {"taken", "secret taken"}
    assert names(orders, stage.district) == {"held", "secret held"}


def test_a_unit_sees_what_units_below_it_hold_and_not_what_those_above_hold(stage, orders):
    assert names(orders, stage.station) == {"below", "secret below"}
    assert names(orders, stage.crew_clerk) == set()
    assert names(orders, stage.town_clerk) == set()


def test_a_post_at_the_centre_gives_no_sight_of_units_by_itself(stage, orders):
    for role in (Role.KNOWLEDGE_EDITOR, Role.COLLECTOR, Role.ADMINISTRATOR):
        assert names(orders, stage.at(stage.centre, role)) == set()


def people(stage):
    """All roles at all sorts of units, some who registered, and some with odd sets of permissions."""
    units = [stage.centre, stage.county, stage.town, stage.water, stage.repair, stage.crew, stage.power]
    yield from (stage.at(unit, role) for unit, role in itertools.product(units, Role))
    yield from (stage.operator, stage.shift_lead, stage.water_clerk, SYSTEM)
    for permissions in itertools.chain.from_iterable(
        itertools.combinations(
            (
                Permission.VIEW_ORDERS,
                Permission.VIEW_ALL_ORDERS,
                Permission.VIEW_CONFIDENTIAL,
                Permission.REGISTER_ORDER,
            ),
            n,
        )
        for n in range(5)
    ):
        for unit in (stage.water, stage.centre):
            yield Actor(
                user_id=stage.operator.user_id, name="某人", permissions=frozenset(permissions),
                unit_ids=frozenset({unit.pk}), unit_paths=(unit.path,), is_centre=unit is stage.centre,
            )  # fmt: skip
    yield Actor(user_id=5, name="无岗位")
    yield Actor(user_id=5, name="两处岗位", permissions=frozenset({Permission.VIEW_ORDERS}),
                unit_ids=frozenset({stage.repair.pk, stage.county.pk}),
                unit_paths=(stage.repair.path, stage.county.path))  # fmt: skip


def test_the_lists_and_the_check_of_one_order_agree_for_everybody(stage, orders):
    rows = [(row, list(Assignment.objects.filter(order=row))) for row in WorkOrder.objects.all()]
    for by in people(stage):
        listed = set(WorkOrder.objects.visible_to(by).values_list("pk", flat=True))
        assert listed == {row.pk for row, shares in rows if choosing.may_see(row, shares, by=by)}, by


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_lists_and_the_check_agree_for_random_people(stage, orders, data):
    units = [stage.county, stage.town, stage.water, stage.repair, stage.crew, stage.power]
    chosen = data.draw(
        st.lists(st.sampled_from([stage.centre, *units]), max_size=3, unique_by=lambda unit: unit.pk)
    )
    by = Actor(
        user_id=data.draw(st.sampled_from([1, stage.operator.user_id, stage.shift_lead.user_id])),
        name="某人",
        permissions=frozenset(data.draw(st.sets(st.sampled_from(Permission)))),
        unit_ids=frozenset(unit.pk for unit in chosen),
        unit_paths=tuple(unit.path for unit in chosen),
        is_centre=stage.centre in chosen,
    )
    listed = set(WorkOrder.objects.visible_to(by).values_list("number", flat=True))
    for number in orders.values():
        row = order(number)
        assert (number in listed) == choosing.may_see(row, Assignment.objects.filter(order=row), by=by)


def test_what_one_may_not_know_of_is_not_found_by_any_door(stage, orders):
    secret = orders["secret taken"]
    before = everything()
    for look in (
        lambda: selectors.get_order(secret, for_user=stage.water_clerk),
        lambda: actions.annotate_order(secret, note="看看", by=stage.water_clerk),
        lambda: actions.disclose_citizen(secret, by=stage.water_clerk, reason="看看"),
        lambda: actions.open_attachment(secret, 1, by=stage.water_clerk),
    ):
        with pytest.raises(Refusal) as refusal:
            look()
        assert refusal.value.code == "not_found"
    assert selectors.allowed_actions(order(secret), for_user=stage.water_clerk) == []
    assert everything() == before


def test_a_disclosure_is_written_down_with_its_reason(stage, orders):
    person = actions.disclose_citizen(orders["held"], by=stage.water_clerk, reason="上门前联系")
    assert (person.name, person.phone) == ("王建国", "13851234567")
    entry = AuditEntry.objects.get(action="disclose_citizen")
    assert (entry.subject, entry.actor_id, entry.reason) == (
        orders["held"],
        stage.water_clerk.user_id,
        "上门前联系",
    )
    assert entry.data == {"citizen": person.pk}


def test_disclosures_that_are_refused(stage, orders):
    anonymous = stage.register(citizen=None)
    before = everything()
    for number, by, reason, code in (
        (orders["held"], stage.water_clerk, "  ", "missing"),
        (orders["held"], stage.operator, "好奇", "not_allowed"),
        (orders["held"], stage.dispatcher, "好奇", "not_allowed"),
        (orders["secret held"], stage.water_clerk, "上门前联系", "not_allowed"),
        (orders["held"], stage.power_clerk, "上门前联系", "not_found"),
        (anonymous, stage.supervisor, "督办", "not_found"),
        ("1", stage.supervisor, "督办", "not_found"),
    ):
        with pytest.raises(Refusal) as refusal:
            actions.disclose_citizen(number, by=by, reason=reason)
        assert (by.name, refusal.value.code) == (by.name, code)
    assert everything() == before


def test_a_unit_is_shown_the_person_only_while_it_or_one_below_it_holds_a_share(stage, orders):
    for number in (orders["held"], orders["below"]):
        actions.disclose_citizen(number, by=stage.water_clerk, reason="上门前联系")
    actions.disclose_citizen(orders["taken"], by=stage.power_clerk, reason="上门前联系")
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.disclose_citizen(orders["taken"], by=stage.water_clerk, reason="顺便问问")
    assert refusal.value.code == "not_allowed"
    assert everything() == before


def test_who_may_see_confidential_orders_may_see_the_person_and_it_is_written_down(stage, orders):
    actions.disclose_citizen(orders["secret held"], by=stage.supervisor, reason="督办")
    assert AuditEntry.objects.filter(action="disclose_citizen").count() == 1


def test_units_are_not_shown_the_person_behind_a_confidential_order(stage, orders):
    secret, plain = order(orders["secret held"]), order(orders["held"])
    assert selectors.citizen_of(secret, for_user=stage.water_clerk) is None
    assert selectors.citizen_of(plain, for_user=stage.water_clerk).masked_phone == "138****4567"
    assert selectors.citizen_of(secret, for_user=stage.supervisor).masked_name == "王**"


def test_a_moved_unit_takes_its_shares_along(stage, orders, run_jobs):
    from jiesu.organisations.actions import move_unit

    moved = move_unit(stage.repair, to=stage.county, by=SYSTEM)
    run_jobs()
    assert Assignment.objects.get(order__number=orders["below"], unit=stage.repair).unit_path == moved.path
    assert "below" in names(orders, stage.district)


def test_lines_that_are_the_centres_own_are_not_for_units_nor_citizens(stage, orders):
    number = orders["held"]
    for visibility in ("internal", "unit", "public"):
        actions.annotate_order(
            number, note=visibility, visibility=selectors.Visibility(visibility), by=stage.dispatcher
        )

    def notes(by):
        lines = selectors.timeline_of(order(number), for_user=by)
        return [line.note for line in lines if line.verb == "annotate"]

    assert notes(stage.dispatcher) == ["internal", "unit", "public"]
    assert notes(stage.water_clerk) == ["unit", "public"]
    assert notes(None) == ["public"]


@pytest.mark.parametrize("visibility", ["public", "internal"])
def test_a_unit_writes_neither_to_citizens_nor_behind_its_own_back(stage, orders, visibility):
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.annotate_order(
            orders["held"], note="您好", visibility=selectors.Visibility(visibility), by=stage.water_clerk
        )
    assert refusal.value.code == "not_for_citizens"
    assert everything() == before


def test_the_citizen_of_a_merged_order_does_not_read_the_answer_of_a_confidential_one(stage):
    secret = stage.register(is_confidential=True)
    told = Registration(content="同一件事", citizen=CitizenDetails(name="李秀英", phone="13800000000"))
    receipt = actions.register_order(told, by=stage.operator)
    actions.merge_order(receipt.number, into=secret, by=stage.dispatcher)
    actions.answer_directly(secret, answer="内情", by=stage.dispatcher)
    assert selectors.citizens_story(receipt.number, receipt.query_code).answer == ""


def test_the_citizen_of_a_merged_order_reads_the_answer_of_the_order_at_the_end(stage):
    first = actions.register_order(Registration(content="同一件事"), by=stage.operator)
    second, third = stage.register(), stage.register()
    actions.merge_order(first.number, into=second, by=stage.dispatcher)
    actions.merge_order(second, into=third, by=stage.dispatcher)
    actions.answer_directly(third, answer="水已恢复。", by=stage.dispatcher)
    assert selectors.citizens_story(first.number, first.query_code).answer == "水已恢复。"


def test_the_citizen_of_a_merged_order_is_told_where_the_matter_belongs(stage):
    first, second, secret = stage.register(), stage.register(), stage.register(is_confidential=True)
    hidden = stage.register()
    actions.merge_order(first, into=second, by=stage.dispatcher)
    actions.merge_order(hidden, into=secret, by=stage.dispatcher)
    for main in (second, secret):
        actions.guide_order(main, reason_code="guide_litigation", by=stage.dispatcher)
    assert stories.own_story(first).guidance == stories.own_story(second).guidance != ""
    assert stories.own_story(hidden).guidance == ""
