"""Every event has its rule or its reason; events become messages, once."""

from datetime import timedelta

import pytest

from jiesu.accounts.models import User
from jiesu.core import clock
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.messaging import actions as messaging
from jiesu.messaging import templates
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.models import Message
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight import wordings
from jiesu.oversight.actions.noticing import reset_notice_rule, save_notice_rule
from jiesu.oversight.actions.telling import tell
from jiesu.oversight.notice_presets import RULES, UNTOLD, UNTOLD_VERBS
from jiesu.oversight.noticing import Recipient, check_rule, key_of
from jiesu.oversight.selectors.noticing import announced, rule_in_force, rules_in_force
from jiesu.workorders import actions
from jiesu.workorders.events import EVENT_OF, OrderDispatched
from jiesu.workorders.states import Verb

PHONES = {"water_clerk": "13900000001", "water_leader": "13900000002"}


@pytest.fixture
def phones(cast):
    for name, phone in PHONES.items():
        User.objects.filter(username=name).update(phone=phone)
    for user in User.objects.filter(username__in=PHONES):
        user.phone = PHONES[user.username]
        user.save()


def told(**narrowed) -> list[tuple[str, str, str]]:
    """Who was told what and how."""
    rows = Message.objects.filter(**narrowed).order_by("purpose", "recipient", "channel")
    return [(row.purpose, row.recipient, row.channel) for row in rows]


def dispatched(cast) -> str:
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    return number


def test_every_event_has_a_rule_or_a_reason_for_none():
    events = {kind.name for kind in announced()}
    ruled = {rule.event for rule in RULES}

    assert sorted(events - ruled - set(UNTOLD)) == []
    assert sorted((ruled | set(UNTOLD)) - events) == []
    assert not ruled & set(UNTOLD)
    assert all(len(reason) > 10 for reason in [*UNTOLD.values(), *UNTOLD_VERBS.values()])


def test_every_verb_that_announces_a_mere_change_has_a_rule_or_a_reason():
    mere = {verb.value for verb in Verb if verb not in EVENT_OF}
    ruled = {
        word.split(".")[0] for rule in RULES if rule.event == "workorders.OrderChanged" for word in rule.only
    }

    assert sorted(mere - ruled - set(UNTOLD_VERBS)) == []
    assert sorted(set(UNTOLD_VERBS) - mere) == []
    assert ruled <= mere


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_shipped_rule_can_be_carried_out(rule):
    preset = templates.presets[rule.template]
    check_rule(rule, group=preset.group)
    templates.check(preset.wording, known=templates.groups[preset.group].variables)


def test_no_short_message_tells_what_an_order_is_about():
    known = {"标题", "说明", "类型"}
    told_short = [
        (preset.code, set(templates.variables_in(preset.wording.short)) & known)
        for preset in wordings.PRESETS
    ]

    assert [code for code, words in told_short if words] == []


def test_a_dispatch_is_told_to_the_unit_and_to_the_citizen_once(cast, phones, run_jobs):
    number = dispatched(cast)
    run_jobs()
    event = OrderDispatched(
        subject=number,
        occurred_at=clock.now(),
        order_id=1,
        verb="dispatch",
        from_state="",
        to_state="",
        seq=2,
    )
    before = told(subject=number)
    run_jobs()

    assert before == told(subject=number)
    assert before == [
        ("citizen.dispatched", "诉求人", "sms"),
        ("citizen.registered", "诉求人", "sms"),
        ("order.dispatched", "李水", "inbox"),
        ("order.dispatched", "李水", "sms"),
    ]
    assert key_of(event).startswith(f"OrderDispatched:{number}:seq2")


def test_the_same_event_told_twice_is_one_message(cast, phones, run_jobs):
    from jiesu.core.events import event_of
    from jiesu.core.models import JournalEntry

    number = dispatched(cast)
    run_jobs()
    entry = JournalEntry.objects.get(name="workorders.OrderDispatched", subject=number)
    count = Message.objects.count()

    tell(event_of(entry))
    tell(event_of(entry), at=clock.now() + timedelta(hours=1))

    assert Message.objects.count() == count


def test_words_name_the_order_the_unit_and_the_time(cast, phones, run_jobs):
    number = dispatched(cast)
    run_jobs()

    citizen = Message.objects.get(purpose="citizen.dispatched")
    clerk = Message.objects.get(purpose="order.dispatched", channel="inbox")
    assert citizen.text.startswith(f"【云泽市12345】您的诉求{number}已交")
    assert "水管" not in citizen.text
    assert clerk.title == f"新工单 {number}"
    assert "水管爆了" in clerk.text
    assert clerk.link == f"/console/orders/{number}/"


def test_a_citizen_who_refused_is_not_told_and_nobody_of_a_confidential_order(cast, run_jobs):
    from jiesu.workorders.models import WorkOrder

    number = cast.register()
    phone_hash = WorkOrder.objects.get(number=number).citizen.phone_hash
    messaging.set_contact(MessageChannel.SMS, agrees=False, phone_hash=phone_hash)
    cast.register(is_confidential=True)
    run_jobs()

    assert told(recipient="诉求人") == []


def test_what_happened_days_ago_is_told_to_nobody(cast, run_jobs, held_clock):
    dispatched(cast)
    held_clock.move(timedelta(days=4))
    run_jobs()

    assert told() == []


def test_a_warning_goes_to_the_unit_whose_clock_it_is_and_a_missed_one_to_its_leader_too(
    cast, phones, run_jobs, held_clock
):
    number = dispatched(cast)
    run_jobs()
    Message.objects.all().delete()
    held_clock.move(timedelta(days=2))
    actions.sweep_deadlines()
    run_jobs()

    assert ("clock.missed", "周总", "inbox") in told(subject=number)
    assert ("clock.missed", "李水", "sms") in told(subject=number)
    assert not [row for row in told() if row[1] == "钱进"]


def test_a_note_of_the_citizen_is_told_and_one_of_the_staff_is_not(cast, run_jobs):
    from jiesu.portal.people import CITIZEN
    from jiesu.workorders.actions.hearing import add_word

    number = dispatched(cast)
    run_jobs()
    Message.objects.all().delete()
    actions.annotate_order(number, note="内部备注", by=cast.dispatcher)
    run_jobs()
    assert told() == []

    add_word(number, words="水已经流到店里了", by=CITIZEN)
    run_jobs()

    assert told() == [("order.added", "李水", "inbox")]


def test_a_send_back_tells_the_clerk_and_a_dissatisfied_citizen_the_leader(cast, run_jobs):
    number = dispatched(cast)
    actions.sign_assignment(number, by=cast.water_clerk)
    run_jobs()
    assert ("order.to_approve", "周总", "inbox") not in told()

    actions.reply_assignment(
        number,
        by=cast.water_clerk,
        content=actions.ReplyContent(handling="已修复", public_answer="您好，已修复。"),
    )
    run_jobs()

    assert ("order.to_approve", "周总", "inbox") in told(subject=number)


def test_the_centre_changes_a_rule_and_takes_it_back(cast, run_jobs):
    from dataclasses import replace

    from jiesu.accounts.permissions import Permission
    from jiesu.organisations.actors import Actor

    keeper = Actor(user_id=1, name="管", permissions=frozenset({Permission.CONFIGURE_MESSAGES}))
    rule = rule_in_force("registered.citizen")
    save_notice_rule(replace(rule, is_active=False), by=keeper)
    cast.register()
    run_jobs()
    assert told() == []

    reset_notice_rule("registered.citizen", by=keeper)
    cast.register()
    run_jobs()

    assert told() == [("citizen.registered", "诉求人", "sms")]
    with pytest.raises(NotAllowed):
        save_notice_rule(rule, by=cast.dispatcher)


def test_a_rule_that_would_tell_citizens_staffs_words_is_refused(cast):
    from dataclasses import replace

    rule = replace(rule_in_force("registered.citizen"), template="order.dispatched")
    with pytest.raises(InvalidInput) as refused:
        save_notice_rule(rule, by=SYSTEM)

    assert refused.value.field == "template"
    assert rules_in_force()["registered.citizen"].template == "citizen.registered"


def test_a_rule_of_the_centres_own_is_told_later(cast, run_jobs, held_clock):
    from dataclasses import replace

    rule = replace(
        rule_in_force("dispatched.clerks"),
        code="own.reminder",
        to=Recipient.LEAD_LEADERS,
        channels=("inbox",),
        delay_minutes=120,
    )
    save_notice_rule(rule, by=SYSTEM)
    dispatched(cast)
    run_jobs()
    late = Message.objects.get(recipient="周总")
    assert (late.state, late.due_at) == ("waiting", clock.now() + timedelta(hours=2))

    held_clock.move(timedelta(hours=2))
    run_jobs()

    late.refresh_from_db()
    assert late.state == "delivered"


def test_a_new_wording_is_a_version_and_holds_from_then_on(cast, run_jobs):
    from jiesu.messaging.errors import UnknownVariable
    from jiesu.messaging.selectors import template_in_force, template_versions
    from jiesu.messaging.templates import Wording

    messaging.save_template("citizen.registered", Wording(title="好", text="您好，{工单编号}"), by=SYSTEM)
    number = cast.register()
    run_jobs()

    assert Message.objects.get().text == f"您好，{number}"
    assert Message.objects.get().version == 1
    with pytest.raises(UnknownVariable):
        messaging.save_template("citizen.registered", Wording(title="好", text="{说明}"), by=SYSTEM)
    assert template_in_force("citizen.registered").version == 1
    assert [version.version for version in template_versions("citizen.registered")] == [1, 0]
