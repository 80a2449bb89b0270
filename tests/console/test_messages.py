"""Pages of messages, urging and instructions as their people use them."""

import io
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from jiesu.accounts.models import User
from jiesu.messaging.actions import send_letters
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.letters import Letter
from jiesu.messaging.models import ContactPoint, Message, PushSubscription, QuietHoursRow, TemplateVersion
from jiesu.oversight.models import Instruction, NoticeRuleRow, Urging
from jiesu.workorders import actions


@pytest.fixture
def cast(db, held_clock):
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def sit(cast):
    """Call it with a name to get that person's browser."""

    def sit(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sit


@pytest.fixture
def keeper(cast) -> Client:
    """Whoever configures messages."""
    from jiesu.accounts.roles import Role
    from jiesu.organisations.models import Post

    user = User.objects.create(username="keeper", display_name="管理员", password="!")
    Post.objects.create(user=user, unit=cast.centre, role=Role.ADMINISTRATOR, starts_on=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def number(cast) -> str:
    made = cast.register()
    actions.dispatch_order(made, lead=cast.water.pk, by=cast.dispatcher)
    return made


def letter(**more) -> Letter:
    given = {"channel": MessageChannel.SMS, "address": "13812345678", "recipient": "诉求人", "text": "您好"}
    return Letter(**{**given, "purpose": "citizen.registered", **more})


def text(response) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_messages_out_are_listed_narrowed_and_exported_without_numbers(sit):
    send_letters(
        [
            letter(key="1", subject="9901"),
            letter(key="2", channel=MessageChannel.INBOX, user_id=User.objects.get(username="operator").pk),
        ]
    )
    client = sit("supervisor")

    assert "138****5678" in text(client.get(reverse("messages-out")))
    assert "没有这样的消息" in text(client.get(reverse("messages-out") + "?state=failed"))
    assert "9901" in text(client.get(reverse("messages-out") + "?subject=9901&channel=sms"))
    book = load_workbook(io.BytesIO(b"".join(client.get(reverse("messages-export")).streaming_content)))
    rows = list(book.active.values)
    assert len(rows) == 3
    assert "13812345678" not in str(rows)


def test_who_may_not_see_messages_does_not(sit):
    assert sit("water_clerk").get(reverse("messages-out")).status_code == 403
    assert sit("water_clerk").get(reverse("message-templates")).status_code == 403


def test_a_failed_message_is_sent_again_and_one_under_way_is_not(sit):
    (message,) = send_letters([letter(key="1")])
    client = sit("supervisor")
    assert client.post(reverse("message-resend", args=[message.pk])).status_code == 409
    Message.objects.update(state="failed")

    assert client.post(reverse("message-resend", args=[message.pk])).status_code == 302
    assert Message.objects.get().state == "waiting"


def test_the_bell_counts_and_the_inbox_is_read(sit):
    user = User.objects.get(username="water_clerk")
    send_letters(
        [
            letter(
                key=str(n), channel=MessageChannel.INBOX, user_id=user.pk, title=f"题{n}", link="/console/me/"
            )
            for n in range(3)
        ]
    )
    client = sit("water_clerk")

    assert ">3</b>" in text(client.get(reverse("inbox-bell")))
    assert "题2" in text(client.get(reverse("inbox")))
    first = Message.objects.order_by("pk").first()
    answer = client.post(reverse("inbox-read"), {"message": first.pk, "to": first.link})
    assert (answer.status_code, answer["Location"]) == (302, "/console/me/")
    assert client.post(reverse("inbox-read"), {"to": "https://elsewhere.example"})["Location"] == reverse(
        "inbox"
    )
    assert Message.objects.filter(read_at__isnull=True).count() == 0
    assert "题0" not in text(sit("operator").get(reverse("inbox")))


def test_open_pages_of_the_person_alone_hear_of_a_message(cast):
    from jiesu.console.streams.journal import _change
    from jiesu.core.models import JournalEntry

    send_letters([letter(key="1", channel=MessageChannel.INBOX, user_id=cast.water_clerk.user_id)])

    change = _change(JournalEntry.objects.get(name="messaging.InboxChanged"), {})
    assert (change.kind, change.number) == ("inbox", "")
    assert change.audience.includes(cast.water_clerk)
    assert not change.audience.includes(cast.duty_chief)


def test_a_person_says_how_they_want_to_be_told(sit):
    client = sit("water_clerk")
    wrong = client.post(reverse("inbox-contact"), {"wechat": "不是"})
    assert wrong.status_code == 422

    client.post(reverse("inbox-contact"), {"email": "on", "wechat": "oX3b_openid"})

    said = {row.channel: row.agrees for row in ContactPoint.objects.all()}
    assert said == {"sms": False, "email": True, "push": False, "wechat": True}


def test_a_browser_subscribes(sit):
    from cryptography.hazmat.primitives.asymmetric import ec

    from jiesu.messaging.adapters.sealing import encoded, public_bytes

    keys = {
        "p256dh": encoded(public_bytes(ec.generate_private_key(ec.SECP256R1()))),
        "auth": encoded(b"0" * 16),
    }
    client = sit("water_clerk")
    sent = {"endpoint": "https://push.example/abc", "keys": keys}
    assert (
        client.post(reverse("inbox-browser"), json.dumps(sent), content_type="application/json").status_code
        == 204
    )
    sent["endpoint"] = "http://push.example/abc"
    assert (
        client.post(reverse("inbox-browser"), json.dumps(sent), content_type="application/json").status_code
        == 422
    )

    assert PushSubscription.objects.count() == 1


def test_a_template_is_previewed_changed_and_compared(keeper):
    url = reverse("message-template", args=["citizen.registered"])
    assert "可以用的变量" in text(keeper.get(url))
    shown = text(
        keeper.post(
            reverse("message-template-preview", args=["citizen.registered"]),
            {"title": "题", "text": "编号{工单编号}"},
        )
    )
    assert "编号9901002026112100012" in shown
    wrong = text(
        keeper.post(
            reverse("message-template-preview", args=["citizen.registered"]),
            {"title": "题", "text": "{姓名}"},
        )
    )
    assert "姓名" in wrong

    refused = keeper.post(url, {"title": "题", "text": "{姓名}"})
    assert (refused.status_code, TemplateVersion.objects.count()) == (422, 0)
    assert "没有变量“姓名”" in refused.content.decode()
    assert keeper.post(url, {"title": "题", "text": "编号{工单编号}"}).status_code == 302
    page = text(keeper.get(url + "?one=1&other=0"))
    assert "differ-gone" in page
    assert "v1" in page


def test_a_template_of_the_centres_own(keeper):
    given = {
        "code": "own.thanks",
        "name": "感谢",
        "group": "citizen",
        "title": "谢",
        "text": "谢谢{工单编号}",
    }
    assert keeper.post(reverse("message-template-new"), given).status_code == 302
    assert keeper.post(reverse("message-template-new"), given).status_code == 422

    assert TemplateVersion.objects.get().name == "感谢"


def test_rules_are_shown_changed_added_and_reset(keeper):
    assert "主办单位经办员" in text(keeper.get(reverse("notice-rules")))
    url = reverse("notice-rule", args=["dispatched.clerks"])
    assert "新工单" in text(keeper.get(url))
    given = {
        "to": "lead_clerks",
        "template": "order.dispatched",
        "channels": ["inbox"],
        "delay_minutes": "5",
        "urgency": "normal",
        "is_active": "on",
    }
    assert keeper.post(url, {**given, "channels": []}).status_code == 422
    assert keeper.post(url, given).status_code == 302
    assert NoticeRuleRow.objects.get().delay_minutes == 5
    assert (
        keeper.post(
            reverse("notice-rule-new"), {**given, "code": "own.more", "event": "workorders.OrderDispatched"}
        ).status_code
        == 302
    )
    assert keeper.post(reverse("notice-rule-reset", args=["dispatched.clerks"])).status_code == 302

    assert [row.code for row in NoticeRuleRow.objects.all()] == ["own.more"]


def test_every_event_that_is_announced_has_a_name_for_people():
    from jiesu.console.oversight.messages.rules import EVENTS
    from jiesu.oversight.selectors.noticing import announced

    common = {"SupervisionChanged", "InspectionEvent", "InstructionChanged"}
    assert {kind.__name__ for kind in announced()} - common == set(EVENTS)


def test_quiet_hours_are_set_and_half_of_a_pair_is_refused(keeper):
    url = reverse("quiet-hours")
    assert 'value="21:00"' in text(keeper.get(url))
    assert keeper.post(url, {"sms-normal-starts": "22:00"}).status_code == 422
    assert QuietHoursRow.objects.count() == 0

    assert keeper.post(url, {"sms-normal-starts": "22:00", "sms-normal-ends": "07:00"}).status_code == 302
    row = QuietHoursRow.objects.get(channel="sms", urgency="normal")
    assert (row.starts.hour, row.ends.hour) == (22, 7)


def test_urging_from_the_orders_page_and_the_units_word(sit, number):
    client, clerk = sit("supervisor"), sit("water_clerk")
    panels = reverse("oversight-on-order", args=[number])
    assert "电话催办" in text(client.get(panels))
    refused = client.post(reverse("urge", args=[number]), {"kind": "written"}, headers={"HX-Request": "true"})
    assert (refused.status_code, Urging.objects.count()) == (422, 0)
    done = client.post(
        reverse("urge", args=[number]), {"kind": "written", "words": "请速办"}, headers={"HX-Request": "true"}
    )
    assert "已催办" in text(done)

    urging = Urging.objects.get()
    assert "请速办" in text(clerk.get(reverse("urgings")))
    answer = clerk.post(
        reverse("urging-acknowledge", args=[urging.pk]), {"answer": "今晚完成", "back": "list"}
    )
    assert answer.status_code == 302
    assert "今晚完成" in text(client.get(reverse("urgings") + "?tab=done"))
    assert "今晚完成" in text(clerk.get(panels))
    book = load_workbook(
        io.BytesIO(b"".join(client.get(reverse("urgings-export") + "?tab=all").streaming_content))
    )
    assert next(iter(list(book.active.values)[1:]))[6] == "请速办"


def test_an_instruction_from_registration_to_the_archive(sit, cast, number):
    client, clerk = sit("supervisor"), sit("water_clerk")
    given = {
        "leader": "张市长",
        "signed_on": "2026-03-02",
        "title": "彻查爆管",
        "text": "请根治",
        "numbers": number,
    }
    assert client.post(reverse("instruction-new"), {**given, "leader": ""}).status_code == 422
    assert client.post(reverse("instruction-new"), given).status_code == 302
    row = Instruction.objects.get()
    assert row.number in text(client.get(reverse("oversight-on-order", args=[number])))
    assert clerk.get(reverse("instruction", args=[row.number])).status_code == 404

    def do(who, verb, **data):
        return who.post(reverse("instruction-do", args=[row.number, verb]), data)

    assert do(client, "assign", units="没有这家", due_on="2026-03-06").status_code == 422
    assert do(client, "assign", units="市自来水公司", due_on="2026-03-06", wanted="查清").status_code == 302
    task = row.tasks.get()

    def on_task(who, verb, **data):
        return who.post(reverse("instruction-task-do", args=[row.number, task.pk, verb]), data)

    assert "查清" in text(clerk.get(reverse("instruction", args=[row.number])))
    assert on_task(clerk, "answer", answer="已换管").status_code == 302
    assert on_task(client, "accept").status_code == 302
    assert do(client, "plan_look_back", on="2026-03-02").status_code == 302
    assert "应当回头看" in text(client.get(reverse("instructions") + "?tab=due"))
    assert do(client, "look_back", holds="yes", finding="未再漏").status_code == 302
    assert do(client, "close", note="完").status_code == 302
    assert do(client, "file").status_code == 302

    assert "未再漏" in text(client.get(reverse("instruction-paper", args=[row.number])))
    book = load_workbook(io.BytesIO(b"".join(client.get(reverse("instructions-export")).streaming_content)))
    assert list(book.active.values)[1][6] == "已归档"


@pytest.mark.parametrize("name", ["messages-out", "inbox", "urgings", "instructions"])
def test_a_list_reads_the_tables_a_few_times(sit, cast, number, name, django_assert_max_num_queries):
    from jiesu.oversight.actions.instructions import InstructionText, assign_instruction, register_instruction
    from jiesu.oversight.actions.urging import urge_order
    from jiesu.oversight.urging import UrgingKind

    for kind in (UrgingKind.PHONE, UrgingKind.WRITTEN, UrgingKind.CITIZEN):
        urge_order(number, kind=kind, words="催", by=cast.supervisor)
    for n in range(4):
        row = register_instruction(
            InstructionText(leader="张", signed_on=date(2026, 3, 2), title=str(n), text="x"),
            by=cast.supervisor,
        )
        assign_instruction(
            row.number, units=[cast.water.pk, cast.county.pk], due_on=date(2026, 3, 6), by=cast.supervisor
        )
    send_letters([letter(key=str(n)) for n in range(20)])
    client = sit("supervisor")

    with django_assert_max_num_queries(15):
        assert client.get(reverse(name)).status_code == 200
