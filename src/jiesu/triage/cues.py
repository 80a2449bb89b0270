"""Signs of what a message wants: asking, proposing, complaining, begging for help, praising.

Each sign is a pattern of ordinary speech, not of any one data set; a model learns what each is worth.
"""

import math
import re

_SIGNS = {
    "asks": r"请问|咨询|想问|问一下|了解一下|想知道",
    "question": r"[??]",
    "particle": r"吗|呢|么[,。??]",
    "whether": r"是否|能否|可否|能不能|可不可以|有没有|是不是|会不会",
    "when": r"何时|什么时候|多久|好久|几时",
    "how": r"如何|怎么|怎样|哪里|哪些|哪个|多少|什么",
    "why": r"为什么|为何|凭什么",
    "proposes": r"建议|提议|呼吁|倡议",
    "wishes": r"希望|盼|期望|望",
    "could": r"增加|增设|加强|优化|完善|改善|开通|规划|建设",
    "complains": r"投诉|举报|反映|质疑",
    "wrong": r"违规|违法|违建|不合理|欺骗|诈骗|霸王|乱收费|不作为|推诿|虚假|擅自|强制",
    "nuisance": r"扰民|噪音|污染|臭|垃圾|占道|占用",
    "begs": r"请求|恳请|求助|帮忙|帮助|协调|救|求",
    "soon": r"尽快|早日|及时|解决",
    "unpaid": r"拖欠|退款|退费|不退|欠",
    "thanks": r"感谢|谢谢",
    "praise": r"表扬|点赞|致谢",
    "dear": r"尊敬|您好|你好",
    "exclaims": r"[!!]",
    "list": r"[一二三四五][、.]|\d[、.)]",
    "policy": r"政策|规定|条件|标准|流程|手续|办理",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}
_TITLE = 24


def cues_in(message: str) -> list[str]:
    """The names of the signs in a message, each once; those of its opening and its length besides."""
    opening = message[:_TITLE]
    found = [name for name, pattern in _COMPILED.items() if pattern.search(message)]
    at_once = [f"opening-{name}" for name, pattern in _COMPILED.items() if pattern.search(opening)]
    return [*found, *at_once, f"length-{round(2 * math.log2(1 + len(message)))}"]
