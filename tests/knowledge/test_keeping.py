"""The index that a process keeps: from a file where one lies, following what is published elsewhere."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection

from jiesu.knowledge import actions
from jiesu.knowledge.selectors import find_articles, keeping
from tests.knowledge.desk import WATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(desk, settings, tmp_path, monkeypatch):
    """Where the index lies, of a knowledge base that is large enough for one."""
    settings.VAR = tmp_path
    monkeypatch.setattr(keeping, "WORTH_A_FILE", 1)
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0)
    return tmp_path / "knowledge" / "index.idx"


def found(question):
    return [hit.number for hit in find_articles(question)]


def lamp(desk):
    return desk.publish(replace(WATER, question="路灯不亮", askings=(), answer="报修", spoken="报修"))


def sorting_is_forbidden(monkeypatch):
    monkeypatch.setattr(keeping, "_sorted_anew", None)


def test_a_process_opens_what_another_has_written(desk, file, monkeypatch):
    number = desk.publish()
    assert desk.find("停水")
    assert file.exists()
    keeping.forget_index()
    sorting_is_forbidden(monkeypatch)
    assert found("停水") == [number]


def test_what_changed_after_the_file_was_written_is_found_as_it_is_now(desk, file, monkeypatch):
    stale, gone = desk.publish(), desk.publish(replace(WATER, question="暖气不热", askings=()))
    desk.find("停水")
    new = lamp(desk)
    actions.revise_article(stale, replace(WATER, question="井盖破了", askings=()), by=desk.water_clerk)
    desk.pass_on(stale)
    actions.expire_article(gone, note="完", by=desk.approver)
    keeping.forget_index()
    sorting_is_forbidden(monkeypatch)
    assert (found("路灯"), found("井盖"), found("暖气")) == ([new], [stale], [])


@pytest.mark.parametrize("spoilt", [b"", b"no index"])
def test_a_spoilt_file_is_written_anew(desk, file, spoilt):
    number = desk.publish()
    desk.find("停水")
    file.write_bytes(spoilt)
    keeping.forget_index()
    assert found("停水") == [number]
    assert file.stat().st_size > 1000


def test_the_file_of_another_database_is_not_read(desk, file, monkeypatch):
    number = desk.publish()
    desk.find("停水")
    monkeypatch.setattr(keeping, "_database", lambda: "another")
    keeping.forget_index()
    assert keeping._opened() is None
    assert found("停水") == [number]


def test_a_file_from_before_a_restored_backup_is_not_read(desk, file):
    desk.publish()
    desk.find("停水")
    keeping.IndexRevision.objects.update(newest=0)
    assert keeping._opened() is None


def test_without_a_place_for_the_file_the_index_stays_in_memory(desk, file, settings, caplog):
    settings.VAR = file.parent.parent / "taken"
    settings.VAR.write_text("")
    number = desk.publish()
    assert [hit.number for hit in desk.find("停水")] == [number]
    assert "stays in memory" in caplog.text


def test_when_much_has_changed_all_is_sorted_anew_beside_the_work(desk, file, monkeypatch):
    begun = []

    def start(thread):
        begun.append(thread)

    monkeypatch.setattr(keeping, "SORT_ANEW", 0)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(keeping.threading.Thread, "start", start)
    number = desk.publish()
    desk.find("停水")
    new = lamp(desk)
    assert found("路灯") == [new]
    (thread,) = begun
    thread.run()
    kept = keeping.up_to_date()
    assert (kept.bulk.size, kept.fresh.size) == (2, 0)
    assert (found("路灯"), found("停水")) == ([new], [number])


def test_a_small_knowledge_base_needs_no_file(desk, settings, tmp_path):
    settings.VAR = tmp_path
    desk.publish()
    assert desk.find("停水")
    assert list(tmp_path.iterdir()) == []


def test_reading_ahead_says_when_it_could_not(monkeypatch, caplog):
    def broken():
        raise DatabaseError

    monkeypatch.setattr(keeping, "up_to_date", broken)
    keeping.warm_index().join()
    assert "could not be read ahead" in caplog.text
