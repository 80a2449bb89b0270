"""What a complete reply says: who looked into it, what was found and done, by what rule, whom to ask."""

import re

from jiesu.oversight.replies.findings import Finding, FindingKind

_UNIT = re.compile(
    r"(?:我|本|该)(?:局|委|办|厅|处|所|队|支队|大队|站|院|校|园|镇|乡|街道|区|县|市|单位|公司|司|中心|会)|"
    r"[一-龥]{2,12}(?:局|委|办公室|街道|办事处|公司|中心|大队|支队|派出所|政府|社区|镇|乡|村委会|医院|学校|管理处|法院)"
)
_FOUND = re.compile(
    r"经[^，。]{0,12}(?:查|核实|调查|了解|勘|走访|沟通)|据查|查明|核查|核实|现场|属实|情况(?:是|为|如)|目前|现已|由于|因|"
    r"根据|按照|依据|规定|符合|没有|不存在|已"
)
_DONE = re.compile(
    r"已(?!收悉|收到|阅|获悉|悉)|责令|责成|组织|安排|开展|整改|清理|修复|拆除|处罚|约谈|协调|督促|检查|下达|制定|调解|安装|新增|立案|"
    r"告知|联系|解释|登记|纳入|召开"
)
_REFUSED = re.compile(r"不予|不能|无法|不符合|不具备|不属于|不得|不可|暂不|不宜|驳回")
_BASIS = re.compile(
    r"《|根据|依据|按照|依照|依法|规定|条例|办法|文件|政策|标准|规范|合同|协议|规划|由于|因为|原因|因"
)
_CONTACT = re.compile(
    r"电话|致电|拨打|来电|热线|联系|窗口|地址|官网|公众号|\d{3,4}[-－]\d{7,8}|(?<!\d)[1-9]\d{6,7}(?!\d)"
)

_CONSULTS = ("consult",)
"""Natures of appeals that ask for a rule rather than for a deed."""


def missing_elements(answer: str, *, nature: str = "") -> list[Finding]:
    """The elements that are not there; a question needs the rule, a request the deed, a refusal its basis."""
    consults = nature in _CONSULTS
    needs_basis = consults or _REFUSED.search(answer) is not None
    checks = (
        (FindingKind.NO_UNIT, _UNIT, True),
        (FindingKind.NO_FINDING, _FOUND, True),
        (FindingKind.NO_DEED, _DONE, not consults),
        (FindingKind.NO_BASIS, _BASIS, needs_basis),
        (FindingKind.NO_CONTACT, _CONTACT, True),
    )
    return [Finding(kind) for kind, sign, asked in checks if asked and not sign.search(answer)]
