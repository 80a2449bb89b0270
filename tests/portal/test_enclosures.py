"""Photos and other files that come with a report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import selectors
from tests.intake.test_enclosures import PNG, photo
from tests.portal.test_report import filled, orders

__all__ = ["filled"]


def named(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="image/jpeg")


def attached() -> list:
    (listed,) = orders()
    order = selectors.get_order(listed.number, for_user=SYSTEM)
    return selectors.attachments_of(order, for_user=SYSTEM)


def opened(row) -> bytes:
    from jiesu.workorders.actions import open_attachment

    _, file = open_attachment(row.order.number, row.pk, by=SYSTEM)
    with file:
        return file.read()


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_photos_come_with_the_order_and_forget_where_they_were_taken(client, filled):
    sent = client.post("/report/", {**filled, "photos": [named("路灯.jpg", photo()), named("二.png", PNG)]})

    assert sent.status_code == 302
    rows = attached()
    assert [(row.name, row.content_type, row.visibility) for row in rows] == [
        ("路灯.jpg", "image/jpeg", "unit"),
        ("二.png", "image/png", "unit"),
    ]
    assert b"N34E119" not in opened(rows[0])


def test_the_place_stays_where_the_citizen_wants_it(client, filled):
    client.post("/report/", {**filled, "keep_place": "on", "photos": [named("路灯.jpg", photo())]})

    assert b"N34E119" in opened(attached()[0])


def test_a_form_sent_twice_brings_its_photos_once(client, filled):
    for _ in range(2):
        client.post("/report/", {**filled, "photos": [named("路灯.jpg", photo())]})

    assert len(attached()) == 1


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([("程序.jpg", b"MZ" + b"\x90" * 40)], "“程序.jpg”不是照片、PDF 或短视频。"),
        ([("空.png", b"")], "空文件"),
        ([(f"{n}.png", PNG) for n in range(7)], "最多 6 个文件，您选了 7 个。"),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_beside_it_and_the_rest_is_kept(client, filled, files, why):
    page = client.post("/report/", {**filled, "photos": [named(*file) for file in files]})

    html = page.content.decode()
    assert page.status_code == 422
    assert why in html
    assert filled["content"] in html
    assert "请重新选择照片" in html
    assert orders() == []


def test_a_request_beyond_all_measure_is_not_read(client, filled):
    response = client.post("/report/", filled, CONTENT_LENGTH=str(200 * 1024 * 1024))

    assert response.status_code in (400, 413)
    assert orders() == []
