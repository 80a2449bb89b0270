"""The reason codes that ship: what is not for the hotline, why orders come back, rest or stay unresolved.

Nobody is refused silently (四川 2025-12 诉求分类处理指引; 国办函〔2025〕66号): a code has words to say to the
citizen and a channel to send them to. The ten groups of what is not handled are the union of the published
lists (汕头、商洛、66号文); the words are ours and editable.
"""

from dataclasses import dataclass

from jiesu.catalogue.codes import ReasonKind

_TRANSFER, _GUIDE, _INVALID = ReasonKind.TRANSFER, ReasonKind.GUIDE, ReasonKind.INVALID
_MERGE, _RETURN = ReasonKind.MERGE, ReasonKind.RETURN
_SUSPENSION, _UNRESOLVED = ReasonKind.SUSPENSION, ReasonKind.UNRESOLVED


@dataclass(frozen=True)
class ReasonPreset:
    """A reason code as it ships."""

    code: str
    kind: ReasonKind
    title: str
    script: str = ""
    target_channel: str = ""


def _r(code: str, kind: ReasonKind, *words: str) -> ReasonPreset:
    return ReasonPreset(code, kind, *words)


_EMERGENCY = "您反映的情况由{who}受理，现在为您转接，请不要挂机。"


def _emergency(code: str, title: str, who: str) -> ReasonPreset:
    return ReasonPreset(code, _TRANSFER, title, _EMERGENCY.format(who=who), who)


REASONS: tuple[ReasonPreset, ...] = (
    _emergency("transfer_110", "报警求助", "110报警服务台"),
    _emergency("transfer_119", "火灾与抢险救援", "119消防救援"),
    _emergency("transfer_120", "医疗急救", "120急救中心"),
    _emergency("transfer_122", "交通事故", "122交通事故报警台"),
    _r(
        "transfer_three_way",
        _TRANSFER,
        "职责不清，三方通话",
        "您反映的情况需与110共同判断，现在为您接通三方通话。",
        "三方通话（12345与110）",
    ),
    _r(
        "transfer_branch",
        _TRANSFER,
        "转分中心或专业热线",
        "您反映的情况由专业热线受理，现在为您转接。",
        "热线分中心",
    ),
    _r(
        "guide_other_area",
        _GUIDE,
        "非本辖区事项",
        "您反映的事项不在本市管辖范围，请拨打事发地区号加12345反映。",
        "事发地12345热线",
    ),
    _r(
        "guide_not_administrative",
        _GUIDE,
        "非行政职权事项",
        "您反映的事项不属于行政机关职权范围，建议您与对方协商或通过法律途径解决。",
        "协商、调解或法律途径",
    ),
    _r(
        "guide_other_organs",
        _GUIDE,
        "党委、人大、政协、监委、法院、检察院、军队武警及党派社团事务",
        "您反映的事项由相应机关受理，请直接向该机关反映。",
        "相应机关的受理渠道",
    ),
    _r(
        "guide_litigation",
        _GUIDE,
        "应通过诉讼解决",
        "您反映的事项依法应通过诉讼解决，请向有管辖权的人民法院起诉。",
        "人民法院诉讼服务热线12368",
    ),
    _r(
        "guide_arbitration",
        _GUIDE,
        "应通过仲裁解决",
        "您反映的事项依法应通过仲裁解决，请向有管辖权的仲裁机构申请。",
        "仲裁机构",
    ),
    _r(
        "guide_reconsideration",
        _GUIDE,
        "应通过行政复议解决",
        "您对行政行为不服，可依法向行政复议机关申请行政复议。",
        "行政复议机关",
    ),
    _r(
        "guide_discipline",
        _GUIDE,
        "纪检监察事项",
        "反映党员干部和公职人员违纪违法问题，请向纪检监察机关举报。",
        "纪检监察举报电话12388",
    ),
    _r("guide_petition", _GUIDE, "信访事项", "您反映的事项请通过信访渠道提出。", "信访部门"),
    _r(
        "guide_disclosure",
        _GUIDE,
        "政府信息公开申请",
        "申请公开政府信息，请向有关行政机关的信息公开机构提出。",
        "政府信息公开机构",
    ),
    _r(
        "guide_under_procedure",
        _GUIDE,
        "已进入诉讼、仲裁、复议、信访或信息公开程序",
        "您反映的事项已进入法定程序，请以该程序的结论为准。",
        "正在办理的机关",
    ),
    _r(
        "guide_concluded",
        _GUIDE,
        "法定程序已终结",
        "您反映的事项法定程序已经终结，不再重复办理。",
        "作出结论的机关",
    ),
    _r(
        "guide_secret",
        _GUIDE,
        "涉及国家秘密、工作秘密、商业秘密、个人隐私或个人信息",
        "您反映的事项涉及依法保护的秘密或个人信息，热线不能提供或公开。",
        "有权机关",
    ),
    _r(
        "guide_no_news",
        _GUIDE,
        "正在办理或已办结且无新情况新理由",
        "您反映的同一事项正在办理或已经办结，如有新的情况请补充说明。",
        "原工单",
    ),
    _r(
        "guide_other",
        _GUIDE,
        "其他不属于热线受理范围的事项",
        "您反映的事项不属于热线受理范围，感谢您的理解。",
        "其他渠道",
    ),
    _r("invalid_silent", _INVALID, "无声电话"),
    _r("invalid_misdialled", _INVALID, "误拨"),
    _r("invalid_test", _INVALID, "测试"),
    _r("invalid_no_substance", _INVALID, "无实质内容"),
    _r("invalid_harassment", _INVALID, "恶意攻击、骚扰", "请您文明用语，否则将结束通话。"),
    _r("invalid_unlawful", _INVALID, "违法或违背公序良俗", "您的要求违反法律或公序良俗，热线不予办理。"),
    _r("invalid_not_specific", _INVALID, "内容不具体，无法办理", "请补充时间、地点和经过，以便为您办理。"),
    _r("invalid_false_contact", _INVALID, "联系方式虚假，无法核实"),
    _r("invalid_hung_up", _INVALID, "中途挂机且无法回拨"),
    _r("merge_same_person", _MERGE, "同一诉求人反映同一事项"),
    _r("merge_same_matter", _MERGE, "多人反映同一事项"),
    _r("return_not_ours", _RETURN, "不属本单位职责"),
    _r("return_other_area", _RETURN, "不属本辖区"),
    _r("return_other_lead", _RETURN, "应由其他单位主办"),
    _r("return_needs_lead", _RETURN, "涉及多个单位，需指定牵头"),
    _r("return_incomplete", _RETURN, "信息不全，无法办理"),
    _r("return_duplicate", _RETURN, "与在办工单重复"),
    _r("return_wrong_class", _RETURN, "分类或诉求类型有误"),
    _r("return_other", _RETURN, "其他"),
    _r("suspension_season", _SUSPENSION, "受季节、气候限制"),
    _r("suspension_works", _SUSPENSION, "等待工程建设或招标采购"),
    _r("suspension_legacy", _SUSPENSION, "历史遗留问题"),
    _r("suspension_appraisal", _SUSPENSION, "等待鉴定、检测或评估"),
    _r("suspension_procedure", _SUSPENSION, "等待诉讼、仲裁等程序结论"),
    _r("suspension_citizen", _SUSPENSION, "诉求人要求暂缓"),
    _r("unresolved_policy", _UNRESOLVED, "现行政策不支持"),
    _r("unresolved_conditions", _UNRESOLVED, "客观条件暂不具备"),
    _r("unresolved_long_term", _UNRESOLVED, "已列入计划，需较长时间"),
    _r("unresolved_dispute", _UNRESOLVED, "民事纠纷，调解未成"),
    _r("unresolved_uncooperative", _UNRESOLVED, "诉求人不配合或无法联系"),
    _r("unresolved_unreasonable", _UNRESOLVED, "诉求不合理"),
    _r("unresolved_evidence", _UNRESOLVED, "经查无事实依据"),
)
