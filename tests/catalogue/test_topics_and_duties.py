"""Trees of topics and duty catalogues, against the real database."""

import pytest

from jiesu.catalogue import actions, selectors
from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.models import DutyEntry, DutyVersion, TopicVersion
from jiesu.catalogue.tables import DutyRow, TopicRow
from jiesu.core.errors import InvalidInput
from jiesu.organisations import actions as organisations
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db

TREE = [
    TopicRow(level1="市政设施", level2="井盖设施", level3="井盖缺失"),
    TopicRow(level1="市政设施", level2="井盖设施", level3="井盖异响"),
    TopicRow(level1="市政设施", level2="供水", level3="停水"),
    TopicRow(level1="环境保护", level2="噪声污染"),
]


@pytest.fixture
def topics(db, configurer):
    return actions.import_topics(TREE, by=configurer)


def duties(configurer, *rows):
    return actions.import_duties(rows, by=configurer)


def lead_for(topic, area=""):
    advice = selectors.duty_for(topic, area)
    return advice and advice.lead_unit_id


def test_rows_become_a_tree_with_codes(topics):
    assert selectors.topics_of(topics.pk).keys() == {
        "01", "0101", "010101", "010102", "0102", "010201", "02", "0201",
    }  # fmt: skip
    node = selectors.topic_by_code("010102")
    assert (node.name, node.level, node.parent_code) == ("井盖异响", 3, "0101")
    assert node.full_name == "市政设施/井盖设施/井盖异响"
    assert topics.topics.get(code="010102").parent.parent.name == "市政设施"
    assert selectors.topic_by_code("09") is None


def test_before_the_first_import_there_are_no_topics():
    assert selectors.topic_by_code("01") is None
    assert dict(selectors.topics_of()) == {}


def test_topics_are_read_from_memory(topics, django_assert_num_queries):
    selectors.topics_of(topics.pk)
    with django_assert_num_queries(0):
        assert selectors.topic_by_code("0101", topics.pk)
    with django_assert_num_queries(1):
        assert selectors.topic_by_code("0101")


def test_a_new_tree_keeps_codes_and_the_old_version_stays(topics, configurer):
    second = actions.import_topics(
        [TREE[3], TREE[1], TopicRow(level1="市政设施", level2="路灯")], by=configurer
    )
    assert second.version == 2
    assert {code: node.name for code, node in selectors.topics_of().items()} == {
        "01": "市政设施",
        "0101": "井盖设施",
        "010102": "井盖异响",
        "0103": "路灯",
        "02": "环境保护",
        "0201": "噪声污染",
    }
    assert selectors.topic_by_code("010101", topics.pk).name == "井盖缺失"
    third = actions.import_topics(TREE, by=configurer)
    assert selectors.topics_of(third.pk) == selectors.topics_of(topics.pk)


def test_the_same_tree_again_is_the_same_version(topics, configurer):
    assert actions.import_topics(TREE, by=configurer).pk == topics.pk
    assert TopicVersion.objects.count() == 1


def test_bad_topic_rows_are_all_named_and_nothing_is_imported(topics, configurer):
    rows = [TopicRow(level1="教育", line=2), TopicRow(level1="", line=3), TopicRow(level1="教育", line=4)]
    with pytest.raises(BadRows) as refusal:
        actions.import_topics(rows, by=configurer)
    assert [error.line for error in refusal.value.rows] == [3, 4]
    assert TopicVersion.objects.get() == topics


def test_an_empty_table_is_refused(topics, configurer):
    for attempt in (actions.import_topics, actions.import_duties):
        with pytest.raises(InvalidInput):
            attempt([], by=configurer)
    assert TopicVersion.objects.get().is_current
    assert not DutyVersion.objects.exists()


def test_the_most_specific_topic_wins_then_the_most_specific_area(topics, units, configurer):
    chengguan, shuiwu = units["chengguan"].pk, units["shuiwu"].pk
    gongdian, lianhu = units["gongdian"].pk, units["lianhu"].pk
    duties(
        configurer,
        DutyRow(topic="01", lead="gongdian"),
        DutyRow(topic="01", area_code="990102", lead="lianhu"),
        DutyRow(
            topic="市政设施/井盖设施", lead="市城管局", assists=("gongdian", "shuiwu"), legal_basis="《条例》"
        ),
        DutyRow(topic="010101", area_code="990100", lead="云泽市水务局"),
        DutyRow(area_code="990102", lead="lianhu"),
    )
    assert lead_for("010101", "990102001") == shuiwu  # the whole city's line is about this very topic
    assert lead_for("010102", "990102001") == chengguan
    assert lead_for("010201", "990102001002") == lianhu
    assert lead_for("010201", "990103") == gongdian
    assert lead_for("010201") == gongdian
    assert lead_for("010101", "880100") == chengguan
    assert lead_for("0201", "990102") == lianhu  # what no line is about falls to the district
    assert lead_for("", "990102") == lianhu
    assert lead_for("0201", "990103") is None
    assert lead_for("", "") is None
    advice = selectors.duty_for("010102", "990102")
    assert advice.assist_unit_ids == (gongdian, shuiwu)
    assert (advice.legal_basis, advice.topic_code, advice.area_code) == ("《条例》", "0101", "")


def test_a_duty_is_one_query(topics, units, configurer, django_assert_num_queries):
    duties(configurer, DutyRow(topic="01", lead="chengguan", assists=("shuiwu", "gongdian")))
    with django_assert_num_queries(1):
        advice = selectors.duty_for("010101", "990102001")
    assert advice.assist_unit_ids == (units["gongdian"].pk, units["shuiwu"].pk)


def test_only_the_duties_in_force_count(topics, units, configurer):
    duties(configurer, DutyRow(topic="01", lead="chengguan"), DutyRow(topic="02", lead="lianhu"))
    duties(configurer, DutyRow(topic="01", lead="shuiwu"))
    assert lead_for("0101") == units["shuiwu"].pk
    assert lead_for("0201") is None


def test_the_same_duties_again_are_the_same_version(topics, units, configurer):
    row = DutyRow(topic="01", lead="chengguan", assists=("shuiwu",))
    first = duties(configurer, row)
    assert (
        duties(configurer, DutyRow(topic="市政设施", lead="市城管局", assists=("市水务局",))).pk == first.pk
    )
    assert DutyEntry.objects.count() == 1


def test_duties_can_be_fetched_and_imported_again(topics, units, configurer):
    rows = [
        DutyRow(
            topic="01", area_code="990102", lead="lianhu", assists=("gongdian", "shuiwu"), legal_basis="法"
        ),
        DutyRow(topic="0101", lead="chengguan"),
    ]
    version = duties(configurer, *rows)
    assert selectors.duties_of(version.pk) == rows
    assert duties(configurer, *selectors.duties_of(version.pk)).pk == version.pk


def test_bad_duty_rows_are_all_named_and_nothing_is_imported(topics, units, configurer):
    organisations.deactivate_unit(units["gongdian"], by=SYSTEM)
    organisations.create_unit("second", parent=units["centre"], by=SYSTEM, name="莲湖区", kind="county")
    rows = [
        DutyRow(topic="01", lead="chengguan", line=2),
        DutyRow(topic="0999", lead="chengguan", line=3),
        DutyRow(topic="没有/这个", lead="chengguan", line=4),
        DutyRow(topic="02", lead="nobody\0", line=5),
        DutyRow(topic="0201", lead="gongdian", line=6),
        DutyRow(topic="0102", lead="莲湖区", line=7),
        DutyRow(topic="市政设施", lead="shuiwu", line=8),
        DutyRow(topic="0101", lead="chengguan", assists=("市城管局",), line=9),
        DutyRow(topic="010101", lead="", line=10),
        DutyRow(topic="010102", area_code="990100", lead="shuiwu", line=11),
        DutyRow(topic="010102", area_code="9901", lead="shuiwu", line=12),
    ]
    with pytest.raises(BadRows) as refusal:
        duties(configurer, *rows)
    assert [(error.line, error.field, error.zh) for error in refusal.value.rows] == [
        (3, "topic", "没有事项“0999”。"),
        (4, "topic", "没有事项“没有/这个”。"),
        (5, "lead", "没有在用的单位“nobody\0”。"),
        (6, "lead", "没有在用的单位“gongdian”。"),
        (7, "lead", "单位“莲湖区”不唯一，请用代码。"),
        (8, "topic", "与第2行重复。"),
        (9, "assists", "单位重复。"),
        (10, "lead", "缺少主办单位。"),
        (12, "topic", "与第11行重复。"),
    ]
    assert not DutyVersion.objects.exists()
