"""Packs and calendars as versions, against the real database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction

from jiesu.catalogue import actions, selectors
from jiesu.catalogue.calendar import Window, WorkingCalendar
from jiesu.catalogue.errors import NothingPublished
from jiesu.catalogue.models import (
    CalendarVersion,
    DutyEntry,
    PackVersion,
    ReasonCode,
    Topic,
)
from jiesu.catalogue.presets import PRESETS
from jiesu.catalogue.tables import DutyRow, TopicRow
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db

DEFAULT = PRESETS[0]
NINE_TO_FIVE = WorkingCalendar((Window(time(9), time(17)),))


@pytest.fixture
def presets():
    actions.install_presets(by=SYSTEM)


def test_before_anything_is_published_nothing_can_be_registered():
    with pytest.raises(NothingPublished):
        selectors.current_rules()


def test_installing_stores_every_pack_and_puts_the_default_in_force(presets):
    rules = selectors.current_rules()
    assert rules.pack == DEFAULT
    assert rules.calendar.windows == (Window(time(8, 30), time(12)), Window(time(14), time(17, 30)))
    assert rules.topic_version_id is None
    stored = {version.code: selectors.pack_of(version.pk) for version in PackVersion.objects.all()}
    assert stored == {pack.code: pack for pack in PRESETS}


def test_installing_again_changes_nothing_and_keeps_what_people_chose(presets, configurer):
    sichuan = PackVersion.objects.get(code="sichuan_2025")
    actions.use_pack(sichuan.pk, by=configurer)
    actions.publish_calendar(NINE_TO_FIVE, by=configurer)
    actions.save_reason(
        "guide_petition", kind=selectors.ReasonKind.GUIDE, title="信访", is_active=False, by=configurer
    )
    before = list(PackVersion.objects.order_by("pk").values())
    actions.install_presets(by=SYSTEM)
    assert list(PackVersion.objects.order_by("pk").values()) == before
    assert selectors.current_rules().pack_version_id == sichuan.pk
    assert selectors.current_rules().calendar == NINE_TO_FIVE
    assert selectors.reason("guide_petition").title == "信访"


def test_the_rules_in_force_are_one_query_away(presets, django_assert_num_queries):
    selectors.current_rules()
    with django_assert_num_queries(1):
        first = selectors.current_rules()
    with django_assert_num_queries(0):
        assert selectors.pack_of(first.pack_version_id) is first.pack
        assert selectors.calendar_of(first.calendar_version_id) is first.calendar


def test_a_new_version_is_in_force_at_once_and_the_old_one_stays(presets, configurer):
    old = selectors.current_rules()
    version = actions.publish_pack(replace(DEFAULT, unit_approval=False), by=configurer, note="不再审签")
    assert (version.version, version.created_by_name, version.note) == (2, "周静", "不再审签")
    assert selectors.current_rules().pack_version_id == version.pk
    assert selectors.current_rules().pack.unit_approval is False
    assert selectors.pack_of(old.pack_version_id) == DEFAULT


def test_a_pack_can_be_stored_without_putting_it_in_force(presets, configurer):
    version = actions.publish_pack(replace(DEFAULT, name="新方案"), by=configurer, current=False)
    assert not version.is_current
    assert selectors.current_rules().pack == DEFAULT
    actions.use_pack(version.pk, by=configurer)
    assert selectors.current_rules().pack.name == "新方案"
    assert PackVersion.objects.filter(is_current=True).count() == 1


def test_publishing_the_same_again_gives_the_same_version(presets, configurer):
    changed = replace(DEFAULT, name="新方案")
    first = actions.publish_pack(changed, by=configurer)
    assert actions.publish_pack(changed, by=configurer).pk == first.pk
    back = actions.publish_pack(DEFAULT, by=configurer)
    assert back.version == 3


def test_the_newest_version_of_every_pack_is_listed_and_the_one_in_force(presets, configurer):
    old = selectors.current_rules().pack_version_id
    new = actions.publish_pack(replace(DEFAULT, name="新方案"), by=configurer, current=False)
    listed = [(found.pack.code, found.version, found.is_current) for found in selectors.packs_published()]
    assert listed == [
        ("beijing_2022", 1, False),
        ("default", 1, True),
        ("default", 2, False),
        ("kaijiang_2022", 1, False),
        ("lvliang_2024", 1, False),
        ("shandong_2020", 1, False),
        ("sichuan_2025", 1, False),
    ]
    actions.use_pack(new.pk, by=configurer)
    assert old not in {found.version_id for found in selectors.packs_published()}


def test_publishing_is_audited(presets, configurer):
    version = actions.publish_pack(replace(DEFAULT, name="新方案"), by=configurer, note="试行")
    entries = AuditEntry.objects.filter(actor_id=configurer.user_id).order_by("pk")
    assert [(entry.action, entry.subject, entry.reason) for entry in entries] == [
        ("catalogue.publish.PackVersion", str(version), "试行"),
        ("catalogue.use.PackVersion", str(version), ""),
    ]


def test_a_calendar_version_keeps_windows_exceptions_and_what_is_known(configurer):
    calendar = WorkingCalendar(
        (Window(time(8, 30), time(12)), Window(time(18), time(0))),
        {date(2027, 1, 1): False, date(2027, 1, 2): True},
        known_until=date(2027, 12, 31),
    )
    version = actions.publish_calendar(calendar, by=configurer)
    assert selectors.calendar_of(version.pk) == calendar
    assert version.windows == [["08:30", "12:00"], ["18:00", "24:00"]]
    assert version.exceptions == {"2027-01-01": False, "2027-01-02": True}
    assert actions.publish_calendar(calendar, by=configurer).pk == version.pk
    assert actions.publish_calendar(NINE_TO_FIVE, by=configurer).version == 2


def test_who_may_not_configure_is_refused_and_nothing_changes(presets, passer_by):
    before = (PackVersion.objects.count(), CalendarVersion.objects.count(), AuditEntry.objects.count())
    sichuan = PackVersion.objects.get(code="sichuan_2025")
    attempts = [
        lambda: actions.publish_pack(replace(DEFAULT, name="新方案"), by=passer_by),
        lambda: actions.use_pack(sichuan.pk, by=passer_by),
        lambda: actions.publish_calendar(NINE_TO_FIVE, by=passer_by),
        lambda: actions.install_presets(by=passer_by),
        lambda: actions.import_topics([TopicRow(level1="市政")], by=passer_by),
        lambda: actions.import_duties([DutyRow(topic="01", lead="a")], by=passer_by),
        lambda: actions.save_reason("x", kind=selectors.ReasonKind.GUIDE, title="x", by=passer_by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (
        PackVersion.objects.count(),
        CalendarVersion.objects.count(),
        AuditEntry.objects.count(),
    ) == before
    assert selectors.current_rules().pack == DEFAULT


def test_a_pack_that_cannot_be_worked_by_is_refused_and_nothing_changes(presets, configurer):
    before = PackVersion.objects.count()
    with pytest.raises(InvalidInput):
        actions.publish_pack(replace(DEFAULT, limits=()), by=configurer)
    assert PackVersion.objects.count() == before
    assert selectors.current_rules().pack == DEFAULT


def test_a_version_that_does_not_exist_cannot_be_used(presets, configurer):
    with pytest.raises(NotFound):
        actions.use_pack(0, by=configurer)
    assert selectors.current_rules().pack == DEFAULT


def test_the_database_refuses_changes_to_what_is_published(presets, configurer, units):
    topics = actions.import_topics([TopicRow(level1="市政")], by=configurer)
    duties = actions.import_duties(
        [DutyRow(topic="01", lead="chengguan", assists=("shuiwu",))], by=configurer
    )
    entry = duties.entries.get()
    attempts = [
        lambda: PackVersion.objects.update(data={}),
        lambda: PackVersion.objects.filter(code="default").update(note="另说"),
        lambda: CalendarVersion.objects.update(windows=[]),
        lambda: Topic.objects.update(name="市容"),
        lambda: topics.topics.all()._raw_delete("default"),
        lambda: DutyEntry.objects.update(lead_unit=units["shuiwu"]),
        entry.assist_units.clear,
        lambda: PackVersion.objects.filter(code="lvliang_2024")._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            attempt()


def test_the_database_refuses_a_second_version_in_force(presets):
    with pytest.raises(IntegrityError, match="pack_one_current"), transaction.atomic():
        PackVersion.objects.filter(code="sichuan_2025").update(is_current=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_two_versions_and_one_is_in_force(configurer):
    actions.install_presets(by=SYSTEM)

    def publish(name: str) -> int:
        try:
            return actions.publish_pack(replace(DEFAULT, name=name), by=configurer).version
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(publish, ["甲", "乙", "丙", "丁"]))
    assert numbers == [2, 3, 4, 5]
    assert PackVersion.objects.filter(is_current=True).count() == 1
    assert selectors.current_rules().pack.name in {"甲", "乙", "丙", "丁"}


def test_every_kind_of_reason_has_codes_and_only_those_in_use_are_offered(presets, configurer):
    for kind in selectors.ReasonKind:
        assert selectors.reasons(kind=kind)
        assert {reason.kind for reason in selectors.reasons(kind=kind)} == {kind}
    assert len(selectors.reasons()) == ReasonCode.objects.count()
    actions.save_reason(
        "return_other", kind=selectors.ReasonKind.RETURN, title="其他", is_active=False, by=configurer
    )
    assert "return_other" not in {reason.code for reason in selectors.reasons()}
    assert selectors.reason("return_other").is_active is False
    assert selectors.reason("no_such_code") is None
    assert selectors.reason("\0") is None


def test_what_citizens_are_guided_to_has_words_and_a_channel(presets):
    for kind in (selectors.ReasonKind.GUIDE, selectors.ReasonKind.TRANSFER):
        for reason in selectors.reasons(kind=kind):
            assert reason.script
            assert reason.target_channel


@pytest.mark.parametrize(
    ("code", "kind", "title", "field"),
    [
        ("Bad Code", "guide", "x", "code"),
        ("x" * 31, "guide", "x", "code"),
        ("new_code", "guide", " ", "title"),
        ("return_other", "guide", "x", "kind"),
    ],
)
def test_a_reason_code_that_makes_no_sense_is_refused(presets, configurer, code, kind, title, field):
    before = list(ReasonCode.objects.order_by("pk").values())
    with pytest.raises(InvalidInput) as refusal:
        actions.save_reason(code, kind=selectors.ReasonKind(kind), title=title, by=configurer)
    assert refusal.value.field == field
    assert list(ReasonCode.objects.order_by("pk").values()) == before
