"""The life of an order over HTTP."""

from tests.api.cast import APPEAL, JOURNEY, REPLY


def test_an_order_travels_from_the_appeal_to_the_archive(city):
    receipt = city.operator.post("/orders", APPEAL)

    assert receipt.status_code == 201
    told = receipt.json()
    assert told["state"] == "pending_dispatch"
    assert len(told["query_code"]) == 6

    number = told["number"]
    states = [city.voices[who].do(number, verb, **body)["state"] for _, who, verb, body in JOURNEY]

    assert states == [
        "pending_sign",
        "handling",
        "pending_approval",
        "pending_review",
        "pending_callback",
        "pending_callback",
        "closed",
        "archived",
    ]
    story = city.dispatcher.story(number)
    assert story["order"]["public_answer"] == REPLY["public_answer"]
    assert [line["verb"] for line in story["timeline"]] == ["register", *(step[2] for step in JOURNEY)]
