"""Taking personal data out of texts that are to be published: pure rules.

What the citizen told about themselves is known and is taken out wherever it stands; what they wrote about
others is found by its form: telephone and identity numbers, cards, addresses of mail, plates, the number of
a flat, names after the words that introduce them. A rule in doubt takes out too much and not too little.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

HIDDEN_PHONE = "（电话已隐去）"
HIDDEN_NUMBER = "（号码已隐去）"
HIDDEN_ACCOUNT = "（账号已隐去）"

_WIDE = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("－"): "-",
    ord("＋"): "+",
    ord("＠"): "@",
}
_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于余蒋蔡杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆农司卓古吉缪简项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫"
    "米柏宗瞿桂全佟臧闵苟邬边卞姬仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘查麻苑迟邝]"
)
_CHAR = "[一-龥]"
_INTRODUCED = (
    "本人|我叫|我是|名叫|叫做|姓名|联系人|诉求人|来电人|反映人|投诉人|举报人|申请人|被投诉人|当事人|受害人|业主|户主|住户|"
    "市民|居民|村民|网民|患者|病人|学生|家长|负责人|法人代表|法定代表人|法人|老板|房东|租客|租户|司机|驾驶员|"
    "员工|职工|工人|丈夫|妻子|父亲|母亲|儿子|女儿|爱人|邻居|车主|机主"
)
_FOLLOWING = (
    r"(?=$|[\s，,。、；;：:（(）)“”\"！!？?/\d*]|先生|女士|反映|称|来电|表示|投诉|举报|电话|手机|身份证|住|在|于|的|与|和|是|要求|"
    r"希望|说|因|已|被|于|向|联系|（)"
)
_TITLES = (
    "先生|女士|小姐|同志|师傅|老师|医生|大夫|护士|书记|主任|经理|局长|科长|所长|站长|队长|校长|"
    "阿姨|大爷|大妈|老人"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SPOKEN = "零〇○一二三四五六七八九幺"

_PHONES = (
    re.compile(r"(?<!\d)(?:\+?86[ \-]?)?1[3-9](?:[ \-.·]?\d){9}(?!\d)"),
    re.compile(rf"(?<![{_SPOKEN}])[一幺][三四五六七八九](?:[ ，,]?[{_SPOKEN}]){{9}}(?![{_SPOKEN}])"),
)
_OFFICE_PHONES = (
    re.compile(r"(?<!\d)[（(]?0\d{2,3}[)）]?[ \-]?\d{7,8}(?:\s?(?:-|转|分机)\s?\d{1,6})?(?!\d)"),
    re.compile(r"(?<=电话)[：:是为 ]{0,2}\d{7,8}(?!\d)"),
)
_NUMBERS = (
    re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])"),
    re.compile(r"(?<!\d)\d{6}[ \-]\d{8}[ \-]\d{3}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?(?!\d)"),
    re.compile(r"(?<!\d)\d{15,19}(?!\d)"),
    re.compile(r"(?<![A-Za-z0-9])[EGHM]\d{8}(?!\d)"),
)
_ACCOUNTS = (
    re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII),
    re.compile(r"(?<=微信)(?:号|号码)?[：:是为 ]{0,2}[A-Za-z][\w\-]{4,19}", re.ASCII),
    re.compile(r"(?:QQ|qq|扣扣)(?:号|号码)?[：:是为 ]{0,2}\d{5,12}"),
)
_PLATE = re.compile(rf"([{_PROVINCES}][A-Z])[·•. ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Z0-9])")
_FLATS = (
    re.compile(r"(?<![\d\-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d\-])"),
    re.compile(r"(?<!\d)\d{2,5}(?=\s?(?:室|房间|号房))"),
    re.compile(r"(?<!\d)\d{3,5}(?=\s?户(?!外|居民|业主))"),
)
_INTRODUCED_NAME = re.compile(
    rf"({_INTRODUCED})([：:为是叫 ]{{0,2}})({_SURNAMES})(?!先生|女士){_CHAR}{{1,2}}?{_FOLLOWING}"
)
_BRACKETED_NAME = re.compile(
    rf"([（(])({_SURNAMES}){_CHAR}{{1,2}}([，, ]{{0,2}})(?=（电话已隐去）|（号码已隐去）|[）)])"
)
_TITLED_NAME = re.compile(rf"({_SURNAMES}){_CHAR}{{1,2}}({_TITLES})")
_NAME_BEFORE_PHONE = re.compile(
    rf"({_SURNAMES}){_CHAR}{{1,2}}([，,：: ]{{0,2}}的?(?:电话|手机号?)?[：: ]{{0,2}})(?={HIDDEN_PHONE})"
)


class PersonalKind(StrEnum):
    """What kind of number a text holds."""

    PHONE = "phone"
    IDENTITY = "identity"
    NUMBER = "number"


@dataclass(frozen=True)
class PersonalNumber:
    """A number that says who somebody is, and where it stands in the text: ``text[start:end]``."""

    kind: PersonalKind
    start: int
    end: int


def personal_numbers(text: str) -> list[PersonalNumber]:
    """Telephone, identity and card numbers in the order in which they stand; none lies in another.

    An identity number is one whose last character fits the others (GB 11643); else it is only a number.
    """
    plain = text.translate(_WIDE)
    found = [
        PersonalNumber(_kind_of(match.group()) if patterns is _NUMBERS else PersonalKind.PHONE, *match.span())
        for patterns in (_PHONES, _NUMBERS, _OFFICE_PHONES)
        for pattern in patterns
        for match in pattern.finditer(plain)
    ]
    kept: list[PersonalNumber] = []
    for one in sorted(found, key=lambda number: (number.start, -number.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


_PLACES = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _kind_of(number: str) -> PersonalKind:
    bare = re.sub(r"[ \-]", "", number).upper()
    if not re.fullmatch(r"\d{17}[\dX]", bare):
        return PersonalKind.NUMBER
    total = sum(int(digit) * place for digit, place in zip(bare, _PLACES, strict=False))
    return PersonalKind.IDENTITY if "10X98765432"[total % 11] == bare[-1] else PersonalKind.NUMBER


def masked(text: str, *, known: Iterable[str] = (), keep_offices: bool = False) -> str:
    """The text with everything taken out that says who somebody is.

    Args:
        text: what is to be published.
        known: name, phone and the like of the person the text is about, as they were told.
        keep_offices: whether numbers of fixed telephones stay, as in an answer that names an office's own.
    """
    text = text.translate(_WIDE)
    for value in sorted(filter(None, known), key=len, reverse=True):
        text = _without(text, value)
    text = _replace(text, _ACCOUNTS, HIDDEN_ACCOUNT)
    text = _replace(text, _PHONES if keep_offices else (*_PHONES, *_OFFICE_PHONES), HIDDEN_PHONE)
    text = _replace(text, _NUMBERS, HIDDEN_NUMBER)
    text = _PLATE.sub(r"\1*****", text)
    text = _replace(text, _FLATS, "**")
    return _without_names(text)


def _replace(text: str, patterns: Iterable[re.Pattern[str]], words: str) -> str:
    for pattern in patterns:
        text = pattern.sub(words, text)
    return text


def _without(text: str, value: str) -> str:
    """The text without something that is known: a name keeps its first character, anything else goes."""
    bare = value.strip()
    if len(bare) < 2:
        return text
    if any(ch.isdigit() for ch in bare):
        return text.replace(bare, HIDDEN_NUMBER) if len(bare) >= 5 else text
    called = f"{bare[0]}某" if re.fullmatch(rf"{_CHAR}{{2,6}}", bare) else HIDDEN_ACCOUNT
    return text if bare.endswith(("先生", "女士")) else text.replace(bare, called)


def _without_names(text: str) -> str:
    text = _NAME_BEFORE_PHONE.sub(r"\1某\2", text)
    text = _BRACKETED_NAME.sub(r"\1\2某\3", text)
    text = _INTRODUCED_NAME.sub(r"\1\2\3某", text)
    return _TITLED_NAME.sub(r"\1\2", text)
