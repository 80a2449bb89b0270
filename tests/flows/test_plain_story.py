from datetime import timedelta

from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.states import Resolution, Satisfaction
from tests.cast import order, share

REPLY = actions.ReplyContent(
    handling="已派员抢修，更换管道12米。", public_answer="漏水点已修复，供水恢复正常。"
)
SATISFIED = CallbackAnswers(
    reached=True,
    contacted=True,
    truthful=True,
    resolution=Resolution.RESOLVED,
    satisfaction=Satisfaction.SATISFIED,
)


def test_an_appeal_travels_to_the_archive(cast, held_clock):
    number = cast.register()
    held_clock.move(timedelta(hours=1))
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.record_contact(number, note="已与市民通话", by=cast.water_clerk)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.station)
    actions.reply_assignment(number, content=REPLY, by=cast.station)
    actions.collect_reply(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    actions.review_order(number, by=cast.reviewer)
    actions.record_callback(number, answers=SATISFIED, by=cast.callback)
    actions.close_order(number, by=cast.callback)
    actions.archive_order(number, by=cast.callback)
    assert order(number).state == "archived"
    assert share(number, cast.water).state == "accepted"
