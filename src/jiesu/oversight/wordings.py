"""The shipped templates and the variables that may stand in them. Plain tables.

Short messages name an order by its number and never tell its content: a telephone is read by others. A
citizen's messages have variables of their own, so that what staff write to each other cannot slip in.
"""

from jiesu.messaging.templates import Preset, VariableGroup, Wording

ORDER_VARIABLES = {
    "工单编号": "工单的编号",
    "标题": "工单标题；保密工单写作“（保密）”",
    "类型": "诉求类型，如投诉",
    "紧急": "紧急程度",
    "状态": "工单现在的状态",
    "承办单位": "主办单位；未派单时为“热线中心”",
    "办理期限": "办理时限到期的时间",
    "时限": "事件所说的时限，如签收时限",
    "到期": "该时限到期的时间",
    "事件": "发生了什么，如督办单已下达",
    "说明": "经办时写的说明或系统给出的理由",
    "城市": "本市名称",
}
CITIZEN_VARIABLES = {
    "工单编号": "工单的编号",
    "状态": "工单现在的状态",
    "承办单位": "主办单位；未派单时为“热线中心”",
    "办理期限": "承诺答复的时间",
    "城市": "本市名称",
    "网址": "查询诉求的网址",
}
INSTRUCTION_VARIABLES = {
    "批示编号": "批示件的编号",
    "批示领导": "批示的领导",
    "标题": "批示件标题",
    "单位": "交办的单位",
    "期限": "反馈期限或回头看日期",
    "事件": "发生了什么",
    "说明": "经办时写的说明",
    "城市": "本市名称",
}
SAMPLES = {
    "工单编号": "9901002026112100012",
    "标题": "和平路88号门口水管破裂",
    "类型": "求助",
    "紧急": "紧急",
    "状态": "办理中",
    "承办单位": "市自来水公司",
    "办理期限": "11-25 17:30",
    "时限": "签收时限",
    "到期": "11-22 10:00",
    "事件": "督办单已下达",
    "说明": "请尽快联系群众",
    "城市": "云泽市",
    "网址": "https://12345.example/track/",
    "批示编号": "PS202600012",
    "批示领导": "张市长",
    "单位": "市自来水公司",
    "期限": "12-05",
}

GROUPS = (
    VariableGroup(code="order", label="工单（工作人员）", variables=ORDER_VARIABLES, samples=SAMPLES),
    VariableGroup(code="citizen", label="工单（诉求人）", variables=CITIZEN_VARIABLES, samples=SAMPLES),
    VariableGroup(code="instruction", label="批示件", variables=INSTRUCTION_VARIABLES, samples=SAMPLES),
)


def _order(code: str, name: str, *words: str, short: str = "") -> Preset:
    title, text = words
    shorter = short or "【{城市}12345】" + title.replace("{标题}", "").strip(" ：") + "，请登录平台查看。"
    return Preset(code=code, name=name, group="order", wording=Wording(title=title, text=text, short=shorter))


def _citizen(code: str, name: str, *words: str) -> Preset:
    title, text = words
    wording = Wording(title=title, text=f"【{{城市}}12345】{text}")
    return Preset(code=code, name=name, group="citizen", wording=wording)


def _instruction(code: str, name: str, *words: str) -> Preset:
    title, text = words
    wording = Wording(title=title, text=text, short="【{城市}12345】批示件{批示编号}：{事件}，期限{期限}。")
    return Preset(code=code, name=name, group="instruction", wording=wording)


PRESETS = (
    _order(
        "order.dispatched",
        "新工单",
        "新工单 {工单编号}",
        "{标题}\n{类型}，{紧急}，办理期限 {办理期限}。请及时签收。",
        short="【{城市}12345】新工单{工单编号}（{紧急}），办理期限{办理期限}，请及时签收。",
    ),
    _order(
        "order.taken_away",
        "工单改派或撤回",
        "工单 {工单编号} 不再由本单位承办",
        "{标题}\n{说明}",
    ),
    _order(
        "order.return_requested",
        "退单申请待审批",
        "退单申请 {工单编号}",
        "{承办单位}申请退单：{说明}",
    ),
    _order(
        "order.applied",
        "申请待审批",
        "{事件} {工单编号}",
        "{承办单位}：{说明}",
    ),
    _order(
        "order.decided",
        "申请已决定",
        "{事件} {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "order.delegated",
        "下派的工单",
        "下派工单 {工单编号}",
        "{标题}\n{说明}\n办理期限 {办理期限}。",
    ),
    _order(
        "order.to_approve",
        "反馈待审签",
        "待审签 {工单编号}",
        "{标题}\n本单位已起草反馈，请审签。办理期限 {办理期限}。",
    ),
    _order(
        "order.sent_back",
        "反馈被退回",
        "反馈被退回 {工单编号}",
        "{标题}\n{说明}\n办理期限 {办理期限}。",
        short="【{城市}12345】工单{工单编号}的反馈被退回，办理期限{办理期限}，请重新办理。",
    ),
    _order(
        "order.dissatisfied",
        "退回重办",
        "重办 {工单编号}",
        "诉求人不满意，发回重办：{标题}\n{说明}\n办理期限 {办理期限}。",
        short="【{城市}12345】工单{工单编号}因群众不满意发回重办，期限{办理期限}。",
    ),
    _order(
        "order.problem",
        "问题工单",
        "问题工单 {工单编号}",
        "{承办单位}承办的工单多次重办仍未解决：{标题}",
    ),
    _order(
        "order.resumed",
        "恢复办理",
        "恢复办理 {工单编号}",
        "{标题}\n办理期限 {办理期限}。",
    ),
    _order(
        "order.reopened",
        "重新打开",
        "重新打开 {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "order.added",
        "诉求人补充",
        "诉求人补充 {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "order.withdrawn",
        "工单已撤回",
        "工单已撤回 {工单编号}",
        "{标题}\n诉求人撤回，不需要再办理。",
    ),
    _order(
        "order.conference",
        "提交会商",
        "提交会商 {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "clock.warned",
        "时限临期",
        "{时限}将到期 {工单编号}",
        "{标题}\n{时限}将于 {到期} 到期，请抓紧办理。",
        short="【{城市}12345】工单{工单编号}的{时限}将于{到期}到期，请抓紧办理。",
    ),
    _order(
        "clock.missed",
        "时限超期",
        "{时限}已超期 {工单编号}",
        "{标题}\n{承办单位}：{时限}已于 {到期} 到期。",
        short="【{城市}12345】工单{工单编号}的{时限}已于{到期}超期，请立即办理。",
    ),
    _order(
        "order.urged",
        "催办",
        "催办 {工单编号}",
        "{标题}\n{说明}\n办理期限 {办理期限}，请确认收到并说明进展。",
        short="【{城市}12345】催办工单{工单编号}，办理期限{办理期限}，请确认收到并说明进展。",
    ),
    _order(
        "order.urging_answered",
        "催办已确认",
        "单位已确认催办 {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "order.escalated",
        "提级",
        "提级 {工单编号}",
        "{承办单位}：{标题}\n{说明}",
    ),
    _order(
        "supervision.issued",
        "督办单",
        "督办单 {工单编号}",
        "{标题}\n{事件}，{到期}前反馈。",
        short="【{城市}12345】工单{工单编号}已下达督办单，请于{到期}前反馈。",
    ),
    _order(
        "supervision.moved",
        "督办进展",
        "{事件} {工单编号}",
        "{标题}\n{承办单位}",
    ),
    _order(
        "oversight.noted",
        "督办与质量提醒",
        "{事件} {工单编号}",
        "{标题}\n{说明}",
    ),
    _order(
        "oversight.general",
        "督办与质量通知",
        "{事件}",
        "{说明}",
    ),
    _order(
        "check.ordered",
        "现场核查任务",
        "现场核查 {工单编号}",
        "{标题}\n请在 {到期} 前到现场核查并拍照。",
        short="【{城市}12345】工单{工单编号}需现场核查，请于{到期}前完成。",
    ),
    _citizen(
        "citizen.registered",
        "诉求人：已受理",
        "诉求已受理",
        "您的诉求已受理，编号{工单编号}，可在{网址}查询进度。",
    ),
    _citizen(
        "citizen.dispatched",
        "诉求人：已派单",
        "诉求已派单",
        "您的诉求{工单编号}已交{承办单位}办理，预计{办理期限}前答复。",
    ),
    _citizen(
        "citizen.delayed",
        "诉求人：已延期",
        "办理延期",
        "您的诉求{工单编号}情况较复杂，答复时间调整为{办理期限}，请谅解。",
    ),
    _citizen(
        "citizen.answered",
        "诉求人：已答复",
        "诉求已答复",
        "您的诉求{工单编号}已有答复，请在{网址}查看并评价。",
    ),
    _citizen(
        "citizen.closed",
        "诉求人：已办结",
        "诉求已办结",
        "您的诉求{工单编号}已办结，感谢您的监督。",
    ),
    _citizen(
        "citizen.reworked",
        "诉求人：重新办理",
        "诉求重新办理",
        "您的诉求{工单编号}已发回{承办单位}重新办理，预计{办理期限}前答复。",
    ),
    _citizen(
        "citizen.urged",
        "诉求人：已催办",
        "已为您催办",
        "已就诉求{工单编号}提醒{承办单位}，办理期限{办理期限}。",
    ),
    _instruction(
        "instruction.assigned",
        "批示件交办",
        "批示件 {批示编号}",
        "{批示领导}批示：{标题}\n请于 {期限} 前反馈。{说明}",
    ),
    _instruction(
        "instruction.moved",
        "批示件进展",
        "{事件} {批示编号}",
        "{单位}：{标题}\n{说明}",
    ),
    _instruction(
        "instruction.due",
        "批示件临期",
        "批示件将到期 {批示编号}",
        "{单位}：{标题}\n反馈期限 {期限}。",
    ),
    _instruction(
        "instruction.overdue",
        "批示件超期",
        "批示件已超期 {批示编号}",
        "{单位}：{标题}\n反馈期限 {期限}。",
    ),
    _instruction(
        "instruction.look_back",
        "回头看",
        "回头看 {批示编号}",
        "{标题}\n{期限} 应当回头看。",
    ),
)
"""The shipped templates."""
