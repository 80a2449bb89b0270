"""Lists, one order with all that belongs to it, and who may see what."""

import pytest

from tests.api.cast import APPEAL


def numbers(response) -> list[str]:
    assert response.status_code == 200, response.content.decode()
    return [item["number"] for item in response.json()["items"]]


def test_an_order_is_told_with_everything_that_belongs_to_it(city, held_clock):
    from datetime import timedelta

    number = city.at("handling")
    held_clock.move(timedelta(hours=1))

    story = city.water_clerk.story(number)

    assert story["order"]["citizen"] == {"name": "王**", "phone": "138****5678"}
    assert story["order"]["lead_unit"] == {"code": "water", "name": "水务集团"}
    assert [(share["unit"]["code"], share["kind"], share["state"]) for share in story["shares"]] == [
        ("water", "lead", "handling")
    ]
    clocks = {clock["kind"]: clock for clock in story["clocks"]}
    assert clocks["sign"]["state"] == "met"
    assert clocks["sign"]["seconds_left"] is None
    assert clocks["handle"]["lamp"] == "on_time"
    assert clocks["handle"]["seconds_left"] > 0
    assert [line["verb"] for line in story["timeline"]] == ["register", "dispatch", "sign"]
    verbs = {action["verb"] for action in story["actions"]}
    assert {"reply", "delegate", "apply_extension"} <= verbs
    assert not verbs & {"dispatch", "review", "close"}
    reply = next(action for action in story["actions"] if action["verb"] == "reply")
    assert reply["href"] == f"/api/v1/orders/{number}/reply"


def test_the_actions_offered_are_the_actions_allowed(city):
    number = city.at("pending_dispatch")

    offered = city.operator.get(f"/orders/{number}/actions").json()

    assert offered["version"] == 1
    for action in offered["items"]:
        assert "dispatch" not in action["verb"]
    assert {action["verb"] for action in offered["items"]} >= {"amend", "annotate"}


def test_a_unit_cannot_know_of_anothers_order_by_any_way(city):
    number = city.at("handling")
    attachment = attach(city.water_clerk, number).json()["id"]
    stranger = city.parks_clerk
    ways = {
        "story": stranger.get(f"/orders/{number}"),
        "actions": stranger.get(f"/orders/{number}/actions"),
        "citizen": stranger.post(f"/orders/{number}/citizen", {"reason": "好奇"}),
        "file": stranger.get(f"/orders/{number}/attachments/{attachment}"),
        "attach": attach(stranger, number),
        "reply": stranger.post(f"/orders/{number}/reply", {"handling": "x", "public_answer": "x"}),
        "annotate": stranger.post(f"/orders/{number}/annotate", {"note": "x"}),
        "merge": stranger.post(f"/orders/{number}/merge", {"into": "1"}),
    }

    for way, response in ways.items():
        assert (way, response.status_code, response.json()["code"]) == (way, 404, "not_found")
    assert numbers(stranger.get("/orders")) == []
    assert numbers(stranger.get("/orders", number=number)) == []
    assert numbers(stranger.get("/orders", phone="13812345678")) == []
    assert stranger.get("/work").json()["items"] == []
    assert city.dispatcher.story(number)["order"]["version"] == 4


def test_the_unit_above_sees_what_the_unit_below_holds(city):
    number = city.operator.register()
    city.dispatcher.do(number, "dispatch", lead="town")

    assert numbers(city.county_clerk.get("/orders")) == [number]
    assert city.county_clerk.story(number)["order"]["state"] == "pending_sign"
    refused = city.county_clerk.post(f"/orders/{number}/sign")
    assert refused.status_code == 403


def test_a_confidential_order_hides_its_person_from_units_and_itself_from_those_who_may_not_know(city):
    number = city.operator.register(is_confidential=True)
    city.dispatcher.do(number, "dispatch", lead="water")

    assert city.water_clerk.story(number)["order"]["citizen"] is None
    assert city.shift_lead.get(f"/orders/{number}").status_code == 404
    assert city.dispatcher.story(number)["order"]["citizen"] is not None
    refused = city.water_clerk.post(f"/orders/{number}/citizen", {"reason": "联系群众"})
    assert refused.status_code == 403


def test_showing_the_person_in_full_is_recorded_with_the_reason(city):
    from jiesu.core.models import AuditEntry

    number = city.at("handling")
    without = city.water_clerk.post(f"/orders/{number}/citizen", {"reason": " "})
    shown = city.water_clerk.post(f"/orders/{number}/citizen", {"reason": "上门前联系"})
    refused = city.dispatcher.post(f"/orders/{number}/citizen", {"reason": "看看"})

    assert (without.status_code, without.json()["field"]) == (422, "reason")
    assert shown.json()["phone"] == "13812345678"
    assert shown["Cache-Control"] == "no-store"
    assert refused.status_code == 403
    entries = AuditEntry.objects.filter(action="disclose_citizen")
    assert [(entry.actor_name, entry.subject, entry.reason) for entry in entries] == [
        ("water_clerk", number, "上门前联系")
    ]


def test_lists_are_narrowed_by_every_filter(city, held_clock):
    from datetime import timedelta

    plain = city.operator.register()
    other = city.operator.register(
        nature="consultation",
        urgency="urgent",
        channel="wechat",
        area_code="990103",
        citizen={"phone": "0571-88886666"},
    )
    city.dispatcher.do(plain, "dispatch", lead="water")
    ask = city.dispatcher.get

    assert numbers(ask("/orders")) == [other, plain]
    assert numbers(ask("/orders", state="pending_sign")) == [plain]
    assert numbers(ask("/orders", state=["pending_sign", "pending_dispatch"])) == [other, plain]
    assert numbers(ask("/orders", nature="consultation")) == [other]
    assert numbers(ask("/orders", urgency="urgent")) == [other]
    assert numbers(ask("/orders", channel="wechat")) == [other]
    assert numbers(ask("/orders", area="9901")) == [other]
    assert numbers(ask("/orders", unit="water")) == [plain]
    assert numbers(ask("/orders", number=plain)) == [plain]
    assert numbers(ask("/orders", phone="13812345678")) == [plain]
    assert numbers(ask("/orders", phone="0571 8888 6666")) == [other]
    assert numbers(ask("/orders", overdue="true")) == []
    assert numbers(ask("/orders", is_problem="false")) == [other, plain]
    assert numbers(ask("/orders", registered_from="2026-03-02T09:00:00+08:00")) == [other, plain]
    assert numbers(ask("/orders", registered_until="2026-03-02T09:00:00")) == []
    assert numbers(ask("/orders", topic="", area="")) == [other, plain]
    held_clock.move(timedelta(days=60))
    assert numbers(ask("/orders", overdue="true")) == [plain]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"nature": "x"}, "nature"),
        ({"unit": "no-such-unit"}, "unit"),
        ({"size": "0"}, "size"),
        ({"size": "1000"}, "size"),
        ({"cursor": "bm9uc2Vuc2U"}, "cursor"),
        ({"registered_from": "yesterday"}, "registered_from"),
        ({"registered_from": "0001-01-01T00:00:00Z"}, "registered_from"),
        ({"registered_until": "9999-12-31T23:59:59-12:00"}, "registered_until"),
        ({"number": "x"}, "number"),
        ({"phone": "\0"}, "phone"),
        ({"overdue": "maybe"}, "overdue"),
    ],
)
def test_a_filter_that_cannot_be_is_named(city, query, field):
    response = city.dispatcher.get("/orders", **query)

    assert response.status_code == 422
    assert response.json()["field"].split(".")[0] == field


def test_pages_follow_each_other_without_gaps_or_repeats(city):
    made = [city.operator.register() for _ in range(5)]

    found, cursor = [], None
    for _ in range(3):
        page = city.dispatcher.get("/orders", size=2, **({"cursor": cursor} if cursor else {})).json()
        found += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert found == made[::-1]
    assert cursor is None


def test_the_work_list_begins_with_the_nearest_deadline(city):
    slow, fast = city.operator.register(), city.operator.register(urgency="urgent")
    for number in (slow, fast):
        city.dispatcher.do(number, "dispatch", lead="water")

    page = city.water_clerk.get("/work").json()

    assert [item["order"]["number"] for item in page["items"]] == [fast, slow]
    assert page["items"][0]["unit"] == {"code": "water", "name": "水务集团"}
    assert page["items"][0]["state"] == "pending_sign"


def test_the_caller_is_told_who_they_are(city):
    me = city.water_clerk.get("/me").json()

    assert me["name"] == "water_clerk"
    assert me["roles"] == [{"code": "unit_clerk", "name": "承办单位经办员"}]
    assert me["units"] == [{"code": "water", "name": "水务集团"}]
    assert "sign_assignment" in me["permissions"]
    assert me["is_centre"] is False


def test_the_directory_tells_units_topics_reasons_and_packs(city):
    from jiesu.catalogue.actions import import_topics
    from jiesu.catalogue.tables import TopicRow
    from jiesu.organisations.actors import SYSTEM

    import_topics([TopicRow(level1="市政设施", level2="井盖设施", level3="井盖缺失")], by=SYSTEM)
    ask = city.water_clerk.get

    units = ask("/units").json()["items"]
    assert {unit["code"] for unit in units} == {"centre", "county", "water", "parks", "town"}
    assert next(unit for unit in units if unit["code"] == "town")["parent"] == "county"
    assert [unit["code"] for unit in ask("/units", name="水务").json()["items"]] == ["water"]
    assert [topic["code"] for topic in ask("/topics").json()["items"]] == ["01", "0101", "010101"]
    assert [topic["code"] for topic in ask("/topics", parent="0101").json()["items"]] == ["0101", "010101"]
    assert {reason["kind"] for reason in ask("/reasons", kind="return").json()["items"]} == {"return"}
    packs = {pack["code"]: pack for pack in ask("/packs").json()["items"]}
    assert [code for code, pack in packs.items() if pack["is_current"]] == ["default"]
    assert packs["sichuan_2025"]["limits"]


def attach(voice, number, name="现场.png", body=b"\x89PNG\r\n\x1a\n" + b"\0" * 64, **form):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return voice.client.post(
        f"/api/v1/orders/{number}/attach",
        {"file": SimpleUploadedFile(name, body), **form},
        headers=voice.headers,
    )


def saved(response) -> bytes:
    """The file's bytes; reading to the end closes the response."""
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_file_is_given_back_to_be_saved_and_never_shown_in_place(city):
    number = city.at("handling")

    told = attach(city.water_clerk, number)
    again = city.water_clerk.get(f"/orders/{number}/attachments/{told.json()['id']}")

    assert (told.status_code, told.json()["content_type"], told.json()["name"]) == (
        201,
        "image/png",
        "现场.png",
    )
    assert saved(again)[:8] == b"\x89PNG\r\n\x1a\n"
    assert again["Content-Disposition"].startswith("attachment;")
    assert again["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in again["Content-Security-Policy"]
    listed = city.dispatcher.story(number)["attachments"]
    assert [item["name"] for item in listed] == ["现场.png"]


def test_a_file_for_the_centre_alone_is_not_given_to_units(city):
    number = city.at("handling")
    told = attach(city.dispatcher, number, visibility="internal").json()

    assert city.water_clerk.story(number)["attachments"] == []
    assert city.water_clerk.get(f"/orders/{number}/attachments/{told['id']}").status_code == 404


def test_opening_a_confidential_orders_file_is_recorded(city):
    from jiesu.core.models import AuditEntry

    number = city.operator.register(is_confidential=True)
    told = attach(city.dispatcher, number).json()

    saved(city.dispatcher.get(f"/orders/{number}/attachments/{told['id']}"))

    entries = AuditEntry.objects.filter(action="open_attachment", subject=number)
    assert [entry.actor_name for entry in entries] == ["dispatcher"]


@pytest.mark.parametrize(
    ("name", "body"),
    [("empty.png", b""), ("program.exe", b"MZ" + b"\0" * 100)],
)
def test_a_file_that_is_not_taken_is_said_to_be_so(city, name, body):
    number = city.at("handling")

    response = attach(city.water_clerk, number, name, body)

    assert (response.status_code, response.json()["field"]) == (422, "file")
    assert city.dispatcher.story(number)["attachments"] == []


def test_a_file_too_large_is_refused_before_it_is_read(city, monkeypatch):
    number = city.at("handling")
    monkeypatch.setattr("jiesu.api.entrance.LARGEST_REQUEST", 1000)

    response = attach(city.water_clerk, number, body=b"\x89PNG\r\n\x1a\n" + b"\0" * 2000)

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_an_appeal_with_a_key_is_registered_once(city):
    keyed = {**APPEAL, "source": "province", "external_id": "SC-2026-0001"}

    first, second = city.operator.post("/orders", keyed), city.operator.post("/orders", keyed)

    assert (first.status_code, first.json()["created"]) == (201, True)
    assert (second.status_code, second.json()["created"]) == (200, False)
    assert {**second.json(), "created": True} == first.json()
    assert numbers(city.dispatcher.get("/orders")) == [first.json()["number"]]
    other = city.operator.post("/orders", {**keyed, "content": "另一件事"})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


def test_the_key_may_come_in_a_header(city):
    first, second = (city.operator.post("/orders", APPEAL, **{"Idempotency-Key": "abc-1"}) for _ in range(2))
    stranger = city.shift_lead.post("/orders", APPEAL, **{"Idempotency-Key": "abc-1"})

    assert first.json()["number"] == second.json()["number"]
    assert stranger.json()["number"] != first.json()["number"]
    bad = city.operator.post("/orders", APPEAL, **{"Idempotency-Key": "x" * 500})
    assert (bad.status_code, bad.json()["field"]) == (422, "Idempotency-Key")


def test_a_list_can_be_searched_by_words_and_by_what_is_asked_for(city):
    number = city.operator.register(content="和平路路灯不亮", title="路灯")
    city.operator.register(content="人民路井盖破损", title="井盖")
    asking = city.at("handling")
    city.water_clerk.do(asking, "apply_exclusion", reason="不可抗力")

    assert numbers(city.operator.get("/orders", words="和平路 ＷＩＦＩ")) == []
    assert numbers(city.operator.get("/orders", words="路灯 和平")) == [number]
    assert numbers(city.water_clerk.get("/orders", words="路灯")) == []
    assert numbers(city.operator.get("/orders", application=["exclusion", "extension"])) == [asking]
    assert city.operator.get("/orders", words="路" * 101).status_code == 422
