"""The sentences of a reply, each by what it does: courtesy, passing on, promising, telling."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 20_000
"""Characters of a text that are read."""

_END = re.compile(r"[。！!？?；;\n]+|(?<=如下)[：:]+|(?<=日)(?=(?:尊敬的)?网友|您的留言)")
_SPACE = re.compile(r"\s+")


class Purpose(StrEnum):
    """What a sentence does in a reply 句子作用."""

    COURTESY = "courtesy"
    PASSING_ON = "passing_on"
    PROMISE = "promise"
    SENDING_AWAY = "sending_away"
    TELLING = "telling"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.COURTESY: "客套",
    Purpose.PASSING_ON: "转办",
    Purpose.PROMISE: "表态",
    Purpose.SENDING_AWAY: "推给诉求人",
    Purpose.TELLING: "实质内容",
}

_COURTESY = re.compile(
    r"您好|你好|收悉|获悉|悉知|阅悉|已阅|留言已收|收到您|感谢|谢谢|特此(?:回复|答复|复函|函复)|专此|"
    r"(?:回复|答复|说明|汇报|回应)如下|如下[：:]?$|祝您?|敬请(?:谅解|理解|支持)|请(?:您)?(?:谅解|理解|见谅)|"
    r"高度重视|非常重视|十分重视|关心(?:和|与)?支持|宝贵(?:的)?(?:意见|建议)|欢迎(?:您)?(?:继续|一如既往|随时)?(?:关注|监督)"
)
_DAY_ALONE = re.compile(r"^[（(]?\d{2,4}[-年./]\d{1,2}[-月./]\d{1,2}日?[）)]?(?:时刻)?$")
_CALLED = re.compile(
    r"网民朋友|(?:尊敬的|亲爱的)?(?:网友|网民|市民|群众)?[“\"「]?(?:[A-Za-z]{1,3}\d{4,})?[”\"」]?(?:网友|网民)?[：:，,]?"
    r"(?:您好|你好)[！!，,：:]?"
)
_SIGNED = re.compile(
    r"^(?:中共)?[A-Z\d一-龥（）()]{2,26}(?:局|委|办|办公室|街道|办事处|公司|中心|政府|大队|院|处|所|部|厅)"
    r"(?:\d{2,4}年.{0,8}日|二〇.{4,10}日)?$"
)
_PASSED = re.compile(
    r"(?:转(?:交|办|至|送|到|给|呈|达|请|有关|相关|市|区|县|教)|交办|移交(?:给|至)|(?:反馈|上报|报送|发函|通知|递交|转达)(?:给|至|到|交办)|"
    r"交(?:由|给)?(?:有关|相关|各)(?:部门|单位|职能)|正在(?:交办|转办|办理中|报送|核实|调查|处理)|"
    r"(?:部门|单位)(?:进行)?(?:调查|核实|研究|处理|办理|核处|处置)|已(?:阅处|交办))"
)
_PUT_OFF = re.compile(
    r"(?:如有|有)(?:相关|新的)?(?:情况|进展|结果).{0,10}(?:反馈|回复|告知|公布)|(?:结果|情况).{0,12}(?:及时|第一时间).{0,8}(?:反馈|回复|告知|公布)|"
    r"敬请(?:关注|留意|期待)|请(?:您)?耐心等(?:待|候)|(?:链接|附件)(?:如下)?[：:]?$|已(?:经)?(?:做出|作出)?(?:回复|答复)[，,。]?(?:链接|$)"
)
_WILL = re.compile(
    r"(?:^|[，,、])(?:我(?:局|们|办|镇|街道|单位|司|县|市|区)|街道|社区|下一步|今后|下步|后续|后期|接下来)?[^，,。]{0,14}"
    r"(?:将|会|拟|争取|努力|继续|力争|不断|进一步|积极|尽快|尽力|加大|加强|认真(?:落实|研究)|予以落实|作为参考|纳入考虑)"
)
_AWAY = re.compile(
    r"(?:请|可|建议|需要|望)(?:您|你|网友|市民|当事人|举报者)?(?:可|可以)?(?:直接|自行|分别|尽快|及时|拨打|详细|再)?[^。]{0,22}"
    r"(?:咨询|反映|联系|投诉|举报|拨打|关注|查询|致电|来电|登录|报告|处理|了解|途径)"
)
_NOT_OURS = re.compile(
    r"不属(?:于)?(?:我|本)?[^。，]{0,12}(?:范围|职责|职能|管辖|管理)|(?:不在|非)(?:我|本)[^。，]{0,10}(?:范围|职责)|不归(?:我|本)|"
    r"(?:应属|应由)[^，。]{0,14}(?:部门|局|委)(?:的)?(?:职责|负责|管理|处理)"
)
_ASKS_BACK = re.compile(
    r"(?:未|没有?|不(?:够)?|无)(?:说|提供|留|您的|你的|写|填)?[^，。]{0,8}(?:详细|具体|详尽|联系方式|证据材料)[^。]{0,24}(?:请|无法)|"
    r"请(?:您)?(?:提供|留下|补充)[^。]{0,12}(?:联系方式|具体|详细)"
)
_SPECIFIC = re.compile(
    r"\d+(?:\.\d+)?(?:%|％|元|万|亿|人|户|台|辆|米|公里|平方|亩|处|起|个|条|家|天|年|月|日|号|次|路|栋|间|所|名|件|吨|分|岁|度|小时|周岁)|"
    r"[一二三四五六七八九十百千万两]+(?:元|人|户|年|个|家|天|处|名|条)|《[^》]{2,60}》|[〔\[（(]\d{4}[〕\]）)]\d*号?"
)
_FOUND = re.compile(
    r"经(?:查|核|调|了解|现场|向|实地|交警)|据查|查明|核查|核实(?:发现|，)|现场(?:检查|查看|核实|未|发现|勘)|"
    r"属实|系(?:因|由|我|一|为)|由于|因为|因此|因|根据|依据|按照|依照|规定|明确|要求(?!您)|符合|不符|"
    r"召开|组织(?!部)|责令|约谈|下达|立案|走访|开展了|安排(?:人员|专人)|属于|为了|原因|目前|现(?:已|在|正|行)|暂(?:无|不|未|停)|没有|未(?!来)|无(?:法|权|需)|不(?:能|予|得|会|再|宜|具备|具|满足|可)|"
    r"已(?:于|经|完成|将|责|对|由|在|对|组|安|停|按|取|制|启|办|退|收|拆|清|修|纳|列|下|开|联|与|向)"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence and what it does."""

    text: str
    purpose: Purpose

    @property
    def is_specific(self) -> bool:
        """Whether it names a figure, a day, a rule, or a finding together with what follows from it."""
        return _SPECIFIC.search(self.text) is not None or len(set(_FOUND.findall(self.text))) > 1


def sentences_of(text: str) -> list[Sentence]:
    """The sentences in their order, greetings and signatures as courtesy."""
    return [Sentence(piece, purpose_of(piece)) for piece in _pieces(text)]


def purpose_of(sentence: str) -> Purpose:
    """What one sentence does; what it tells counts for more than how politely."""
    bare = _CALLED.sub("", sentence).strip("，,：:、 ")
    if not bare or _DAY_ALONE.match(bare) or _SIGNED.match(bare):
        return Purpose.COURTESY
    if _PUT_OFF.search(bare) or _PASSED.search(bare):
        return Purpose.TELLING if _tells(bare) else Purpose.PASSING_ON
    if _NOT_OURS.search(bare) or _ASKS_BACK.search(bare):
        return Purpose.SENDING_AWAY
    if _AWAY.search(bare) and not _FOUND.search(bare):
        return Purpose.SENDING_AWAY
    if _COURTESY.search(bare) and not _tells(bare):
        return Purpose.COURTESY
    if _WILL.search(bare) and not _tells(bare):
        return Purpose.PROMISE
    return Purpose.TELLING


def _tells(sentence: str) -> bool:
    """Whether something was found or is a figure, beside what else the sentence does."""
    rest = _COURTESY.sub("", sentence)
    return _FOUND.search(rest) is not None and (len(rest) > 40 or _SPECIFIC.search(rest) is not None)


def _pieces(text: str) -> list[str]:
    pieces = (_SPACE.sub("", piece) for piece in _END.split(text[:LONGEST]))
    return [piece for piece in pieces if piece]
