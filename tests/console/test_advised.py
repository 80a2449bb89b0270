"""What triage suggests at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.triage import actions
from jiesu.triage.selectors import forget_readers
from tests.console.test_desk import DESK, TOLD
from tests.console.test_workbench import QUERIES, signed_in, text_of
from tests.triage.doing import ADMIN

LEAK = {**TOLD, "content": "朝阳路煤气味很大，有人晕倒，举报人要求保密", "nature": "other"}


@pytest.fixture(autouse=True)
def _fresh():
    forget_readers()
    yield
    forget_readers()


def _advised(client, **changes):
    response = client.post(f"{DESK}advised/", {**LEAK, **changes})
    assert response.status_code == 200
    return text_of(response)


def test_signs_and_wishes_are_offered_with_their_reasons(city):
    page = _advised(signed_in(city, "operator"))
    assert 'data-take="urgency" data-value="critical"' in page
    assert "燃气泄漏：“煤气味”" in page
    assert 'data-take="nature" data-value="report"' in page
    assert 'data-take="is_confidential"' in page


def test_what_is_chosen_already_is_not_offered_again(city):
    page = _advised(signed_in(city, "operator"), urgency="critical", nature="report", is_confidential="True")
    assert "data-take" not in page


def test_a_unit_is_offered_to_take_only_where_one_may_dispatch(furnished):
    told = {"topic_code": "010101"}
    assert 'data-take="lead"' not in _advised(signed_in(furnished, "operator"), **told)
    assert 'data-take="lead"' in _advised(signed_in(furnished, "duty_chief"), **told)


def test_switched_off_nothing_is_shown(city):
    actions.switch(is_on=False, may_dispatch=False, by=ADMIN)
    assert _advised(signed_in(city, "operator")).strip() == ""


def test_only_who_registers_is_advised(city):
    assert signed_in(city, "water_clerk").post(f"{DESK}advised/", LEAK).status_code == 403


def test_it_is_read_in_few_queries(furnished):
    client = signed_in(furnished, "duty_chief")
    _advised(client)
    with CaptureQueriesContext(connection) as queries:
        _advised(client)
    assert len(queries) <= QUERIES, [query["sql"] for query in queries]


def test_what_is_told_already_stands_beside_the_form_with_its_reasons(city):
    number = city.operator.register(content=LEAK["content"], citizen={"phone": "13811110001"})
    client = signed_in(city, "operator")
    page = text_of(client.post(f"{DESK}look/", LEAK))
    assert number in page
    assert "文字相近100%；" in page
    actions.switch(is_on=False, may_dispatch=False, by=ADMIN)
    page = text_of(client.post(f"{DESK}look/", LEAK))
    assert number in page  # the orders' own likeness remains
    assert "文字相近" not in page
