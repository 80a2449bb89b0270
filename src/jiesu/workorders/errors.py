"""What the work orders refuse, and why; the English sentences name verbs and states as the API does."""

from jiesu.core.errors import Conflict, InvalidInput, NotAllowed, Refusal


class WrongState(Refusal):
    """The order is not in a state from which this may be done."""

    code = "wrong_state"
    zh = "工单当前为“{state}”，不能{verb}。{happened}"
    en = "The order is in state “{state_en}”; “{verb_en}” is not possible.{happened_en}"


class StaleVersion(Conflict):
    """Somebody changed the order after the client had read it."""

    code = "stale_version"
    zh = "工单已被{who}于{when}{verb}，请按最新情况办理。"
    en = "{who} did “{verb_en}” at {when}; look at the order again."


class NotYours(NotAllowed):
    """The person's unit does not stand where the verb needs it."""

    code = "not_yours"
    zh = "只有{party}可以{verb}。"
    en = "Only the {party_en} may do “{verb_en}”."


class Missing(InvalidInput):
    """Something the verb needs was not given."""

    code = "missing"
    zh = "请填写“{what}”。"
    en = "“{what}” is needed."


class UnknownReference(InvalidInput):
    """A unit, topic, reason or order that is named does not exist or is closed."""

    code = "unknown_reference"
    zh = "没有这个{what}：{value}。"
    en = "There is no such {what}: {value}."


class ReturnNotAllowed(Refusal):
    """The right to return an order is used up, over, or was taken away."""

    code = "return_not_allowed"
    zh = "不能再申请退单：{why_zh}"
    en = "The order cannot be returned: {why_en}"


class NothingRefused(Refusal):
    """An objection needs a refused return."""

    code = "nothing_refused"
    zh = "退单被驳回后才能提出派单异议。"
    en = "An objection needs a return that was refused."


class NotHeard(Refusal):
    """The place's rules give no objection after a refused return."""

    code = "not_heard"
    zh = "本地退单规则不设派单异议。"
    en = "The pack gives no objection after a refused return."


class HolderNotAtWork(Refusal):
    """A part can be done again only while the share it belongs to is being worked on."""

    code = "holder_not_at_work"
    zh = "所属份额不在办理中，不能再退回重办。"
    en = "The share above it is not being worked on."


class PartsOutstanding(Refusal):
    """The lead unit answers for all: some parts have not come in yet."""

    code = "parts_outstanding"
    zh = "还有{count}个协办或下派单位的反馈没有采纳，不能汇总反馈。"
    en = "{count} assisting or delegated shares are not collected yet."


class ExtensionNotAllowed(Refusal):
    """The pack does not allow (another) extension."""

    code = "extension_not_allowed"
    zh = "不能延期：{why_zh}"
    en = "No extension: {why_en}"


class ApplicationPending(Refusal):
    """One application of a kind at a time."""

    code = "application_pending"
    zh = "已有一个{kind}申请等待决定。"
    en = "An application for {kind} is waiting for a decision."


class NoApplication(Refusal):
    """There is nothing to decide."""

    code = "no_application"
    zh = "没有等待决定的{kind}申请。"
    en = "There is no application for {kind} to decide."


class NotCalledBack(Refusal):
    """An order is closed after the citizen was heard, or could not be reached often enough."""

    code = "not_called_back"
    zh = "还没有回访结论，不能办结（联系不上需满{attempts}次）。"
    en = "There is no callback result; {attempts} failed attempts are needed to close without one."


class ReworkDue(Refusal):
    """The citizen said that it is not settled, and that it is the unit's doing."""

    code = "rework_due"
    zh = "回访结论为承办单位原因的不满意或未解决，应发回重办，不能办结。"
    en = "The callback says that it is not settled by the unit's own fault: rework is due."


class CitizenNotDissatisfied(Refusal):
    """Rework needs a citizen who says that it is not settled, for a reason that is the unit's."""

    code = "not_dissatisfied"
    zh = "回访没有承办单位原因的不满意或未解决，不能发回重办。"
    en = "The callback gives no reason for rework that is the unit's."


class NoSuchShare(Refusal):
    """The share named is not part of the order, or it must be named because there are several."""

    code = "no_such_share"
    status = 422
    zh = "请指明要办理的承办单位份额。"
    en = "Name the share that is meant."


class UnitNotFit(InvalidInput):
    """The unit cannot take this share."""

    code = "unit_not_fit"
    zh = "{unit}不能承办：{why_zh}"
    en = "{unit} cannot take this: {why_en}"


class CannotMerge(Refusal):
    """The order named cannot be the one that others are merged into."""

    code = "cannot_merge"
    zh = "不能并入该工单：{why_zh}"
    en = "Cannot merge into that order: {why_en}"


class OthersMerged(Refusal):
    """Others told the same and wait for this order's answer: it cannot end without one."""

    code = "others_merged"
    zh = "另有{count}件工单并入本单等待答复，须先将其重新打开，才能{verb}。"
    en = "{count} orders merged into this one wait for its answer; reopen them before “{verb_en}”."


class NotForCitizens(NotAllowed):
    """What citizens read goes through the centre; what only the centre reads is not a unit's to write."""

    code = "not_for_citizens"
    zh = "承办单位的备注和附件只能供内部办理查看，对诉求人公开或仅限中心由热线中心决定。"
    en = "A unit's notes and files are for those who handle the order; only the centre may choose otherwise."


class BadAttachment(InvalidInput):
    """The file is too large, empty, or of a kind that is not taken."""

    code = "bad_attachment"
    zh = "附件不能接收：{why_zh}"
    en = "The file is not taken: {why_en}"


class ClaimedByAnother(Conflict):
    """Somebody else at the centre has the order before them."""

    code = "claimed_by_another"
    zh = "{who}正在办理这件工单。等其办完，或写明原因接手后再办。"
    en = "{who} is at work on this order. Wait, or say why you take it over."


class NothingToUndo(Refusal):
    """Only one's own last step can be taken back, at once, and only where the workflow has its inverse."""

    code = "nothing_to_undo"
    zh = "刚才的操作已不能撤销：之后又有人办理，或者时间已过。"
    en = "The step cannot be taken back any more: somebody acted since, or it is too long ago."


class NothingToRate(Refusal):
    """A rating needs an answer that the centre has looked at."""

    code = "nothing_to_rate"
    zh = "这件诉求还没有可以评价的答复。"
    en = "There is no answer to rate yet."


class RatedAlready(Refusal):
    """The citizen has judged this answer, here or on the telephone."""

    code = "rated_already"
    zh = "您已经评价过这次答复。"
    en = "You have already rated this answer."


class NotOpenForMore(Refusal):
    """Something can be added only while an order is being handled."""

    code = "not_open_for_more"
    zh = "这件诉求当前不能补充内容。"
    en = "Nothing can be added to this appeal at present."


class AddedOften(Refusal):
    """The citizen has added something as often as is possible."""

    code = "added_often"
    zh = "每件诉求最多补充 {most} 次；还有新情况请拨打 12345。"
    en = "Something can be added {most} times at most; call 12345 if there is more."


class NotToBeAskedAgain(Refusal):
    """Only what was answered can be taken up again on the citizen's word."""

    code = "not_to_be_asked_again"
    zh = "这件诉求当前不能追问；有新情况请另行反映。"
    en = "This appeal cannot be taken up again at present; report anything new separately."


class FinallyAnswered(Refusal):
    """The answer was confirmed as the final one."""

    code = "finally_answered"
    zh = "这件诉求已认定为最终答复，不再重复办理。"
    en = "The answer was confirmed as the final one; the appeal is not handled again."


class AskedAgain(Refusal):
    """The citizen had the order taken up again before."""

    code = "asked_again"
    zh = "每件诉求只能追问一次，您已经追问过；有新情况请另行反映。"
    en = "An appeal can be taken up again once, which has happened; report anything new separately."


class TooManyRows(Refusal):
    """One file holds only so many orders."""

    code = "too_many_rows"
    zh = "一个文件最多 {most} 件，请缩小筛选范围（例如按登记时间分段导出）。"
    en = "A file holds at most {most} orders; narrow the list, by months for instance."


class TooManyExports(Refusal):
    """One person's exports that wait or run are limited."""

    code = "too_many_exports"
    status = 429
    zh = "您还有 {most} 个导出没有完成，请等其中一个完成或取消后再申请。"
    en = "{most} of your exports are unfinished; wait for one of them or cancel it."


class TextedAlready(Refusal):
    """The same answer went to the same telephone a moment ago."""

    code = "texted_already"
    status = 429
    zh = "刚刚给这个号码发过这条知识，不再重复发送。"
    en = "This answer was sent to this number a moment ago and is not sent again."
