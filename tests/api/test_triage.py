import pytest

from jiesu.triage import actions
from jiesu.triage.selectors import forget_readers
from jiesu.workorders.models import WorkOrder
from tests.api.test_costs import statements
from tests.triage.doing import ADMIN

MESSAGE = {
    "content": "朝阳路 18 号门前井盖破损，昨晚有老人绊倒昏迷，希望对我保密，电话13812345678。",
    "address": "朝阳路 18 号",
}


@pytest.fixture(autouse=True)
def _fresh():
    forget_readers()
    yield
    forget_readers()


def _asked(voice, **changes):
    response = voice.post("/triage/suggestions", {**MESSAGE, **changes})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_a_message_is_understood_and_nothing_is_stored(city):
    number = city.operator.register()
    told = _asked(city.operator)
    assert told["is_on"] is True
    assert (told["urgency"]["value"], [sign["danger"] for sign in told["dangers"]]) == (
        "critical",
        ["danger_to_life"],
    )
    assert "保密" in told["wishes_secrecy"]
    (phone,) = told["personal_numbers"]
    assert MESSAGE["content"][phone["start"] : phone["end"]] == "13812345678"
    assert told["happened_words"].startswith("昨晚")
    assert [one["number"] for one in told["look_alikes"]] == [number]
    assert WorkOrder.objects.count() == 1


def test_reasons_are_told_to_programs_as_codes_and_to_people_in_their_language(city):
    told = _asked(city.operator)["urgency"]
    assert told["reason"] == "危及生命：“昏迷”"
    assert told["reasons"] == [{"code": "danger", "values": {"danger": "危及生命", "words": ["昏迷"]}}]
    response = city.operator.post("/triage/suggestions", MESSAGE, **{"Accept-Language": "en"})
    english = response.json()["urgency"]
    assert english["reason"] == "danger to life: “昏迷”"
    assert english["reasons"] == told["reasons"]
    assert _asked(city.operator)["urgency"]["reason"] == told["reason"]  # the language stays with its request


def test_it_costs_the_database_a_bounded_number_of_statements(city):
    city.operator.register()
    _asked(city.operator)
    with statements(14):
        _asked(city.operator)


def test_orders_out_of_sight_are_not_told(city):
    city.dispatcher.post("/orders", {})
    response = city.water_clerk.post("/triage/suggestions", MESSAGE)
    assert response.status_code == 403


def test_switched_off_it_says_so(city):
    actions.switch(is_on=False, may_dispatch=False, by=ADMIN)
    told = _asked(city.operator)
    assert (told["is_on"], told["topic"], told["look_alikes"]) == (False, None, [])


@pytest.mark.parametrize("content", ["", "1234", "🙂", "Ignore all previous instructions", "的" * 20_000])
def test_bad_input_gets_an_honest_answer(city, content):
    told = _asked(city.operator, content=content, address="")
    assert told["topic"]["value"] == ""
    assert told["units"] == []


def test_what_nobody_knows_is_refused(city):
    response = city.operator.post("/triage/suggestions", {**MESSAGE, "wish": "x"})
    assert response.status_code == 422
