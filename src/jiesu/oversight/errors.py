"""What the oversight refuses."""

from jiesu.core.errors import Conflict, NotAllowed, Refusal


class NoUnitToSupervise(Refusal):
    """Nobody could answer: the order is with no unit."""

    code = "no_unit_to_supervise"
    zh = "工单还没有承办单位，请指明督办哪个单位。"
    en = "The order is with no unit; name the unit that is to answer."


class SupervisionNotThere(Refusal):
    """The supervision order is not where that could be done."""

    code = "supervision_not_there"
    zh = "督办单现在是“{now}”，不能这样办理。"
    en = "The supervision order stands at “{now}”; this cannot be done now."


class AlreadyInLedger(Refusal):
    """The order is in that ledger and not settled."""

    code = "already_in_ledger"
    zh = "该工单已在{name}台账中，尚未销号。"
    en = "The order is in the ledger “{name}” already and not settled."


class LedgerSettled(Refusal):
    """The entry is settled; nothing more is done about it."""

    code = "ledger_settled"
    zh = "该条台账已销号。"
    en = "The entry is settled already."


class BulletinIssuedAlready(Refusal):
    """What was issued stays as it is."""

    code = "bulletin_issued_already"
    zh = "通报已发布，不能再改。"
    en = "The bulletin has been issued and stays as it is."


class NotYourInspection(NotAllowed):
    """The task of inspection was given to somebody else."""

    code = "not_your_inspection"
    zh = "这件质检任务派给了别人。"
    en = "This task of inspection was given to somebody else."


class AlreadyScored(Conflict):
    """The task has its score."""

    code = "already_scored"
    zh = "这件质检任务已经评过分。"
    en = "This task of inspection has been scored already."


class AppealTooLate(Refusal):
    """The time for an appeal against a score is over."""

    code = "appeal_too_late"
    zh = "评分已过 7 天，不能再申诉。"
    en = "The score is more than seven days old; it can no longer be appealed."


class AppealDecided(Conflict):
    """No appeal waits, or there has been one."""

    code = "appeal_decided"
    zh = "这次评分没有待裁定的申诉，或已经申诉过。"
    en = "No appeal waits against this score, or there has been one already."


class OwnScore(NotAllowed):
    """Whoever was scored, or scored, does not decide the appeal."""

    code = "own_score"
    zh = "被评人和评分人不能裁定这件申诉。"
    en = "Whoever was scored, and whoever scored, does not decide this appeal."


class CoachedAlready(Conflict):
    """The coaching is done."""

    code = "coached_already"
    zh = "这项辅导已经完成。"
    en = "This coaching has been done already."


class NotToBeUrged(Refusal):
    """The order waits for nobody's answer any more."""

    code = "not_to_be_urged"
    zh = "工单已经答复或办结，不需要催办。"
    en = "The order was answered or has come to its end; there is nothing to urge."


class UrgedToday(Refusal):
    """The citizen urged within the last day."""

    code = "urged_today"
    zh = "24 小时内已经催办过，承办单位已收到提醒。"
    en = "You urged within the last day; the unit was reminded."


class UrgedOften(Refusal):
    """The citizen urged as often as one may."""

    code = "urged_often"
    zh = "每件诉求最多催办 {most} 次，如有新情况请拨打 12345。"
    en = "An order can be urged {most} times at most; please call 12345 if something has changed."


class UrgedJustNow(Refusal):
    """The unit was urged in the same way a moment ago."""

    code = "urged_just_now"
    zh = "10 分钟内已用同样方式催办过该单位。"
    en = "The unit was urged in the same way within the last ten minutes."


class NotYourUrging(NotAllowed):
    """Only the unit that was urged, or one above it, acknowledges."""

    code = "not_your_urging"
    zh = "这条催办发给了别的单位。"
    en = "This urging went to another unit."


class AlreadyAcknowledged(Conflict):
    """The urging was acknowledged before."""

    code = "urging_acknowledged"
    zh = "这条催办已经确认过。"
    en = "This urging was acknowledged already."


class InstructionNotThere(Refusal):
    """The instruction is not where that could be done."""

    code = "instruction_not_there"
    zh = "批示件现在是“{now}”，不能{verb}。"
    en = "The instruction stands at “{now}”; this cannot be done now."


class NotYourInstruction(NotAllowed):
    """Only the unit that was given the instruction answers."""

    code = "not_your_instruction"
    zh = "这件批示没有交办给您的单位。"
    en = "This instruction was not given to your unit."


class CallbackSettled(Refusal):
    """The citizen was asked by somebody else, or is not to be asked any more."""

    code = "callback_settled"
    zh = "这件回访已由{who}办过（{how}）。"
    en = "This callback was settled by {who}."


class HeardAlready(Refusal):
    """The citizen has answered in this round, by another way."""

    code = "heard_already"
    zh = "诉求人本轮已经评价过，请刷新后查看。"
    en = "The citizen has answered already; look at the order again."


class OwnCall(Refusal):
    """A call is checked by somebody else than who made it."""

    code = "own_call"
    status = 403
    zh = "复核回访须由另一人进行，不能复核自己的回访。"
    en = "A call is checked by another person than the one who made it."


class LinkNotValid(Refusal):
    """A link that was not sent by the centre, is over, or was answered."""

    code = "link_not_valid"
    status = 410
    zh = "{why_zh}"
    en = "{why_en}"


class CheckNotOpen(Refusal):
    """The check in the field was done or withdrawn."""

    code = "check_not_open"
    zh = "这项核查{state}，不能再提交。"
    en = "This check is over; nothing can be sent any more."


class CheckedByItself(Refusal):
    """A unit does not check its own work."""

    code = "checked_by_itself"
    status = 422
    zh = "“{unit}”承办本单，不能由其核查自己的办理结果。"
    en = "“{unit}” handles the order and cannot check its own work."


class CheckGoingOn(Refusal):
    """The place is being looked at already."""

    code = "check_going_on"
    zh = "本单已有一项现场核查正在进行。"
    en = "The order's place is being checked already."
