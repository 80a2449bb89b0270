"""Files of orders: known by content, kept outside the web root under names of ours."""

import hashlib
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from jiesu.core.errors import Refusal
from jiesu.core.models import AuditEntry
from jiesu.workorders import actions, selectors
from jiesu.workorders.actions import noting
from jiesu.workorders.models import Attachment
from jiesu.workorders.states import Visibility
from tests.cast import order
from tests.workorders import invariants
from tests.workorders.doing import PNG, everything

pytestmark = pytest.mark.django_db


def stored_files():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def attach(number, by, body=PNG, name="现场.png", **more):
    return actions.attach_file(number, name=name, file=io.BytesIO(body), by=by, **more)


def test_a_file_is_kept_with_the_type_of_its_content(cast):
    number = cast.register()
    row = attach(number, cast.operator, name="漏水现场.jpg")
    assert (row.name, row.content_type, row.size) == ("漏水现场.png", "image/png", len(PNG))
    assert row.sha256 == hashlib.sha256(PNG).hexdigest()
    with default_storage.open(row.key) as file:
        assert file.read() == PNG
    assert "漏水" not in row.key
    assert row.key.startswith("2026/03/02/")
    invariants.check(number)


def test_files_lie_outside_of_what_is_served(cast):
    row = attach(cast.register(), cast.operator)
    path = Path(default_storage.path(row.key)).resolve()
    assert path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert not path.is_relative_to(Path(settings.STATIC_ROOT).resolve())
    assert not settings.MEDIA_URL.strip("/")


REFUSED = [
    ("empty", b"", "空的"),
    ("a program called a picture", b"MZ\x90\x00\x03\x00\x00\x00", "不是可接收"),
    ("a script called a document", b"\x7fELF\x02\x01\x01\x00", "不是可接收"),
]


@pytest.mark.parametrize(("what", "body", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_taken_leaves_nothing_behind(cast, what, body, words):
    number = cast.register()
    before, files = everything(), stored_files()
    with pytest.raises(Refusal) as refusal:
        attach(number, cast.operator, body, name="photo.jpg")
    assert (refusal.value.code, refusal.value.field) == ("bad_attachment", "file")
    assert words in refusal.value.message()
    assert (everything(), stored_files()) == (before, files)


def test_a_file_of_twenty_megabytes_is_taken_and_one_byte_more_is_not(cast):
    number = cast.register()
    assert attach(number, cast.operator, PNG + b"\0" * (noting.MAX_BYTES - len(PNG))).size == 20 * 1024 * 1024
    with pytest.raises(Refusal) as refusal:
        attach(number, cast.operator, PNG + b"\0" * (noting.MAX_BYTES - len(PNG) + 1))
    assert "20 MB" in refusal.value.message()


def test_an_order_takes_only_so_many_files(cast, monkeypatch):
    monkeypatch.setattr(noting, "MAX_FILES", 2)
    number = cast.register()
    attach(number, cast.operator)
    attach(number, cast.operator)
    files = stored_files()
    with pytest.raises(Refusal) as refusal:
        attach(number, cast.operator)
    assert "最多 2 个" in refusal.value.message()
    assert stored_files() == files


def test_a_name_with_a_path_and_a_name_in_gbk(cast):
    number = cast.register()
    assert attach(number, cast.operator, name="../../../etc/cron.d/evil.png").name == "evil.png"
    assert (
        attach(number, cast.operator, name="照片.png".encode("gbk").decode("utf-8", "surrogateescape")).name
        == "照片.png"
    )


def held(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    return number


def test_a_units_file_is_for_those_who_handle_the_order(cast):
    number = held(cast)
    attach(number, cast.water_clerk)
    for visibility in (Visibility.PUBLIC, Visibility.INTERNAL):
        before = everything()
        with pytest.raises(Refusal) as refusal:
            attach(number, cast.water_clerk, visibility=visibility)
        assert refusal.value.code == "not_for_citizens"
        assert everything() == before


def test_the_centres_own_files_are_not_opened_by_units(cast):
    number = held(cast)
    own = attach(number, cast.dispatcher, visibility=Visibility.INTERNAL)
    shared = attach(number, cast.dispatcher)
    assert [row.pk for row in selectors.attachments_of(order(number), for_user=cast.dispatcher)] == [
        own.pk,
        shared.pk,
    ]
    assert [row.pk for row in selectors.attachments_of(order(number), for_user=cast.water_clerk)] == [
        shared.pk
    ]
    with pytest.raises(Refusal) as refusal:
        actions.open_attachment(number, own.pk, by=cast.water_clerk)
    assert refusal.value.code == "not_found"
    row, file = actions.open_attachment(number, shared.pk, by=cast.water_clerk)
    with file:
        assert (row.pk, file.read()) == (shared.pk, PNG)


def test_opening_a_file_of_a_confidential_order_is_written_down(cast):
    number = cast.register(is_confidential=True)
    row = attach(number, cast.operator)
    actions.open_attachment(number, row.pk, by=cast.dispatcher)[1].close()
    entry = AuditEntry.objects.get(action="open_attachment")
    assert (entry.subject, entry.actor_id, entry.data["attachment"]) == (
        number,
        cast.dispatcher.user_id,
        row.pk,
    )


def test_a_file_of_another_order_or_gone_from_the_storage_is_not_found(cast):
    number, other = cast.register(), cast.register()
    row = attach(number, cast.operator)
    for wanted, key in ((other, row.pk), (number, row.pk + 1), ("x", row.pk)):
        with pytest.raises(Refusal) as refusal:
            actions.open_attachment(wanted, key, by=cast.operator)
        assert refusal.value.code == "not_found"
    default_storage.delete(row.key)
    with pytest.raises(Refusal) as refusal:
        actions.open_attachment(number, row.pk, by=cast.operator)
    assert refusal.value.code == "not_found"


def test_an_archived_order_takes_no_more_files(cast):
    number = cast.register()
    actions.answer_directly(number, answer="已答复", by=cast.operator)
    actions.archive_order(number, by=cast.callback)
    with pytest.raises(Refusal) as refusal:
        attach(number, cast.operator)
    assert refusal.value.code == "wrong_state"
    assert Attachment.objects.count() == 0
