"""Cells as values: what people write for yes, a telephone, a nature, nothing at all."""

import re
import unicodedata

from jiesu.core.errors import InvalidInput
from jiesu.intake.tables.rows import UNCALCULATED
from jiesu.workorders.cleaning import clean_phone

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NOTHING = frozenset(
    {
        "", "无", "没有", "空", "未知", "不详", "匿名", "无名氏", "未提供", "-", "--", "—", "/", "\\",
        "null", "none", "n/a", "na", "nan", "\\n", "undefined",
    }
)  # fmt: skip
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_YES = frozenset({"是", "1", "y", "yes", "true", "t", "√", "对", "有"})
_NO = frozenset({"否", "0", "n", "no", "false", "f", "×", "不", "非"})
_SECRET, _OPEN = frozenset({"保密", "不公开"}), frozenset({"公开", "不保密"})
_MASKED = re.compile(r"\*{2}|\d[xX×]{2}|[xX×]{2}\d")
_SEVERAL = re.compile(r"[,，;；、/\n]|\s+(?=1\d{10}\b)|或")
_LOST_DIGITS = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d+")
_IDENTITY = re.compile(r"[0-9A-Za-z()（）]{5,30}")
_FEMALE, _MALE = (
    frozenset({"女", "f", "female", "女士", "小姐", "女性"}),
    frozenset({"男", "m", "male", "先生", "男性"}),
)


class Unusable(ValueError):
    """A cell that cannot be used for its field; the arguments are the reason in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def clean(cell: str) -> str:
    """A cell without control characters, outer blanks and the ``="…"`` by which programs protect digits."""
    if not cell.isprintable():
        cell = _CONTROL.sub("", cell.replace("\r\n", "\n")).replace("\r", "\n")
    cell = cell.strip()
    if cell.startswith('="') and (found := _AS_TEXT.fullmatch(cell)):
        return found.group(1).replace('""', '"').strip()
    return cell


def is_error(cell: str) -> bool:
    """Whether the cell shows that its formula failed or was never worked out."""
    return cell.startswith("#") and (cell in _ERRORS or cell.startswith(UNCALCULATED))


def is_nothing(cell: str) -> bool:
    """Whether the cell is one of the ways to write that there is nothing."""
    return len(cell) < 10 and cell.casefold() in _NOTHING


def normal(text: str) -> str:
    """A word for comparison: full-width forms folded, without blanks, dots and brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-/+*:·.()\[\]【】\"'“”、?？\ufeff]", "", folded)


def read_confidential(cell: str) -> bool:
    """Whether it is to be kept secret: yes or no, 保密 or 公开."""
    return _flag(cell, yes=_YES | _SECRET, no=_NO | _OPEN)


def read_public(cell: str) -> bool:
    """Whether the answer may be published: yes or no, 公开 or 不公开."""
    return _flag(cell, yes=_YES | _OPEN, no=_NO | _SECRET)


def _flag(cell: str, *, yes: frozenset[str], no: frozenset[str]) -> bool:
    word = normal(cell)
    if word in yes:
        return True
    if word in no:
        return False
    raise Unusable(f"应填是或否，现为“{_short(cell)}”", f"yes or no is expected, not “{_short(cell)}”")


def read_phone(cell: str) -> str:
    """The first telephone number of the cell, an extension after ``-``; "" for one that was masked.

    A number that Excel has turned into an exponent has lost digits and is refused, as is anything else that
    is no number.
    """
    text = unicodedata.normalize("NFKC", cell).strip().removesuffix(".0")
    if _MASKED.search(text):
        return ""
    if _LOST_DIGITS.fullmatch(text):
        raise Unusable("号码已被 Excel 变成科学计数，丢了数字", "Excel has cut digits off the number")
    first = next((part for part in _SEVERAL.split(text) if part.strip()), "")
    try:
        number = clean_phone(first)
    except InvalidInput:
        number = ""
    if not number:
        raise Unusable(f"“{_short(cell)}”不是电话号码", f"“{_short(cell)}” is not a telephone number")
    return number


def read_identity(cell: str) -> str:
    """The number of an identity document; "" for one that was masked."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).removesuffix(".0").upper()
    if "*" in text:
        return ""
    if _LOST_DIGITS.fullmatch(text):
        raise Unusable("号码已被 Excel 变成科学计数，丢了数字", "Excel has cut digits off the number")
    if not _IDENTITY.fullmatch(text):
        raise Unusable(f"“{_short(cell)}”不是证件号码", f"“{_short(cell)}” is not the number of a document")
    return text


def read_gender(cell: str) -> str:
    """男 or 女; "" when it is neither."""
    word = cell.strip().casefold()
    return "女" if word in _FEMALE else "男" if word in _MALE else ""


def read_degrees(cell: str, *, most: float) -> float:
    """Degrees of longitude or latitude."""
    try:
        value = float(unicodedata.normalize("NFKC", cell))
    except ValueError:
        value = most * 2
    if not -most <= value <= most:
        raise Unusable(f"“{_short(cell)}”不是坐标", f"“{_short(cell)}” is not a coordinate")
    return value


def looks_like_phone(cell: str) -> bool:
    """Whether a cell is written as the number of a mobile or of a line with its area code."""
    digits = re.sub(r"[\s\-]", "", cell).removeprefix("+86")
    return re.fullmatch(r"1[3-9][\d*]{9}|0\d{9,11}", digits) is not None


def _short(cell: str) -> str:
    return cell if len(cell) <= 30 else f"{cell[:29]}…"
