"""Pages of the check in the field: ordering, the telephone's form, photos, the list, the order's panel."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiesu.oversight.models import FieldCheck, FieldPhoto
from tests.console.test_workbench import QUERIES, signed_in, text_of
from tests.oversight.callback_stage import another_caller
from tests.oversight.photos import photo
from tests.oversight.test_field_checks import HERE, TAKEN, at_place, ordered

FIELD = "/console/oversight/field/"
KEY = "0" * 32


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def collector(city) -> Client:
    from jiesu.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=another_caller(city, "collector", role="collector").user_id))
    return client


def told(**given):
    return {"key": KEY, "verdict": "said_done", "note": "井盖没有更换", "accuracy": "12", **HERE, **given}


def shot(**given) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.jpg", photo(**given), content_type="image/jpeg")


def test_a_check_is_ordered_on_the_orders_page_and_made_on_a_telephone(city, collector):
    number = at_place(city)
    boss = signed_in(city, "callback")
    panel = text_of(boss.get(f"/console/oversight/orders/{number}/"))
    assert f"{FIELD}new/{number}/" in panel
    response = boss.post(
        f"{FIELD}new/{number}/",
        {"task": "看井盖是否更换", "who": "", "unit": "", "due_at": "2026-03-04T18:00"},
    )
    check = FieldCheck.objects.get()
    assert response.url == f"{FIELD}{check.pk}/"

    assert f"{FIELD}{check.pk}/" in text_of(collector.get(f"{FIELD}mine/"))
    page = text_of(collector.get(f"{FIELD}{check.pk}/"))
    assert 'capture="environment"' in page
    assert "王小明" not in page
    assert "13812345678" not in page
    response = collector.post(f"{FIELD}{check.pk}/", {**told(), "photos": [shot(taken=TAKEN, **HERE)]})
    assert response.status_code == 302, text_of(response)
    check.refresh_from_db()
    assert (check.verdict, check.distance, check.accuracy) == ("said_done", 0, 12)
    again = collector.post(f"{FIELD}{check.pk}/", {**told(), "photos": [shot(taken=TAKEN, **HERE)]})
    assert again.status_code == 302
    assert FieldPhoto.objects.count() == 1
    panel = text_of(boss.get(f"/console/oversight/orders/{number}/"))
    assert "虚假办结" in panel
    assert f"{FIELD}{check.pk}/photos/{FieldPhoto.objects.get().pk}/" in panel
    assert "虚假办结" in text_of(boss.get(f"/console/orders/{number}/"))
    assert "虚假办结" in text_of(signed_in(city, "water_clerk").get(f"/console/oversight/orders/{number}/"))


def test_mistakes_stand_beside_their_fields_and_what_was_typed_stays(city, collector):
    check = ordered(city, at_place(city))
    for wrong, said in (
        ({"verdict": ""}, "必填"),
        ({"photos": []}, "请至少拍一张现场照片。"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"text")]}, "有的文件不是照片"),
        ({"lon": "200"}, "180"),
        ({"seen_at": "2025-01-01T00:00"}, "最近 7 天"),
    ):
        response = collector.post(f"{FIELD}{check.pk}/", {**told(photos=[shot()]), **wrong})
        assert response.status_code == 422, wrong
        page = text_of(response)
        assert "井盖没有更换" in page
        assert KEY in page
        assert said in page or said == "必填"
    check.refresh_from_db()
    assert (check.state, FieldPhoto.objects.count()) == ("ordered", 0)


def test_a_unit_that_handles_the_order_is_refused_beside_its_field(city):
    number = at_place(city)
    boss = signed_in(city, "callback")
    given = {"task": "看", "unit": "水务集团", "due_at": "2026-03-04T18:00"}
    response = boss.post(f"{FIELD}new/{number}/", given)
    assert response.status_code == 422
    assert "不能由其核查自己" in text_of(response)
    assert boss.post(f"{FIELD}new/{number}/", {**given, "unit": "没有"}).status_code == 422
    assert not FieldCheck.objects.exists()


def test_the_list_counts_narrows_and_becomes_a_file(city, collector):
    number = at_place(city)
    check = ordered(city, number)
    collector.post(f"{FIELD}{check.pk}/", {**told(), "photos": [shot(taken=TAKEN, lon=119.5, lat=32.0)]})
    other = ordered(city, number)
    boss = signed_in(city, "supervisor")
    rows = r'field/(\d+)/">\d+</a>'
    page = text_of(boss.get(FIELD))
    assert re.findall(rows, page) == [str(other.pk), str(check.pk)]
    assert 'doubtful=on">1</a>' in page
    assert re.findall(rows, text_of(boss.get(f"{FIELD}?doubtful=on"))) == [str(check.pk)]
    assert re.findall(rows, text_of(boss.get(f"{FIELD}?state=ordered"))) == [str(other.pk)]
    response = boss.get(f"{FIELD}export/?verdict=said_done")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (len(cells), cells[1][0], cells[1][-1]) == (
        2,
        number,
        "拍摄位置与上报位置不符、拍摄位置离事发地过远",
    )


def test_a_photo_is_given_to_those_who_may_see_it_and_runs_nothing(city, collector):
    check = ordered(city, at_place(city))
    collector.post(f"{FIELD}{check.pk}/", {**told(), "photos": [shot()]})
    address = f"{FIELD}{check.pk}/photos/{FieldPhoto.objects.get().pk}/"
    response = signed_in(city, "callback").get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == photo()
    assert signed_in(city, "parks_clerk").get(address).status_code == 404


def test_others_have_no_such_pages(city):
    check = ordered(city, at_place(city))
    for who in ("operator", "dispatcher"):
        client = signed_in(city, who)
        for path in ("", "mine/", "export/", f"{check.pk}/"):
            assert client.get(f"{FIELD}{path}").status_code in (403, 404), (who, path)
    assert (
        signed_in(city, "callback").post(f"{FIELD}{check.pk}/withdraw/", {"reason": "改日"}).status_code
        == 302
    )
    assert FieldCheck.objects.get().state == "withdrawn"


@pytest.mark.parametrize("path", ["", "mine/", "{key}/"])
def test_a_page_asks_the_database_few_questions(city, path):
    check = ordered(city, at_place(city), unit_id=city.units["county"].pk)
    client = signed_in(city, "county_clerk" if path != "" else "supervisor")
    address = f"{FIELD}{path.format(key=check.pk)}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) < QUERIES, [query["sql"][:120] for query in queries]
