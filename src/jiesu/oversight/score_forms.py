"""Score forms that ship with the product 随产品提供的评分表; a centre changes them as it likes."""

from jiesu.oversight.inspecting import FormContent, FormItem, Subject


def _item(code: str, label: str, points: int, *, guidance: str) -> FormItem:
    return FormItem(code=code, label=label, points=points, guidance=guidance)


def _fatal(code: str, label: str, guidance: str) -> FormItem:
    return FormItem(code=code, label=label, is_fatal=True, guidance=guidance)


REPLY_FORM = FormContent(
    code="reply",
    name="答复质检表",
    subject=Subject.REPLY,
    pass_mark=80,
    items=(
        _item("answers", "回应诉求", 25, guidance="每漏一个问题扣 10 分；答非所问扣 25 分。"),
        _item("facts", "查明事实", 20, guidance="没有说明查到什么扣 20 分；笼统扣 10 分。"),
        _item("deeds", "办理措施", 20, guidance="没有措施扣 20 分；有措施没有时间扣 10 分。"),
        _item("basis", "政策依据", 15, guidance="应引依据而没有扣 15 分；引用不准扣 8 分。"),
        _item("words", "用语规范", 10, guidance="生硬、错别字、套话，每处扣 5 分。"),
        _item("contact", "联系方式", 10, guidance="没有可以继续询问的人和电话扣 10 分。"),
        _fatal("false", "弄虚作假", "所说办理情况经核查不实。"),
        _fatal("leak", "泄露个人信息", "公开答复写出诉求人或他人的姓名、电话、住址。"),
    ),
)
ORDER_FORM = FormContent(
    code="order",
    name="受理质检表",
    subject=Subject.ORDER,
    pass_mark=85,
    items=(
        _item("elements", "要素完整", 30, guidance="姓名、时间、地址、起因、经过，每缺一项扣 6 分。"),
        _item("wording", "表述准确", 20, guidance="事实走样扣 20 分；啰嗦、有歧义扣 5–10 分。"),
        _item("nature", "分类准确", 15, guidance="类型或事项错一个扣 8 分。"),
        _item("place", "地址准确", 15, guidance="找不到地点扣 15 分。"),
        _item("urgency", "紧急程度", 10, guidance="应急未急、不急报急扣 10 分。"),
        _item("direct", "直接答复", 10, guidance="知识库有答案而转办扣 10 分。"),
        _fatal("leak", "泄密", "把保密诉求人的信息写进内容。"),
        _fatal("refuse", "推诿不受理", "应受理而没有受理。"),
    ),
)
RECORDING_FORM = FormContent(
    code="recording",
    name="录音质检表",
    subject=Subject.RECORDING,
    pass_mark=85,
    items=(
        _item("voice", "语音语调", 10, guidance="含糊、过快、生硬，每项扣 3 分。"),
        _item("manners", "服务礼仪", 10, guidance="开头语、结束语缺一项扣 5 分。"),
        _item("patience", "热情耐心", 20, guidance="打断、抢话、不耐烦，每次扣 5 分。"),
        _item("active", "积极主动", 10, guidance="没有主动确认、告知后续扣 5 分。"),
        _item("understands", "准确理解", 20, guidance="理解错扣 20 分；要诉求人重复多次扣 5 分。"),
        _item("leads", "有效询问", 15, guidance="该问没问，每项扣 5 分。"),
        _item("explains", "业务解答", 15, guidance="答错扣 15 分；答不全扣 5–8 分。"),
        _fatal("abuse", "辱骂、顶撞", "对诉求人恶语相向。"),
        _fatal("hangs", "擅自挂机", "没有说明就挂断。"),
        _fatal("promise", "乱承诺", "替单位许下办不到的事。"),
        _fatal("leak", "泄密", "说出他人或举报人的信息。"),
    ),
)
SHIPPED = (REPLY_FORM, ORDER_FORM, RECORDING_FORM)
"""All of them."""
