"""Signs of what a message wants: asking, proposing, complaining, begging for help, praising.

Each sign is a pattern of ordinary speech, not of any one data set; a model learns what each is worth, and
what it is worth in the title, in the last words and when it comes again and again.
"""

import math
import re

_SIGNS = {
    "asks": r"请问|咨询|想问|问一?下|了解一下|想知道|想了解|请教|请告知|请解答|解惑",
    "question": r"[??]",
    "particle": r"吗|呢|么[,。??]",
    "whether": r"是否|能否|可否|能不能|可不可以|有没有|是不是|会不会|要不要|该不该",
    "when": r"何时|什么时候|啥时候|多久|好久|几时|哪年|时间表|具体时间",
    "how": r"如何|怎么|怎样|咋|哪里|哪些|哪个|哪儿|多少|什么",
    "why": r"为什么|为何|凭什么|为啥|难道|岂",
    "plans": r"规划|计划|进展|进度|动工|开工|通车|开通",
    "proposes": r"建议|提议|呼吁|倡议|意见",
    "wishes": r"希望|盼|期望|期待|望",
    "should": r"应该|应当|应尽快|最好|可以考虑|不如",
    "could": r"增加|增设|加强|优化|完善|改善|提升|加快|推进|新增|增开|延伸|设置",
    "benefit": r"有利于|促进|发展|便于|方便|缓解|带动|作用|意义|推动",
    "complains": r"投诉|举报|反映|质疑|控诉|曝光|强烈要求|抗议|反对",
    "wrong": r"违规|违法|违建|不合理|骗|霸王|乱收费|虚假|擅自|强制|私自|非法|偷|假冒|野蛮|垄断|恶意|宰客",
    "idle": r"不作为|推诿|踢皮球|敷衍|无人管|没人管|不管|置之不理|拖延|无果|没有结果|不处理|不解决|包庇|纵容",
    "nuisance": r"扰民|噪音|噪声|污染|臭|垃圾|占道|占用|油烟|粉尘|灰尘|异味|脏",
    "anger": r"太|居然|竟然|简直|严重|极其|恶劣|愤怒|气愤|无法忍受|受不了|良心|天理",
    "act": r"查处|严查|整治|整改|取缔|制止|处罚|监管|调查|追究|取消|停止|拆除",
    "begs": r"请求|恳请|求助|帮忙|帮助|协调|救|求|做主|主持公道",
    "plight": r"困难|无法|没办法|怎么办|无助|无奈|生活|老人|残疾|低保|贫困|生病|治病|孩子|家庭",
    "soon": r"尽快|早日|及时|解决|落实|妥善",
    "unpaid": r"拖欠|退款|退费|不退|欠|押金|工资|赔偿|补偿|退还|到账",
    "own": r"本人|我家|我是|我们家|我父|我母|我妈|我爸|我的",
    "we": r"我们|业主|居民|村民|大家|广大|老百姓",
    "thanks": r"感谢|谢谢|万分",
    "praise": r"表扬|点赞|致谢|拾金不昧|锦旗",
    "dear": r"尊敬|您好|你好",
    "exclaims": r"[!!]",
    "list": r"[一二三四五][、.是]|\d[、.)]",
    "policy": r"政策|规定|条件|标准|流程|手续|办理|文件|条例|通知",
    "event": r"\d+月\d+[日号]|昨天|今天|前天|上周|至今",
    "named": r"公司|物业|开发商|学校|医院|银行|村委|社区|派出所|法院",
    "negative": r"没有|没|不",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}
_TITLE, _LONGEST_TITLE = 24, 60
_END = 50
_OFTEN = 3


def opening_of(message: str) -> str:
    """The title, where the first line is short enough to be one; otherwise the first words."""
    first, line, _ = message.lstrip().partition("\n")
    return first if line and len(first) <= _LONGEST_TITLE else message[:_TITLE]


def cues_in(message: str) -> list[str]:
    """The names of the signs in a message, each once; those of its opening and its end, and its length."""
    opening, end = opening_of(message), message[-_END:]
    times = {name: len(pattern.findall(message)) for name, pattern in _COMPILED.items()}
    found = [name for name, count in times.items() if count]
    often = [f"often-{name}" for name in found if times[name] >= _OFTEN]
    at_once = [f"opening-{name}" for name in found if _COMPILED[name].search(opening)]
    at_last = [f"end-{name}" for name in found if _COMPILED[name].search(end)]
    length = f"length-{round(1.5 * math.log2(1 + len(message)))}"
    return [*found, *often, *at_once, *at_last, length]
