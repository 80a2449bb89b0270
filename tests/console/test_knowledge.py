"""The pages of the knowledge base: from a question nobody could answer to an answer everybody finds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiesu.accounts.models import User
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
from jiesu.knowledge.tables import cells_of
from tests.knowledge.desk import WATER, Desk

HOME = "/console/knowledge/"
QUERIES = 15


@pytest.fixture
def desk(db, held_clock):
    keeping.forget_index()
    yield Desk()
    keeping.forget_index()


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def read(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_from_a_gap_to_an_answer(desk):
    """A unit drafts, its leader vouches, the centre publishes, the operator finds it; the gap is gone."""
    operator, clerk, leader = signed_in("operator"), signed_in("water_clerk"), signed_in("water_leader")
    approver = signed_in("zhishen")
    asked = "家里庭水了咋办"  # as somebody types it in a hurry
    assert "没有找到合适的知识" in read(operator, f"{HOME}?q={asked}")
    operator.post(f"{HOME}missed/", {"q": asked})
    assert asked in read(approver, f"{HOME}waiting/")

    written = clerk.post(f"{HOME}new/", {"owner": "市自来水公司", **cells_of(WATER)})
    number = Article.objects.get().number
    assert written["Location"] == f"{HOME}{number}/"
    for who, verb in ((clerk, "submit"), (leader, "endorse"), (approver, "approve"), (approver, "publish")):
        assert (
            number in read(leader if verb == "endorse" else approver, f"{HOME}waiting/") or verb == "submit"
        )
        assert who.post(f"{HOME}{number}/{verb}/").status_code == 302

    keeping.forget_index()
    found = read(operator, f"{HOME}?q={asked}", hx_request="true", hx_target="found")
    assert WATER.question in found
    assert "<html" not in found
    assert operator.post(f"{HOME}{number}/use/", {"q": asked}).status_code == 302
    assert Article.objects.get().uses == 1
    assert asked not in read(approver, f"{HOME}waiting/")
    assert [row.is_good for row in Inquiry.objects.order_by("pk")] == [False, True]


def test_a_new_version_shows_what_is_different(desk):
    number = desk.publish()
    clerk = signed_in("water_clerk")
    assert "修订" in read(clerk, f"{HOME}{number}/")
    clerk.post(f"{HOME}{number}/edit/", {**cells_of(WATER), "fees": "每次十元"})
    shown = read(clerk, f"{HOME}{number}/")
    assert "与第 1 版的不同" in shown
    assert "<del>" in shown
    assert "<ins>" in shown


def test_a_refusal_is_said_on_the_page_and_beside_the_field(desk):
    number = desk.draft()
    approver = signed_in("zhishen")
    refused = approver.post(f"{HOME}{number}/publish/")
    assert refused.status_code == 409
    assert "编写中" in refused.content.decode()
    clerk = signed_in("water_clerk")
    response = clerk.post(f"{HOME}{number}/edit/", {**cells_of(WATER), "review_by": "明天"})
    assert response.status_code == 422
    assert "不能识别“明天”" in response.content.decode()
    unknown = clerk.post(f"{HOME}new/", {"owner": "没有的单位", "question": "?"})
    assert (unknown.status_code, "不止一个" in unknown.content.decode()) == (422, True)


@pytest.mark.parametrize("path", ["ZS999999/", "ZS999999/edit/"])
def test_what_is_not_there_is_not_found(desk, path):
    assert signed_in("operator").get(f"{HOME}{path}").status_code == 404


def test_an_unknown_verb_is_not_found(desk):
    assert signed_in("operator").post(f"{HOME}{desk.draft()}/explode/").status_code == 404


def test_another_unit_neither_reads_nor_edits_a_draft(desk):
    number = desk.draft()
    other = signed_in("power_clerk")
    assert other.get(f"{HOME}{number}/").status_code == 404
    assert other.post(f"{HOME}{number}/submit/").status_code in (403, 404)


def test_nobody_reads_without_signing_in(client, db):
    for path in ("", "waiting/", "new/", "ZS000001/"):
        assert client.get(HOME + path).status_code == 302


def test_the_pages_cost_a_bounded_number_of_queries(desk):
    number = desk.publish()
    for _ in range(4):
        desk.publish()
    approver = signed_in("zhishen")
    for path in ("", "?q=停水", "waiting/", f"{number}/"):
        with CaptureQueriesContext(connection) as captured:
            read(approver, HOME + path)
        assert len(captured) < QUERIES + 2, path


def test_files_are_added_shown_and_given_to_citizens_once_published(desk, client):
    from io import BytesIO

    number = desk.draft()
    clerk = signed_in("water_clerk")
    given = BytesIO(b"%PDF-1.7")
    given.name = "申请表.pdf"
    assert clerk.post(f"{HOME}{number}/files/", {"file": given, "is_public": "on"}).status_code == 302
    page = read(clerk, f"{HOME}{number}/")
    assert "申请表.pdf" in page
    assert "群众可见" in page
    (row,) = Article.objects.get().versions.get().files.all()
    paper = f"/ask/files/{number}/{row.pk}/"
    assert client.get(paper).status_code == 404
    desk.pass_on(number)
    sent = client.get(paper)
    assert (sent["Content-Type"], b"".join(sent.streaming_content)) == ("application/pdf", b"%PDF-1.7")
    assert sent["Content-Disposition"].startswith("attachment")
    client.post("/ask/", {"message": "家里停水了怎么办"})
    assert "申请表.pdf" in client.get("/ask/").content.decode()
    refused = clerk.post(f"{HOME}{number}/files/", {"file": BytesIO(b"MZ")})
    assert refused.status_code in (409, 422)
    assert signed_in("power_clerk").post(f"{HOME}{number}/files/{row.pk}/remove/").status_code in (
        403,
        404,
        409,
    )
