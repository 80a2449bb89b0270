"""What the demo city's telephone exchange is made of: the line 12345, two queues, eight seats."""

from jiesu.organisations.actors import Actor
from jiesu.telephony import actions

LINE = "12345"
GREETING = "您好，云泽市一二三四五热线。为保证服务质量，通话将被录音。正在为您转接话务员。"
RATING = "请对本次服务评价。非常满意请按一，满意请按二，基本满意请按三，不满意请按四，非常不满意请按五。"
SEATS = tuple(str(number) for number in range(8001, 8009))
SKILLED = {"8007": {"enterprise": 5}, "8008": {"enterprise": 4}}


def install_exchange(*, by: Actor) -> None:
    """Make the line, its queues and its seats; safe to run twice."""
    actions.save_queue("general", name="综合", by=by, service_seconds=15)
    actions.save_queue("enterprise", name="企业服务专席", by=by, skill="enterprise", overflow="general")
    actions.save_line(LINE, queue="general", by=by, greeting=GREETING, rating=RATING)
    for number in SEATS:
        actions.save_seat(number, by=by, skills=SKILLED.get(number))
