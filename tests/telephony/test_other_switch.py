"""Calls on a switch that is not ours, as py-zammad-cti tells of them."""

import pytest

from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import SYSTEM
from jiesu.telephony import actions
from jiesu.telephony.models import Call, Leg, MissedCall, Seat
from jiesu.telephony.other_switch import Told, Word, read_told
from tests.api.cast import found_city

NEW = {
    "event": "newCall",
    "from": "13851234567",
    "to": "12345",
    "direction": "in",
    "callId": "a1",
    "user": "8001",
}
ANSWER = NEW | {"event": "answer", "answeringNumber": "8001"}
HANGUP = ANSWER | {"event": "hangup", "cause": "normalClearing"}


def test_words_are_read_as_the_other_switch_writes_them():
    assert read_told(NEW | {"queue": "main"}) == Told(
        word=Word.NEW_CALL, key="cti-a1", direction="inbound", number="13851234567", line="12345",
        queue="main", seat="8001",
    )  # fmt: skip
    out = read_told(NEW | {"direction": "out", "from": "12345", "to": "13851234567"})
    assert (out.direction, out.number, out.line) == ("outbound", "13851234567", "12345")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"event": "ring"}, "event"),
        ({"direction": ""}, "direction"),
        ({"callId": ""}, "callId"),
        ({"callId": "x" * 70}, "callId"),
    ],
)
def test_what_cannot_be_read_is_named(changed, field):
    with pytest.raises(InvalidInput) as refusal:
        read_told(NEW | changed)
    assert refusal.value.field == field


@pytest.fixture
def tell(client, db):
    """Call it with fields to tell them as the other switch does."""
    city = found_city()
    actions.save_seat("8001", by=SYSTEM, in_browser=False)
    token = city.voices["operator"].token
    user = city.voices["operator"].user
    Seat.objects.filter(number="8001").update(user_id=user.pk, state="ready")

    def post(fields, **options):
        return client.post(f"/cti/{options.pop('token', token)}/", fields, **options)

    post.user = user
    return post


def test_a_call_is_taken_and_ends_once_though_it_is_told_twice(tell):
    for fields in (NEW, NEW, ANSWER, ANSWER, HANGUP, HANGUP, NEW, ANSWER):
        answer = tell(fields)
        assert (answer.status_code, answer.json()) == (200, {})
    call = Call.objects.get()
    assert (call.outcome, call.seat, call.user_id, call.number) == (
        "answered",
        "8001",
        tell.user.pk,
        "13851234567",
    )
    assert Leg.objects.get().ended_at == call.ended_at
    assert Seat.objects.get().state == "after_call"
    assert not MissedCall.objects.exists()


def test_a_call_that_nobody_took_is_called_back(tell):
    tell(NEW)
    tell(NEW | {"event": "hangup", "cause": "cancel"})
    assert Call.objects.get().outcome == "missed"
    assert MissedCall.objects.get().number == "13851234567"
    assert Seat.objects.get().state == "ready"


def test_an_answer_told_before_the_call_is_kept(tell):
    tell(ANSWER)
    tell(NEW)
    call = Call.objects.get()
    assert (call.state, call.seat) == ("talking", "8001")


def test_json_is_taken_as_well(tell):
    assert tell(NEW | {"user": ["8001"]}, content_type="application/json").status_code == 200
    assert Call.objects.get().state == "ringing"


@pytest.mark.parametrize("body", ["[]", "{", "7"])
def test_what_is_no_object_is_refused(tell, body):
    assert tell(body, content_type="application/json").status_code == 422
    assert not Call.objects.exists()


def test_strangers_and_people_without_the_right_tell_nothing(tell):
    assert tell(NEW, token="nobody").status_code == 401
    clerk = found_token("water_clerk")
    assert tell(NEW, token=clerk).status_code == 403
    assert not Call.objects.exists()


def found_token(name):
    from jiesu.accounts import actions as accounts
    from jiesu.accounts.models import User

    return accounts.issue_token(User.objects.get(username=name), name="pbx", by=SYSTEM)[1]
