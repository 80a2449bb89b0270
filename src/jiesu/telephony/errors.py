"""What telephony refuses, and why."""

from jiesu.core.errors import Refusal


class SeatCannot(Refusal):
    """The seat's state does not allow it."""

    code = "seat_cannot"
    zh = "坐席现在是“{state}”，不能{verb}。"
    en = "The seat is “{state}” and cannot do “{verb}” now."


class SeatTaken(Refusal):
    """Somebody else sits there, or the person sits elsewhere already."""

    code = "seat_taken"
    zh = "坐席 {number} 已有人签入，或您已在别的坐席签入。"
    en = "Seat {number} is taken, or you have signed in at another one."


class NotANumber(Refusal):
    """Nobody can be called by it."""

    code = "not_a_number"
    status = 422
    zh = "“{number}”不是可以拨打的号码。"
    en = "“{number}” is no number that can be dialled."


class NoTrunk(Refusal):
    """Nothing leads out of the switch."""

    code = "no_trunk"
    zh = "没有配置中继线路，不能呼出到 {number}。"
    en = "No trunk is configured: {number} cannot be called."


class NotEnoughSeats(Refusal):
    """A queue with fewer seats than its load grows without end."""

    code = "not_enough_seats"
    status = 422
    zh = "{seats} 个坐席接不住 {load} 厄兰的话务量。"
    en = "{seats} seats cannot carry a load of {load} erlangs."
