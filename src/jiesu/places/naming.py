"""How a division is called: its full name, the short forms that people use, and how telling each form is."""

import re
from collections.abc import Iterator

from jiesu.places.levels import DivisionLevel

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_STATE_FARM = re.compile(r"^(?:[一-龥]{2,4}(?:省|市|区|县))+(?:国营)?|^国营")
_PEOPLES = (
    "壮族|瑶族|回族|满族|苗族|土家族|畲族|藏族|彝族|侗族|黎族|蒙古族|维吾尔|哈萨克|朝鲜族|布依族"
    "|傣族|白族|羌族|哈尼族"
)
_ENDINGS = {
    DivisionLevel.PROVINCE: re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$"),
    DivisionLevel.CITY: re.compile(r"(?:市|地区|盟|自治州)$"),
    DivisionLevel.COUNTY: re.compile(rf"(?:(?:{_PEOPLES})*(?:自治)?县|区|市|旗)$"),
    DivisionLevel.TOWNSHIP: re.compile(
        rf"(?:街道办事处|街道|(?:{_PEOPLES})*乡|镇|农林场|农场|林场|盐场|管委会|工业园区|开发区)$"
    ),
    DivisionLevel.VILLAGE: re.compile(
        r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|村)$"
    ),
}
_VILLAGE_FORMS = ("村", "社区", "居委会", "村委会")
_STREET_FORMS = ("街道办", "街道", "镇", "乡")

FULL, SHORT, BARE = 1.0, 0.7, 0.45
"""A name as it is registered or as it is spoken; without its ending, three characters or two of them."""


def forms_of(name: str, level: DivisionLevel) -> Iterator[tuple[str, float]]:
    """The forms of a name, each with how telling it is (see :data:`FULL`); the registered one first."""
    plain = _BRACKETS.sub("", name)
    spoken = _spoken(plain) if level in (DivisionLevel.TOWNSHIP, DivisionLevel.VILLAGE) else plain
    yield plain, FULL
    if spoken != plain:
        yield spoken, FULL
    core = _ENDINGS[level].sub("", spoken)
    if len(core) < 1 or core == spoken:
        return
    if level is DivisionLevel.VILLAGE:
        yield from ((core + ending, FULL) for ending in _VILLAGE_FORMS if core[-1] not in "村区")
    elif level is DivisionLevel.TOWNSHIP and spoken.endswith(("街道", "镇", "乡")):
        yield from ((core + ending, 0.9) for ending in _STREET_FORMS)
    elif level is DivisionLevel.COUNTY and spoken.endswith("自治县"):
        yield core + "县", FULL
    if len(core) >= 2:
        yield core, SHORT if len(core) >= 3 else BARE


def _spoken(name: str) -> str:
    """Without the places in front that a registered name may repeat: 南通市海门区 永隆沙农场."""
    bare = _STATE_FARM.sub("", name)
    return bare if len(bare) >= 3 else name
