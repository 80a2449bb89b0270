"""One endpoint a verb, each doing what its action does."""

import pytest

from tests.api.cast import API, APPEAL, REPLY


def document(city) -> dict:
    return city.operator.get("/openapi.json").json()


def test_every_verb_has_an_endpoint_of_its_own(city):
    from jiesu.workorders.states import Verb

    paths = document(city)["paths"]
    special = {Verb.SAVE_DRAFT: f"{API}/orders/drafts"}
    for verb in Verb:
        operation = paths[special.get(verb, f"{API}/orders/{{number}}/{verb.value}")]["post"]
        assert operation["operationId"] in (verb.value, f"{verb.value}_draft")
        assert operation["summary"]


def test_every_body_of_a_verb_may_name_the_version_that_the_sender_saw(city):
    told = document(city)
    for path, operations in told["paths"].items():
        verb = path.rpartition("/")[2]
        if "{number}" in path and "post" in operations and verb not in ("citizen", "attach"):
            schema = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
            name = next(part for part in str(schema).split("'") if part.startswith("#/")).rpartition("/")[2]
            assert "version" in told["components"]["schemas"][name]["properties"], verb


def test_the_document_names_nothing_twice(city):
    import json

    def once(pairs):
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys))
        return dict(pairs)

    json.loads(city.operator.get("/openapi.json").content, object_pairs_hook=once)


def test_the_document_tells_of_problems_and_of_both_ways_to_sign_in(city):
    told = document(city)

    assert told["openapi"].startswith("3.1")
    assert set(told["components"]["securitySchemes"]) == {"TokenAuth", "SessionAuth"}
    for operations in told["paths"].values():
        for operation in operations.values():
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    ids = [
        operation["operationId"] for operations in told["paths"].values() for operation in operations.values()
    ]
    assert len(ids) == len(set(ids))


def test_a_draft_becomes_an_order_when_it_is_registered(city):
    draft = city.operator.post("/orders/drafts", APPEAL)
    assert (draft.status_code, draft.json()["state"]) == (201, "draft")

    assert city.operator.do(draft.json()["number"], "register")["state"] == "pending_dispatch"


@pytest.mark.parametrize(
    ("verb", "body", "state"),
    [
        ("answer_directly", {"answer": "请携带身份证到窗口办理。"}, "direct_answered"),
        ("transfer", {"reason_code": "emergency_110", "three_way": True}, "transferred"),
        ("guide", {"reason_code": "litigation"}, "guided"),
        ("invalidate", {"reason_code": "silent"}, "invalid"),
        ("convene", {"reason": "职责不清"}, "conference"),
        ("withdraw", {"reason": "诉求人来电撤回"}, "withdrawn"),
    ],
)
def test_an_order_that_needs_no_unit_is_disposed_of(city, verb, body, state):
    from jiesu.catalogue.selectors import reasons

    if "reason_code" in body:
        kinds = {"transfer": "transfer", "guide": "guide", "invalidate": "invalid"}
        body["reason_code"] = next(reason.code for reason in reasons() if reason.kind == kinds[verb])

    assert city.dispatcher.do(city.at("pending_dispatch"), verb, **body)["state"] == state


def test_an_order_is_merged_into_another(city):
    main, double = city.at("pending_dispatch"), city.at("pending_dispatch")

    assert city.dispatcher.do(double, "merge", into=main)["state"] == "merged"
    assert city.dispatcher.story(double)["order"]["merged_into"] == main


def test_a_return_is_asked_refused_objected_to_and_decided_by_a_conference(city):
    from jiesu.catalogue.selectors import reasons

    code = next(reason.code for reason in reasons() if reason.kind == "return")
    number = city.at("pending_sign")
    asked = {"reason_code": code, "reason": "该路段由园林局管养", "suggested_unit": "parks"}

    assert city.water_clerk.do(number, "request_return", **asked)["state"] == "return_requested"
    assert city.dispatcher.do(number, "refuse_return", reason="属供水井盖")["state"] == "pending_sign"
    assert city.water_clerk.do(number, "object", reason="产权不属我方")["state"] == "conference"
    concluded = city.dispatcher.do(
        number, "assign_lead", lead="parks", assists=["water"], minutes="会商纪要〔2026〕1号"
    )
    assert concluded["state"] == "pending_sign"
    lead = city.dispatcher.story(number)["order"]["lead_unit"]
    assert lead == {"code": "parks", "name": "园林局"}


def test_a_return_that_is_approved_is_dispatched_again(city):
    from jiesu.catalogue.selectors import reasons

    code = next(reason.code for reason in reasons() if reason.kind == "return")
    number = city.at("pending_sign")
    city.water_clerk.do(number, "request_return", reason_code=code, reason="不属我方")

    assert city.dispatcher.do(number, "approve_return")["state"] == "pending_dispatch"
    assert city.dispatcher.do(number, "dispatch", lead="parks")["state"] == "pending_sign"
    moved = city.dispatcher.do(number, "redispatch", lead="water", reason="改由水务集团办理")
    assert moved["state"] == "pending_sign"


def test_parts_are_delegated_collected_and_answered_for(city):
    number = city.at("pending_dispatch")
    city.dispatcher.do(number, "dispatch", lead="county", assists=["water"])
    city.county_clerk.do(number, "sign")
    city.county_clerk.do(number, "contact", note="已致电")
    city.county_clerk.do(number, "delegate", units=["town"], instructions="现场核实")
    city.town_clerk.do(number, "sign")
    city.town_clerk.do(number, "reply", handling="已到现场")
    city.water_clerk.do(number, "sign")
    city.water_clerk.do(number, "reply", handling="已关阀")
    shares = {share["unit"]["code"]: share for share in city.county_clerk.story(number)["shares"]}
    early = city.county_clerk.post(f"/orders/{number}/reply", REPLY)

    assert (early.status_code, early.json()["code"]) == (409, "parts_outstanding")
    city.county_clerk.do(number, "send_back", share=shares["water"]["id"], reason="未说明恢复时间")
    city.water_clerk.do(number, "reply", handling="已关阀，今晚恢复")
    city.county_clerk.do(number, "collect", share=shares["water"]["id"])
    city.county_clerk.do(number, "collect", share=shares["town"]["id"])
    assert city.county_clerk.do(number, "reply", **REPLY)["state"] == "pending_approval"
    assert city.county_leader.do(number, "reject_reply", reason="措辞")["state"] == "handling"


def test_a_share_is_taken_back(city):
    number = city.at("pending_dispatch")
    city.dispatcher.do(number, "dispatch", lead="water", assists=["parks"])
    shares = {share["unit"]["code"]: share["id"] for share in city.dispatcher.story(number)["shares"]}

    city.dispatcher.do(number, "withdraw_share", share=shares["parks"], reason="无需协办")

    story = city.dispatcher.story(number)
    states = {share["unit"]["code"]: share["state"] for share in story["shares"]}
    assert states["parks"] == "withdrawn"


def test_an_extension_is_asked_and_granted(city):
    number = city.at("handling")
    before = city.dispatcher.story(number)["order"]["due_at"]

    city.water_clerk.do(number, "apply_extension", reason="需采购配件", amount={"amount": "2"})
    assert city.dispatcher.story(number)["applications"][0]["state"] == "pending"
    after = city.duty_chief.do(number, "approve_extension", note="同意")

    assert after["due_at"] > before
    city.water_clerk.do(
        number, "apply_extension", reason="配件未到", amount={"amount": 1, "measure": "working_days"}
    )
    assert city.duty_chief.do(number, "refuse_extension", reason="已延期一次")["state"] == "handling"


def test_a_suspension_stops_the_clocks_until_it_is_resumed(city, held_clock):
    from jiesu.catalogue.selectors import reasons

    code = next(reason.code for reason in reasons() if reason.kind == "suspension")
    number = city.at("handling")
    asked = {"reason_code": code, "reason": "冬季不能施工", "review_on": "2026-03-30"}

    city.water_clerk.do(number, "apply_suspension", **asked)
    city.duty_chief.do(number, "refuse_suspension", reason="说明不足")
    city.water_clerk.do(number, "apply_suspension", **asked)
    assert city.duty_chief.do(number, "approve_suspension")["state"] == "suspended"
    clocks = city.duty_chief.story(number)["clocks"]
    assert {clock["state"] for clock in clocks if clock["kind"] == "handle"} == {"paused"}
    city.duty_chief.do(number, "review_suspension", review_on="2026-03-31", note="仍封冻")
    assert city.duty_chief.do(number, "resume")["state"] == "handling"


def test_a_final_answer_ends_the_matter(city):
    number = city.at("handling")

    city.water_clerk.do(number, "apply_final_answer", reason="诉求已合理解决", document="水集〔2026〕7号")
    city.duty_chief.do(number, "refuse_final_answer", reason="材料不全")
    city.water_clerk.do(number, "apply_final_answer", reason="补充材料")
    closed = city.duty_chief.do(number, "approve_final_answer", answer="该诉求已依法办结。")

    assert closed["state"] == "closed"


def test_an_order_is_excluded_from_assessment(city):
    number = city.at("handling")

    city.water_clerk.do(number, "apply_exclusion", reason="不可抗力")
    city.assessor.do(number, "refuse_exclusion", reason="证据不足")
    city.water_clerk.do(number, "apply_exclusion", reason="补充气象证明")
    city.assessor.do(number, "approve_exclusion")

    assert city.assessor.story(number)["order"]["is_excluded"] is True


def test_a_dissatisfied_citizen_sets_the_unit_to_work_again_and_a_closed_order_is_opened(city):
    number = city.at("pending_callback")
    answers = {
        "reached": True,
        "contacted": True,
        "truthful": False,
        "resolution": "unresolved",
        "satisfaction": "dissatisfied",
        "unit_at_fault": True,
        "reason": "井盖又坏了",
    }

    city.callback.do(number, "record_callback", **answers)
    assert city.callback.do(number, "rework", reason="未解决")["state"] == "handling"
    closed = city.at("closed")
    assert city.duty_chief.do(closed, "reopen", reason="出现新情况")["state"] == "pending_dispatch"


def test_what_was_registered_is_amended_field_by_field(city):
    number = city.at("pending_dispatch")

    city.dispatcher.do(number, "amend", address="朝阳路 20 号", lon=None, nature="help")

    order = city.dispatcher.story(number)["order"]
    assert (order["address"], order["nature"], order["content"]) == (
        "朝阳路 20 号",
        "help",
        APPEAL["content"],
    )
    for nothing in ({}, {"version": 2}):
        refused = city.dispatcher.post(f"/orders/{number}/amend", nothing)
        assert (refused.status_code, refused.json()["field"]) == (422, "changes")


def test_a_verb_on_an_order_that_somebody_changed_since_is_refused(city):
    number = city.at("pending_dispatch")
    city.dispatcher.do(number, "annotate", note="查重：无")

    response = city.dispatcher.post(f"/orders/{number}/dispatch", {"lead": "water", "version": 1})

    assert (response.status_code, response.json()["code"]) == (409, "stale_version")
    assert "dispatcher" in response.json()["detail"]
    assert city.dispatcher.story(number)["order"]["state"] == "pending_dispatch"
    assert city.dispatcher.do(number, "dispatch", lead="water", version=2)["state"] == "pending_sign"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lead": "no-such-unit"}, "lead"),
        ({"lead": "water", "assists": ["no-such-unit"]}, "assists"),
        ({"lead": "water", "assists": ["water"]}, "assists"),
        ({"lead": "centre"}, "lead"),
        ({"lead": "water", "instructions": "x" * 20_001}, "instructions"),
        ({"lead": "water", "instructions": "\0"}, "instructions"),
        ({"lead": "water", "version": "new"}, "version"),
        ({"lead": "../../water"}, "lead"),
        ({}, "lead"),
    ],
)
def test_a_dispatch_that_cannot_be_names_its_field_and_changes_nothing(city, body, field):
    number = city.at("pending_dispatch")

    response = city.dispatcher.post(f"/orders/{number}/dispatch", body)

    assert (response.status_code, response.json()["field"]) == (422, field)
    assert city.dispatcher.story(number)["order"]["version"] == 1


def test_the_wrong_person_the_wrong_state_and_the_wrong_unit_are_told_apart(city):
    number, fresh = city.at("pending_sign"), city.at("pending_dispatch")

    refusals = {
        "not_allowed": city.operator.post(f"/orders/{fresh}/dispatch", {"lead": "water"}),
        "wrong_state": city.dispatcher.post(f"/orders/{number}/dispatch", {"lead": "water"}),
        "not_found": city.parks_clerk.post(f"/orders/{number}/sign"),
    }

    statuses = {code: (response.status_code, response.json()["code"]) for code, response in refusals.items()}
    assert statuses == {
        "not_allowed": (403, "not_allowed"),
        "wrong_state": (409, "wrong_state"),
        "not_found": (404, "not_found"),
    }
