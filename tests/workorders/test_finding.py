"""Full-text search: who finds what by which words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.catalogue.natures import Nature
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions, finding, selectors
from jiesu.workorders.actions.indexing import reindex_orders
from jiesu.workorders.errors import UnknownReference
from jiesu.workorders.finding import look_alikes, matching, public_look_alikes
from jiesu.workorders.models import OrderText, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.selectors import OrderFilter
from tests.cast import CITIZEN


def found(words: str, by=SYSTEM, **narrowed) -> list[str]:
    page = selectors.list_orders(OrderFilter(words=words, **narrowed), for_user=by)
    return [order.number for order in page.items]


@pytest.mark.parametrize(
    "words",
    [
        "和平路",
        "和平",
        "平路",
        "水管",
        "爆",
        "和平路 水管",
        "水管 和平路",
        "和平路水管",
        '"门口水管爆了"',
        "８８号",
        "８８",
        "ｗｉｆｉ",
        "WiFi",
        "柳街",
        "街镇",
        "苏g12345",
        "苏Ｇ１２３",
        "12345",
    ],
)
def test_an_order_is_found_by_any_part_of_its_words_in_any_width_and_case(cast, words):
    number = cast.register(
        "和平路88号门口水管爆了，WIFI机房进水，车牌苏G12345。", title="柳街镇爆管", address="柳街镇"
    )
    cast.register("咨询公积金提取")

    assert found(words) == [number]


@pytest.mark.parametrize("words", ["路灯", "和平路 路灯", '"水管和平路"', "，。！？", "\x00", "'", "%", "�ͺ"])
def test_what_does_not_occur_is_not_found(cast, words):
    cast.register("和平路88号门口水管爆了")

    assert found(words) == []


def test_blank_words_narrow_nothing(cast):
    number = cast.register()

    assert found("  　") == [number]


def test_words_and_filters_narrow_together_and_the_newest_is_first(cast, held_clock):
    first = cast.register("和平路路灯不亮", nature=Nature.HELP)
    held_clock.move(timedelta(minutes=1))
    second = cast.register("和平路路灯太暗", nature=Nature.COMPLAINT)

    assert found("和平路 路灯") == [second, first]
    assert found("和平路 路灯", nature="help") == [first]


def test_pages_of_a_search_do_not_overlap(cast, held_clock):
    numbers = []
    for n in range(5):
        numbers.insert(0, cast.register(f"和平路路灯不亮{n}"))
        held_clock.move(timedelta(minutes=1))
    turned, cursor = [], None
    while True:
        page = selectors.list_orders(OrderFilter(words="路灯"), for_user=SYSTEM, cursor=cursor, size=2)
        turned += [order.number for order in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert turned == numbers


def test_units_find_only_their_own_and_never_what_is_confidential_and_was_taken_away(cast):
    mine = cast.register("和平路路灯不亮")
    cast.register("人民路路灯不亮")
    secret = cast.register("匿名举报路灯工程", is_confidential=True)
    for number in (mine, secret):
        actions.dispatch_order(number, lead=cast.water.pk, by=cast.duty_chief)

    assert sorted(found("路灯", by=cast.water_clerk)) == [mine, secret]
    assert found("路灯", by=cast.power_clerk) == []
    assert secret not in found("路灯", by=cast.dispatcher) or cast.dispatcher.may("view_confidential")
    actions.redispatch_order(secret, lead=cast.power.pk, reason="改派", by=cast.duty_chief)
    assert found("路灯", by=cast.water_clerk) == [mine]
    assert found("路灯", by=cast.power_clerk) == [secret]


def test_a_corrected_order_is_found_by_its_new_words_only(cast):
    number = cast.register("和平路路灯不亮", address="和平路")

    actions.amend_order(
        number, changes={"content": "人民路井盖破损", "title": "井盖", "address": ""}, by=cast.duty_chief
    )

    assert found("井盖") == [number]
    assert found("路灯") == []


def test_the_answer_can_be_found_from_when_it_is_given_until_it_is_taken_back(cast):
    number = cast.register("咨询公积金提取")
    assert found("线上办理") == []

    actions.answer_directly(number, answer="可在线上办理", by=cast.duty_chief)
    assert found("线上办理") == [number]

    actions.reopen_order(number, reason="答复有误", by=cast.duty_chief)
    assert found("线上办理") == []


def test_a_refused_registration_leaves_no_words(cast):
    with pytest.raises(UnknownReference):
        cast.register("和平路路灯不亮", topic_code="999999")

    assert not OrderText.objects.exists()


def test_indexing_a_batch_takes_one_statement(cast):
    appeals = [Registration(content=f"和平路路灯不亮{n}") for n in range(3)]

    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        actions.register_orders(appeals, by=cast.operator)

    assert len([sql for sql in statements if "workorders_ordertext" in str(sql)]) == 1
    assert len(found("路灯")) == 3


def test_orders_that_were_not_indexed_are_indexed_afterwards_and_only_they(cast):
    numbers = [cast.register(f"和平路路灯不亮{n}") for n in range(5)]
    WorkOrder.objects.get(number=numbers[0]).text.delete()
    OrderText.objects.filter(order__number=numbers[1]).update(scheme=0, terms="'旧'")
    told = []

    assert reindex_orders(progress=lambda done, total: told.append((done, total)), batch=1) == 2

    assert told == [(0, 2), (1, 2), (2, 2)]
    assert sorted(found("路灯")) == numbers
    assert reindex_orders(progress=lambda done, total: None) == 0


def test_an_interrupted_indexing_goes_on_where_it_stopped(cast):
    for n in range(3):
        cast.register(f"和平路路灯不亮{n}")
    OrderText.objects.all().delete()

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex_orders(progress=stop, batch=1)

    assert len(found("路灯")) == 1
    assert reindex_orders(progress=lambda done, total: None) == 2


def test_look_alikes_are_recent_alike_and_in_scope(cast, held_clock):
    cast.register("和平路88号路灯不亮已经三天", title="和平路路灯不亮")
    held_clock.move(timedelta(days=91))
    alike = cast.register("和平路路灯不亮，晚上看不见路", area_code="990101")
    cast.register("咨询公积金提取材料")
    cast.register("匿名反映和平路路灯工程偷工减料", is_confidential=True)

    told = look_alikes("市民反映和平路路灯不亮，希望尽快处理", for_user=cast.operator)
    assert alike in [one.number for one in told]
    assert told[0].number == alike
    assert told[0].closeness > 0.5
    assert told[0].state_label == "待派单"
    assert "路灯" in told[0].excerpt
    assert len(told) <= 2
    assert look_alikes("和平路路灯不亮", for_user=cast.water_clerk) == []
    assert look_alikes("和平路路灯不亮", for_user=cast.operator, area_code="990102")[:1] != told[:1]
    assert look_alikes("希望尽快处理", for_user=cast.operator) == []
    assert look_alikes("", for_user=cast.operator) == []


def test_orders_of_the_same_caller_come_first(cast):
    other = cast.register("和平路路灯不亮很久了", citizen=CitizenDetails(name="赵", phone="13900001111"))
    own = cast.register("和平路上路灯坏，井盖也坏", citizen=CITIZEN)

    told = look_alikes("和平路路灯不亮", for_user=cast.operator, phone="138 5123 4567")

    assert [(one.number, one.same_citizen) for one in told] == [(own, True), (other, False)]
    assert look_alikes("和平路路灯不亮", for_user=cast.operator, phone="不是电话")


def test_citizens_are_shown_only_answered_public_orders_and_nothing_personal(cast):
    numbers = {}
    for name, more in (
        ("shown", {}),
        ("private", {"is_public": False}),
        ("secret", {"is_confidential": True}),
        ("open", {}),
    ):
        numbers[name] = cast.register(
            "咨询和平路公积金提取，我的电话13851234567", title="公积金 13851234567", **more
        )
        if name != "open":
            actions.answer_directly(
                numbers[name],
                answer="和平路公积金大厅可提取，咨询请拨 0518-85551234，手机 13851234567。",
                by=cast.duty_chief,
            )

    told = public_look_alikes("和平路公积金怎么提取")

    assert [one.number for one in told] == [numbers["shown"]]
    assert "13851234567" not in repr(told)
    assert "公积金" in told[0].excerpt
    assert not told[0].same_citizen


@pytest.mark.parametrize("few", [0, 1, 300])
def test_few_and_many_are_found_alike_in_two_queries(cast, monkeypatch, few):
    monkeypatch.setattr(finding, "_FEW", few)
    numbers = {cast.register("和平路路灯不亮"), cast.register("人民路路灯不亮")}
    cast.register("公积金")

    with CaptureQueriesContext(connection) as queries:
        found = {order.number for order in matching(WorkOrder.objects.all(), "路灯")}

    assert found == numbers
    assert len(queries) == 2
