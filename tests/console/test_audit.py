"""The audit log's pages: who saw what, when and why; filters, paging, a file that is itself noted."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from jiesu.accounts import actions as accounts
from jiesu.core import audit
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.selectors import actor_for

AUDIT = "/console/audit/"


@pytest.fixture
def auditor(city) -> Client:
    client = Client()
    client.force_login(city.voices["auditor"].user)
    return client


@pytest.fixture
def lines(city, held_clock):
    """Somebody saw a citizen's data; somebody changed a role."""
    from datetime import timedelta

    number = city.at("pending_sign")
    clerk = actor_for(city.voices["water_clerk"].user)
    audit.record("disclose_citizen", subject=number, by=clerk, reason="核实地址", citizen=1)
    held_clock.move(timedelta(days=1))
    accounts.demand_second_factor("dispatcher", demanded=True, by=SYSTEM)
    return number


def shown(client, **asked) -> list[str]:
    return [row["entry"].action for row in client.get(AUDIT, asked).context["rows"]]


def test_it_is_for_auditors(auditor, city):
    other = Client()
    other.force_login(city.voices["dispatcher"].user)
    before = AuditEntry.objects.count()

    assert auditor.get(AUDIT).status_code == 200
    assert other.get(AUDIT).status_code == 403
    assert other.get(AUDIT + "xlsx/").status_code == 403
    assert AuditEntry.objects.count() == before


def test_filters_narrow_it(auditor, lines):
    assert shown(auditor, kind="personal") == ["disclose_citizen"]
    assert shown(auditor, subject=lines) == ["disclose_citizen"]
    assert shown(auditor, person="water_cl") == ["disclose_citizen"]
    assert shown(auditor, since="2026-03-03") == ["demand_second_factor"]
    assert "disclose_citizen" not in shown(auditor, kind="accounts")
    assert "disclose_citizen" in shown(auditor, until="2026-03-02")
    assert shown(auditor, kind="personal", person="没有这个人") == []


def test_a_line_says_who_saw_what_and_why(auditor, lines):
    page = auditor.get(AUDIT, {"kind": "personal"}).content.decode()

    assert "查看诉求人信息" in page
    assert "核实地址" in page
    assert f'href="/console/orders/{lines}/"' in page


def test_pages_follow_each_other_without_gap_or_repetition(auditor, city):
    for number in range(120):
        audit.record("sign_in", subject=f"user:{number}", by=SYSTEM)
    seen, after = [], ""
    while after is not None:
        context = auditor.get(AUDIT, {"after": after} if after else {}).context
        seen += [row["entry"].pk for row in context["rows"]]
        after = context["next_cursor"]

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == AuditEntry.objects.count()


def test_fetching_it_is_noted_in_it(auditor, lines):
    response = auditor.get(AUDIT + "xlsx/", {"kind": "personal"})
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)

    assert len(rows) == 2
    assert rows[1][3] == "查看诉求人信息"
    noted = AuditEntry.objects.latest("pk")
    assert (noted.action, noted.data) == ("export_audit", {"rows": 1, "filters": {"kind": "personal"}})


def test_it_asks_the_database_little(auditor, lines, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        assert auditor.get(AUDIT, {"person": "water", "kind": "personal"}).status_code == 200


@pytest.mark.parametrize("asked", [{"since": "gestern"}, {"after": "rubbish"}])
def test_nonsense_is_refused_in_words(auditor, asked):
    assert auditor.get(AUDIT, asked).status_code == 422


@pytest.mark.parametrize("asked", [{"person": "a\0b"}, {"kind": "nothing"}, {"person": "9" * 60}])
def test_odd_filters_are_taken_calmly(auditor, asked):
    assert auditor.get(AUDIT, asked).status_code == 200


def test_every_action_that_is_written_down_has_a_name():
    import re
    from pathlib import Path

    import jiesu
    from jiesu.console.audit.words import ACTIONS, KINDS

    source = Path(jiesu.__file__).parent
    packages = ("accounts", "organisations", "places", "catalogue", "workorders", "intake", "console", "cli")
    written = {
        name
        for package in packages
        for module in (source / package).rglob("*.py")
        for name in re.findall(r'audit\.record\(\s*"([^"]+)"', module.read_text())
    }
    named = set(ACTIONS)
    assert sorted(written - named) == []
    assert all(name in named or name.endswith(".") for _, names in KINDS.values() for name in names)
