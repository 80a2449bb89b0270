import pytest
from django.test import Client

from jiesu.config.middleware import POLICY
from tests.processes import jiesu


@pytest.mark.django_db
def test_every_page_forbids_inline_script_and_foreign_content():
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_the_configuration_admin_keeps_to_the_policy():
    page = Client().get("/admin/login/").content.decode()
    assert "<style" not in page
    assert " onclick=" not in page
    assert all("src=" in tag for tag in page.split("<script")[1:])


def test_an_installation_with_a_name_of_its_own_passes_the_deployment_check(place):
    checked = jiesu(
        place, "manage", "check", "--deploy", "--fail-level", "WARNING", JIESU_HOSTS="12345.city.example"
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_pictures_of_a_configured_tile_server_are_let_in(client, settings):
    settings.JIESU_MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"

    policy = client.get("/login/").headers["Content-Security-Policy"]

    assert "img-src 'self' data: https://tiles.example;" in policy
