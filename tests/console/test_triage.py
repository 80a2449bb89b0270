"""The pages of triage: hot issues, rules, models, what goes alone, quality; who may see and change."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiesu.core import clock
from jiesu.triage import actions, selectors
from jiesu.triage.models import (
    AutomaticTopic,
    ModelVersion,
    PairJudgement,
    RoutingRule,
    Suggestion,
    Switches,
)
from jiesu.triage.selectors import forget_readers
from jiesu.triage.states import ModelState
from jiesu.workorders.models import WorkOrder
from tests.console.configuring import body_of
from tests.console.test_workbench import QUERIES, signed_in, text_of
from tests.console.triage_cast import issue_of, told, version
from tests.triage.doing import ADMIN

T = "/console/triage/"


@pytest.fixture(autouse=True)
def _fresh():
    forget_readers()
    yield
    forget_readers()


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= QUERIES, [query["sql"] for query in queries]


def test_hot_issues_are_told_with_place_people_and_growth_to_those_who_see_all_orders(city):
    numbers = told(city, "13811110001", "13811110002", "13811110003")
    row = issue_of(numbers)
    client = signed_in(city, "dispatcher")
    page = text_of(client.get(T))
    for words in ("三号楼车库漏水", "湖滨花园小区", "12.5", "前 7 天 0", "<rect"):
        assert words in page
    page = text_of(client.get(f"{T}issues/{row.pk}/"))
    for number in numbers:
        assert f"/console/orders/{number}/" in page
    assert "并入主单，一并答复" in page
    for who in ("water_clerk", "administrator"):
        assert signed_in(city, who).get(T).status_code == 403
        assert signed_in(city, who).get(f"{T}issues/{row.pk}/").status_code == 403
    assert client.get(f"{T}issues/999999/").status_code == 404


def test_the_list_is_narrowed_and_says_when_it_is_empty(city):
    client = signed_in(city, "dispatcher")
    assert "现在没有热点" in text_of(client.get(T))
    issue_of(told(city, "13811110001", "13811110002"), topic_code="0101", area_code="990100")
    for asked, seen in (
        ("words=车库", True),
        ("words=路灯", False),
        ("topic_code=02", False),
        ("within_days=7", True),
    ):
        assert ("三号楼车库漏水" in text_of(client.get(f"{T}?{asked}"))) is seen
    page = text_of(client.get(f"{T}?area_code=x"))
    assert "筛选条件有误" in page


def test_confidential_orders_of_an_issue_are_counted_and_not_shown(city):
    numbers = told(city, "13811110001", "13811110002")
    (hidden,) = told(city, "13811110003", is_confidential=True, is_public=False)
    row = issue_of([*numbers, hidden])
    page = text_of(signed_in(city, "dispatcher").get(f"{T}issues/{row.pk}/"))
    assert hidden not in page
    assert "另有 1 件保密工单" in page


def test_the_issues_and_their_orders_come_as_files_for_those_who_may_export(city):
    row = issue_of(told(city, "13811110001", "13811110002"))
    client = signed_in(city, "duty_chief")
    sheet = load_workbook(io.BytesIO(body_of(client.get(f"{T}issues.xlsx")))).active
    assert [cell.value for cell in sheet[2]][:3] == [12.5, "三号楼车库漏水", "湖滨花园小区"]
    sheet = load_workbook(io.BytesIO(body_of(client.get(f"{T}issues/{row.pk}/orders.xlsx")))).active
    assert sheet.max_row == 3
    for address in (f"{T}issues.xlsx", f"{T}issues/{row.pk}/orders.xlsx"):
        assert signed_in(city, "dispatcher").get(address).status_code == 403


def test_an_issue_is_made_one_order_with_one_answer_to_all(city, run_jobs):
    main, *others = told(city, "13811110001", "13811110002", "13811110003")
    gone = city.at("pending_sign")
    row = issue_of([main, *others, gone])
    client = signed_in(city, "dispatcher")
    response = client.post(
        f"{T}issues/{row.pk}/merge/", {"main": main, "number": [*others, gone, main]}, follow=True
    )
    page = text_of(response)
    assert "已并入 2 件。" in page
    assert gone in page  # told with the reason why it could not
    assert "3 位诉求人得到同一个答复" in page
    assert {WorkOrder.objects.get(number=one).merged_into.number for one in others} == {main}
    assert WorkOrder.objects.get(number=gone).state == "pending_sign"
    city.dispatcher.do(main, "answer_directly", answer="车库已抽水，防水正在修。")
    page = text_of(client.get(f"{T}groups/{others[0]}/", follow=True))
    assert "车库已抽水，防水正在修。" in page
    run_jobs()
    assert PairJudgement.objects.filter(is_same=True).count() == 2


def test_nothing_is_merged_by_those_who_may_not_or_without_a_choice(city):
    main, other = told(city, "13811110001", "13811110002")
    row = issue_of([main, other])
    page = signed_in(city, "operator").post(
        f"{T}issues/{row.pk}/merge/", {"main": main, "number": other}, follow=True
    )
    assert "已并入" not in text_of(page)
    none = signed_in(city, "dispatcher").post(f"{T}issues/{row.pk}/merge/", {"main": main})
    assert none.status_code == 422
    assert "请选择" in text_of(none)
    assert WorkOrder.objects.get(number=other).state == "pending_dispatch"


@pytest.mark.parametrize("name", ["", "rules/", "models/", "automatic/", "quality/", "rules/trial/"])
def test_the_pages_are_read_in_few_queries(furnished, name):
    for at in range(4):  # however many there are
        issue_of(told(furnished, f"1381111{at}001", f"1381111{at}002"), topic_code="0101", area_code="9901")
    actions.save_rule(
        actions.RuleText(name="桥", any_of=["大桥"], lead=furnished.units["county"].pk), by=ADMIN
    )
    counted(signed_in(furnished, "duty_chief"), T + name)


RULE = {"name": "大桥归区里", "any_of": "大桥、桥面", "lead": "county", "is_active": "on"}


def test_a_rule_is_written_read_back_in_words_and_moved(furnished):
    desk = signed_in(furnished, "administrator")
    assert (
        desk.post(
            f"{T}rules/new/", {**RULE, "natures": ["complaint"], "topic_code": "市政设施/供水"}
        ).status_code
        == 302
    )
    assert desk.post(f"{T}rules/new/", {**RULE, "name": "第二条", "any_of": "路灯"}).status_code == 302
    first, second = RoutingRule.objects.all()
    assert (first.any_of, first.natures, first.topic_code) == (["大桥", "桥面"], ["complaint"], "0101")
    page = text_of(desk.get(f"{T}rules/"))
    for words in ("提到“大桥”、“桥面”之一", "类型为投诉", "事项属于市政设施", "临江区", "● 生效"):
        assert words in page
    desk.post(f"{T}rules/{second.pk}/move/", {"up": "1"})
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["第二条", "大桥归区里"]
    desk.post(f"{T}rules/{second.pk}/", {**RULE, "name": "改了名", "any_of": "路灯"})
    assert RoutingRule.objects.get(pk=second.pk).name == "改了名"
    desk.post(f"{T}rules/{second.pk}/remove/")
    assert RoutingRule.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"any_of": ""}, "规则至少要有一个条件"),
        ({"lead": "没有这个单位"}, "没有启用的单位叫"),
        ({"topic_code": "没有/这类"}, "现行分类中没有事项"),
        ({"area_code": "临江"}, "区划代码只有数字"),
        ({"assists": "nobody"}, "没有启用的单位叫"),
    ],
)
def test_a_rule_that_cannot_work_comes_back_filled_in(furnished, wrong, beside):
    response = signed_in(furnished, "administrator").post(f"{T}rules/new/", {**RULE, **wrong})
    assert response.status_code == 422
    assert beside in text_of(response)
    assert "大桥归区里" in text_of(response)
    assert not RoutingRule.objects.exists()


def test_a_draft_is_tried_on_past_orders_before_it_is_kept(furnished):
    number = furnished.operator.register(content="大桥桥面开裂，车过去颠簸。")
    desk = signed_in(furnished, "duty_chief")
    assert desk.post(f"{T}rules/new/", {**RULE, "try": "1"}).status_code == 403
    page = text_of(signed_in(furnished, "administrator").post(f"{T}rules/new/", {**RULE, "try": "1"}))
    assert "正在写的" in page
    assert number in page
    assert not RoutingRule.objects.exists()


def test_failing_and_unreachable_rules_are_shown(furnished):
    from jiesu.organisations.models import Unit

    wide = actions.RuleText(name="水", any_of=["水"], lead=furnished.units["county"].pk)
    narrow = actions.RuleText(name="漏水", any_of=["漏水"], lead=furnished.units["water"].pk)
    closed = actions.RuleText(name="电", any_of=["电"], lead=furnished.units["parks"].pk)
    for rule in (wide, narrow, closed):
        actions.save_rule(rule, by=ADMIN)
    Unit.objects.filter(pk=furnished.units["parks"].pk).update(is_active=False)
    page = text_of(signed_in(furnished, "dispatcher").get(f"{T}rules/"))
    assert "■ 失效" in page
    assert "单位已停用" in page
    assert "▲ 轮不到" in page
    assert "“水”在它前面" in page
    assert "上移" not in page  # may look, not change
    page = text_of(signed_in(furnished, "dispatcher").get(f"{T}rules/trial/?days=7"))
    assert "轮不到：“水”在它前面" in page


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("rules/new/", RULE),
        ("automatic/", {"at-01": "90"}),
        ("automatic/switch/", {}),
        ("models/learn/", {"task": "topic"}),
        ("models/names/", {"task": "topic"}),
    ],
)
def test_only_who_configures_triage_changes_it(furnished, address, data):
    assert signed_in(furnished, "dispatcher").post(T + address, data).status_code == 403
    assert not RoutingRule.objects.exists()
    assert not AutomaticTopic.objects.exists()
    assert not Switches.objects.exists()
    assert not ModelVersion.objects.exists()


def test_confidences_are_set_topic_by_topic_and_what_would_have_come_of_them_is_told(furnished):
    desk = signed_in(furnished, "administrator")
    county = furnished.units["county"].pk
    for chance, unit in ((0.95, county), (0.95, furnished.units["water"].pk), (0.6, county)):
        number = furnished.operator.register(content="施工噪声", citizen=None)
        Suggestion.objects.create(
            order=WorkOrder.objects.get(number=number),
            at=clock.now(),
            topic_code="02",
            topic_chance=chance,
            unit_id=county,
            unit_chance=chance,
            chosen_topic="0201",
            chosen_unit_id=unit,
            settled_at=clock.now(),
        )
    assert desk.post(f"{T}automatic/", {"at-02": "90"}).status_code == 302
    assert AutomaticTopic.objects.get().threshold == 0.9
    page = text_of(desk.get(f"{T}automatic/"))
    assert "2 / 3" in page
    assert "1 / 2" in page
    assert desk.post(f"{T}automatic/", {"at-02": "40"}).status_code == 422
    assert (
        desk.post(f"{T}automatic/", {"at-02": "90", "topic_code": "1", "threshold": "80"}).status_code == 422
    )
    assert AutomaticTopic.objects.count() == 1
    assert (
        desk.post(f"{T}automatic/", {"at-02": "", "topic_code": "0101", "threshold": "80"}).status_code == 302
    )
    assert dict(AutomaticTopic.objects.values_list("topic_code", "threshold")) == {"0101": 0.8}


def test_switched_off_the_pages_say_so_and_orders_flow_on(city):
    number = city.operator.register()
    desk = signed_in(city, "administrator")
    desk.post(f"{T}automatic/switch/", {})
    assert not selectors.is_on()
    assert "智能研判已关闭" in text_of(desk.get(f"{T}rules/"))
    client = signed_in(city, "dispatcher")
    for page in (T, f"{T}quality/", f"{T}orders/{number}/"):
        assert "智能研判已关闭" in text_of(client.get(page))
    told(city, "13811110001", "13811110002")
    assert actions.update_issues() == 0
    assert actions.note_new_orders().orders == 0
    for state in ("handling", "archived"):
        assert city.operator.story(city.at(state))["order"]["state"] == state
    desk.post(f"{T}automatic/switch/", {"is_on": "on"})
    assert selectors.is_on()
    assert actions.update_issues() == 5


def test_versions_stand_beside_each_other_with_their_figures(furnished):
    row = version(rival_figures={"macro_f1": 0.88, "classes": {"0101": {"f1": 0.7}}}, is_current=True)
    client = signed_in(furnished, "dispatcher")
    page = text_of(client.get(f"{T}models/"))
    for words in ("第 1 版", "91.0%", "原版本 88.0%", "96 / 24", "现行"):
        assert words in page
    assert "训练新版本" not in page
    page = text_of(client.get(f"{T}models/{row.pk}/"))
    assert "市政设施" in page
    assert "0.85" in page
    assert client.get(f"{T}models/999999/").status_code == 404


def test_training_runs_in_the_background_and_is_found_again(furnished):
    desk = signed_in(furnished, "administrator")
    assert desk.post(f"{T}models/learn/", {"task": "topic"}).status_code == 302
    row = ModelVersion.objects.get()
    ModelVersion.objects.update(progress="words: fold 2 of 3")
    page = text_of(desk.get(f"{T}models/"))
    assert "学习，第 2 轮，共 3 轮" in page
    assert 'hx-trigger="every 3s"' in page
    assert desk.post(f"{T}models/learn/", {"task": "topic"}).status_code == 409
    actions.run_learning(row.pk)
    page = text_of(desk.get(f"{T}models/"))
    assert "失败" in page  # too little history, and why
    assert "至少要60件" in page
    assert 'hx-trigger="every 3s"' not in page
    assert desk.post(f"{T}models/learn/", {"task": "nonsense"}).status_code == 404


def test_an_unusable_version_is_not_put_to_use(furnished):
    row = version(state=ModelState.READY.value, directory="nowhere")
    desk = signed_in(furnished, "administrator")
    assert desk.post(f"{T}models/{row.pk}/use/").status_code == 422
    assert not ModelVersion.objects.filter(is_current=True).exists()
    assert signed_in(furnished, "dispatcher").post(f"{T}models/{row.pk}/use/").status_code == 403


def test_quality_is_told_by_week_topic_unit_and_operator_and_as_files(furnished):
    county, water = (furnished.units[name].pk for name in ("county", "water"))
    for chosen, unit in (("0101", water), ("0201", county), ("0101", water)):
        number = furnished.operator.register(content="水管漏水", citizen=None)
        Suggestion.objects.create(
            order=WorkOrder.objects.get(number=number),
            at=clock.now(),
            topic_code="0101",
            topic_chance=0.85,
            unit_id=water,
            unit_chance=0.8,
            chosen_topic=chosen,
            chosen_unit_id=unit,
            settled_at=clock.now(),
        )
    client = signed_in(furnished, "dispatcher")
    page = text_of(client.get(f"{T}quality/"))
    for words in ("2 / 3", "1 / 3", "66.7%", "临江区", "<circle", "环境保护"):
        assert words in page
    page = text_of(client.get(f"{T}quality/?topic=02&level=1"))
    assert "0 / 1" in page
    for part in ("week", "topic", "unit", "operator", "belief", "confusion"):
        sheet = load_workbook(io.BytesIO(body_of(client.get(f"{T}quality.xlsx?part={part}")))).active
        assert sheet.max_row > 1, part
    assert client.get(f"{T}quality.xlsx?part=nonsense").status_code == 404
    assert client.get(f"{T}quality/?field=x&days=x&level=9&topic=%27").status_code == 200
    assert signed_in(furnished, "water_clerk").get(f"{T}quality/").status_code == 403


def test_in_english_no_sentence_of_ours_is_left_in_chinese(furnished):
    from jiesu.organisations.models import Unit

    parks = furnished.units["parks"].pk
    actions.save_rule(actions.RuleText(name="bridges", any_of=["bridge", "deck"], lead=parks), by=ADMIN)
    Unit.objects.filter(pk=parks).update(is_active=False, name="Parks")
    version(state="learning", progress="words: fold 2 of 3", figures={})
    client = signed_in(furnished, "dispatcher")
    english = {"Accept-Language": "en"}
    page = text_of(client.get(f"{T}rules/", headers=english))
    for words in ("mentions one of “bridge”, “deck”", "unit out of use: Parks", "1 rules do not work"):
        assert words in page
    assert "learning, round 2 of 3" in text_of(client.get(f"{T}models/", headers=english))
    first, second = told(furnished, "13811110001", "13811110002")
    page = text_of(client.get(f"{T}orders/{second}/", headers={**english, "HX-Request": "true"}))
    for words in (first, "alike", "within a day", "Another matter"):
        assert words in page
    assert "一天之内" not in page
