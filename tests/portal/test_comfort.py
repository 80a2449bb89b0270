"""Large text, light pages, few queries: for every citizen's page."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.config.env import ROOT
from tests.portal.test_published import answered

QUERIES = 15
FIRST_LOAD, LATER_LOAD = 300 * 1024, 30 * 1024
PAGES = [
    "/", "/report/", "/track/", "/track/phone/", "/cases/", "/cases/?q=路灯", "/notices/", "/elsewhere/",
]  # fmt: skip


@pytest.fixture
def lived_in(hotline):
    from jiesu.organisations.actors import SYSTEM
    from jiesu.places.actions import import_divisions
    from tests.places.test_choices import ROWS

    towns = [
        {"code": f"990102{n:03}", "name": f"第{n}街道", "level": "township", "parent": "990102"}
        for n in range(2, 90)
    ]
    import_divisions([*ROWS, *towns], by=SYSTEM)
    return [answered(f"和平路第{n}盏路灯不亮。" * 20, area_code="990102") for n in range(12)]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_few_queries_and_weighs_little(client, lived_in, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert len(queries) < QUERIES
    assert len(gzip.compress(page.content)) < LATER_LOAD


def test_the_page_of_ones_own_order_takes_few_queries(client, city, citizen):
    number = city.at("closed")
    citizen(number)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/track/orders/{number}/")

    assert len(queries) < QUERIES


def test_a_first_load_is_light(client, lived_in):
    page = client.get("/report/").content
    static = ROOT / "src" / "jiesu" / "static" / "jiesu"
    files = [static / "base.css", *(static / "portal").iterdir(), static / "icon.svg"]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files) + len(gzip.compress(page))

    assert weight < LATER_LOAD < FIRST_LOAD


def test_large_text_is_kept_in_a_cookie_and_works_without_scripts(client, db):
    assert 'class="large"' not in client.get("/").content.decode()

    back = client.post("/text-size/", {"size": "large", "next": "/cases/"})

    assert back["Location"] == "/cases/"
    assert 'class="large"' in client.get("/").content.decode()
    client.post("/text-size/", {"size": "usual", "next": "/"})
    assert 'class="large"' not in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_leads_nowhere_else(client, db, elsewhere):
    assert client.post("/text-size/", {"size": "large", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("address", PAGES)
def test_every_field_has_its_label_and_the_number_is_in_sight(client, lived_in, address):
    html = client.get(address).content.decode()

    assert 'href="tel:12345"' in html
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="(?:hidden|submit)")[^>]*>', html)
    assert not [field for field in fields if re.search(r'id="([^"]+)"', field).group(1) not in labelled]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_complete_in_english(client, hotline, address):
    html = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    said = re.sub(r"<[^>]+>|云泽市|中文|路灯", "", html)

    assert re.findall(r"[一-龥]+", said) == []


@pytest.mark.parametrize(
    ("address", "back"), [("/track/phone/", "/track/phone/"), ("/track/phone/code/", "/track/phone/")]
)
def test_the_language_is_changed_on_the_answer_to_a_form_too(client, hotline, address, back):
    page = client.post(address, {"phone": "13812345678"}).content.decode()

    assert set(re.findall(r'name="next" value="([^"]+)"', page)) == {back}
