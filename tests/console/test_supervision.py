"""Supervision in the console: issued and answered, ledgers kept, bulletins read, a file handed over."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.console.test_workbench import QUERIES, SWAP, order_at, signed_in, text_of

HERE = "/console/oversight/supervision/"


@pytest.fixture
def supervisor(city):
    """Somebody who supervises, at the centre."""
    return signed_in(city, "duty_chief")


def issue(client, number, **data):
    given = {"colour": "blue", "level": "unit_leader", "reason": "群众催问三次", **data}
    return client.post(f"{HERE}orders/{number}/supervise/", given, headers=SWAP)


def test_a_supervision_order_is_issued_on_the_page_of_an_order_and_answered_by_its_unit(city, supervisor):
    number = city.at("handling")
    form = text_of(supervisor.get(f"{HERE}orders/{number}/supervise/", headers=SWAP))
    assert "签发督办单" in form

    empty = issue(supervisor, number, reason="")
    assert empty.status_code == 422
    assert "is-wrong" in text_of(empty)

    panels = issue(supervisor, number)
    assert panels["HX-Retarget"] == "#watch"
    key = re.search(r"DB\d+", text_of(panels))[0]

    clerk = signed_in(city, "water_clerk")
    assert key in text_of(clerk.get(f"/console/oversight/orders/{number}/", headers=SWAP))
    assert key in text_of(clerk.get(f"{HERE}issued/"))
    assert "反馈督办" in text_of(clerk.get(f"{HERE}issued/{key}/"))
    refused = clerk.post(f"{HERE}issued/{key}/answer/", {"note": ""})
    assert refused.status_code == 422
    clerk.post(f"{HERE}issued/{key}/answer/", {"note": "已更换井盖，请核查。"})

    assert key in text_of(supervisor.get(f"{HERE}issued/?tab=answered"))
    supervisor.post(f"{HERE}issued/{key}/send_back/", {"note": "请附照片"})
    clerk.post(f"{HERE}issued/{key}/answer/", {"note": "已附照片。"})
    supervisor.post(f"{HERE}issued/{key}/accept/", {"note": ""})
    page = text_of(supervisor.get(f"{HERE}issued/?tab=ended"))
    assert key in page
    assert "已销号" in page


def test_another_units_supervision_order_does_not_exist_and_cannot_be_answered(city, supervisor):
    from jiesu.oversight.models import Supervision

    number = city.at("handling")
    issue(supervisor, number)
    key = Supervision.objects.get().number
    stranger = signed_in(city, "parks_clerk")

    assert key not in text_of(stranger.get(f"{HERE}issued/"))
    assert stranger.get(f"{HERE}issued/{key}/").status_code == 404
    assert stranger.post(f"{HERE}issued/{key}/answer/", {"note": "我来"}).status_code == 404
    assert signed_in(city, "operator").post(
        f"{HERE}orders/{number}/supervise/", {"colour": "red", "level": "mayor", "reason": "急"}
    ).status_code in (403, 422)
    assert Supervision.objects.get().state == "issued"


def test_what_was_not_answered_in_time_is_counted_and_shown_as_late(city, supervisor, held_clock):
    number = city.at("handling")
    issue(supervisor, number)
    held_clock.move(timedelta(days=9))

    page = text_of(supervisor.get(f"{HERE}issued/?tab=late"))
    assert "■ 超期" in page.replace("</span>", "").replace("<span", " ") or "clock-overdue" in page
    assert re.search(r"逾期未反馈 <span class=\"soft\">1<", page)
    book = load_workbook(
        io.BytesIO(b"".join(supervisor.get(f"{HERE}issued/export/?tab=late").streaming_content))
    )
    rows = list(book.active.values)
    assert rows[0][:4] == ("督办编号", "等级", "层级", "工单编号")
    assert [row[3] for row in rows[1:]] == [number]


def test_an_order_is_kept_in_a_ledger_until_the_problem_is_settled(city, supervisor):
    from jiesu.oversight.models import LedgerEntry

    number = city.at("handling")
    entered = supervisor.post(
        f"{HERE}orders/{number}/enter/", {"ledger": "legacy", "reason": "2009年拆迁遗留"}, headers=SWAP
    )
    assert "历史遗留" in text_of(entered)
    again = supervisor.post(
        f"{HERE}orders/{number}/enter/", {"ledger": "legacy", "reason": "再来"}, headers=SWAP
    )
    assert again.status_code == 409
    entry = LedgerEntry.objects.get()
    own = f"{HERE}ledgers/{entry.pk}/"
    supervisor.post(
        f"{own}plan/", {"cause": "others_needed", "leader": "王副县长", "plan": "专班", "review_on": ""}
    )
    late = supervisor.post(f"{own}plan/", {"cause": "unknown", "review_on": "2020-01-01"})
    assert late.status_code == 422
    assert "王副县长" in text_of(supervisor.get(f"{HERE}ledgers/?ledger=legacy"))
    supervisor.post(f"{own}review/", {"note": "已签协议", "next_on": ""})
    supervisor.post(f"{own}settle/", {"note": "已安置"})
    entry.refresh_from_db()
    assert (entry.cause, entry.settlement) == ("others_needed", "已安置")
    assert number in text_of(supervisor.get(f"{HERE}ledgers/?settled=on"))
    assert number not in text_of(supervisor.get(f"{HERE}ledgers/"))
    assert supervisor.post(f"{own}settle/", {"note": "再销"}).status_code == 409


def test_a_bulletin_is_composed_from_the_records_edited_issued_and_read(city, supervisor):
    from jiesu.oversight.models import Bulletin

    number = city.at("handling")
    supervisor.post(
        f"{HERE}orders/{number}/escalate/", {"level": "mayor", "colour": "red", "reason": "媒体曝光"}
    )
    supervisor.post(
        f"{HERE}bulletins/new/",
        {"scope": "city", "period": "ad_hoc", "since": "2026-03-01", "until": "2026-03-31"},
    )
    bulletin = Bulletin.objects.get()
    own = f"{HERE}bulletins/{bulletin.pk}/"
    assert f"红色督办1件；涉及工单：{number}" in bulletin.text
    assert "红色督办1件" in text_of(supervisor.get(own))
    clerk = signed_in(city, "water_clerk")
    assert clerk.get(own).status_code == 404  # a draft
    supervisor.post(own, {"title": "第一期督办通报", "text": "请整改。"})
    supervisor.post(f"{own}issue/")
    assert supervisor.post(own, {"title": "改", "text": "改"}).status_code == 409
    assert "签阅" in text_of(clerk.get(own))
    clerk.post(f"{own}acknowledge/")
    assert "李" in text_of(supervisor.get(own)) or "签阅" in text_of(supervisor.get(own))
    paper = supervisor.get(f"{own}paper/")
    assert paper.content.startswith(b"%PDF")
    assert signed_in(city, "parks_clerk").post(f"{own}acknowledge/").status_code == 404


def test_a_complete_file_is_handed_to_inspection_and_written_down(city, supervisor):
    from pypdf import PdfReader

    from jiesu.core.models import AuditEntry
    from jiesu.organisations.selectors import actor_for
    from jiesu.oversight.models import Handover
    from jiesu.workorders import actions
    from tests.workorders.doing import PNG

    number = city.at("handling")
    actions.attach_file(
        number, name="现场.png", file=io.BytesIO(PNG), by=actor_for(city.voices["water_clerk"].user)
    )
    issue(supervisor, number)
    shown = supervisor.post(
        f"{HERE}orders/{number}/hand-over/",
        {"recipient": "市纪委监委驻局纪检组", "reason": "涉嫌推诿"},
        headers=SWAP,
    )
    row = Handover.objects.get()
    assert f"{HERE}handed/{row.pk}/" in text_of(shown)
    body = b"".join(supervisor.get(f"{HERE}handed/{row.pk}/").streaming_content)
    reader = PdfReader(io.BytesIO(body))
    text = "".join(page.extract_text() for page in reader.pages)
    assert number in text
    assert "涉嫌推诿" in text
    assert "群众催问三次" in text
    assert "13812345678" not in text
    assert list(reader.attachments) == ["01-现场.png"]
    assert reader.attachments["01-现场.png"] == [PNG]
    told = AuditEntry.objects.filter(action__in=["hand_to_inspection", "open_handover"]).order_by("pk")
    assert [(row.action, row.subject) for row in told] == [
        ("hand_to_inspection", number),
        ("open_handover", number),
    ]
    assert signed_in(city, "water_clerk").get(f"{HERE}handed/{row.pk}/").status_code == 403


def test_the_ladder_is_tried_on_last_month_and_published_as_a_version(city):
    from jiesu.oversight.models import LadderVersion

    administrator = signed_in(city, "administrator")
    assert "提级阶梯" in text_of(administrator.get(f"{HERE}ladder/"))
    assert "会采取" in text_of(administrator.get(f"{HERE}ladder/try/"))
    rung = {
        "form-0-condition": "reworked", "form-0-times": "2", "form-0-level": "mayor", "form-0-urge": "on",
        "form-1-level": "unit_leader",
    }  # fmt: skip
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", **rung}
    tried = administrator.post(f"{HERE}ladder/edit/", {**data, "try": "1"})
    assert "会采取" in text_of(tried)
    assert not LadderVersion.objects.exists()
    wrong = administrator.post(f"{HERE}ladder/edit/", {**data, "form-0-times": "", "publish": "1"})
    assert wrong.status_code == 422
    assert "第1级" in text_of(wrong)
    administrator.post(f"{HERE}ladder/edit/", {**data, "publish": "1", "note": "加快"})
    assert [(row.version, row.note) for row in LadderVersion.objects.all()] == [(1, "加快")]
    assert signed_in(city, "duty_chief").get(f"{HERE}ladder/").status_code == 403


def test_a_conference_shows_what_each_unit_said(city):
    from jiesu.oversight.models import EscalationStep
    from tests.jobs import run_due

    number = city.operator.register()
    for unit, returned in (("water", 1), ("parks", 2), ("county", 3)):
        city.dispatcher.do(number, "dispatch", lead=unit)
        city.voices[f"{unit}_clerk"].do(
            number, "request_return", reason_code="return_not_ours", reason=f"{unit}不管"
        )
        if returned < 3:
            city.dispatcher.do(number, "approve_return")
    run_due()
    assert EscalationStep.objects.filter(confer=True, order__number=number).count() == 1
    page = text_of(signed_in(city, "dispatcher").get(f"{HERE}conference/"))
    assert number in page
    assert "parks不管" in page
    assert f"{order_at(number)}?act=convene" in page


@pytest.mark.parametrize(
    "address",
    [
        "issued/",
        "issued/?tab=ended",
        "ledgers/",
        "bulletins/",
        "conference/",
        "ladder/",
        "ladder/edit/",
        "bulletins/new/",
    ],
)
def test_pages_are_read_in_few_queries(city, supervisor, address):
    number = city.at("handling")
    issue(supervisor, number)
    supervisor.post(f"{HERE}orders/{number}/enter/", {"ledger": "legacy", "reason": "遗留"})
    client = signed_in(city, "administrator") if address.startswith("ladder") else supervisor
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{HERE}{address}").status_code == 200
    assert len(queries) <= QUERIES, [query["sql"] for query in queries]
