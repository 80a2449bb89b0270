"""The fields of an appeal that a column may fill, and the names such columns bear."""

from enum import StrEnum

from jiesu.intake.values import normal


class Target(StrEnum):
    """A field of an appeal; what comes after ``extra`` is kept with the contact as it was told."""

    EXTERNAL_ID = "external_id"
    TITLE = "title"
    CONTENT = "content"
    NATURE = "nature"
    TOPIC_CODE = "topic_code"
    CHANNEL = "channel"
    URGENCY = "urgency"
    ADDRESS = "address"
    AREA_CODE = "area_code"
    CELL_CODE = "cell_code"
    LON = "lon"
    LAT = "lat"
    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    GENDER = "gender"
    EMAIL = "email"
    HOME = "home"
    CONFIDENTIAL = "confidential"
    PUBLIC = "public"
    RECEIVED_AT = "received_at"
    OCCURRED_AT = "occurred_at"
    REPLY = "reply"
    REPLIED_AT = "replied_at"
    SATISFACTION = "satisfaction"
    UNIT = "unit"


TARGET_LABELS: dict[Target, str] = {
    Target.EXTERNAL_ID: "来源编号",
    Target.TITLE: "标题",
    Target.CONTENT: "诉求内容",
    Target.NATURE: "诉求类型",
    Target.TOPIC_CODE: "事项分类",
    Target.CHANNEL: "受理渠道",
    Target.URGENCY: "紧急程度",
    Target.ADDRESS: "事发地址",
    Target.AREA_CODE: "区划",
    Target.CELL_CODE: "网格",
    Target.LON: "经度",
    Target.LAT: "纬度",
    Target.NAME: "姓名",
    Target.PHONE: "电话",
    Target.IDENTITY: "证件号码",
    Target.GENDER: "性别",
    Target.EMAIL: "邮箱",
    Target.HOME: "住址",
    Target.CONFIDENTIAL: "保密",
    Target.PUBLIC: "可公开",
    Target.RECEIVED_AT: "受理时间",
    Target.OCCURRED_AT: "事发时间",
    Target.REPLY: "答复",
    Target.REPLIED_AT: "答复时间",
    Target.SATISFACTION: "满意度",
    Target.UNIT: "承办单位",
}

# The best name first: where two columns could fill one field, the one whose name stands further left does.
_NAMES: dict[Target, str] = {
    Target.EXTERNAL_ID: (
        "工单编号 工单号 诉求编号 受理编号 案件编号 案件号 案卷编号 事件编号 留言编号 信件编号 "
        "来信编号 投诉编号 流水号 业务编号 任务编号 单号 编号 编码 工单id 留言id order_no order_number "
        "work_order_no case_no case_id ticket_id ticket_no request_id external_id serial_no id"
    ),
    Target.TITLE: (
        "标题 诉求标题 工单标题 留言主题 主题 诉求主题 来电主题 信件标题 案件标题 问题标题 事项标题 "
        "名称 title subject headline"
    ),
    Target.CONTENT: (
        "诉求内容 来电内容 留言详情 留言内容 反映内容 工单内容 主要内容 投诉内容 问题描述 诉求描述 "
        "事件描述 案件描述 信件内容 来信内容 咨询内容 受理内容 业务内容 具体内容 详细内容 诉求详情 "
        "问题内容 描述 详情 内容 正文 诉求 content description body major_content message details text "
        "appeal"
    ),
    Target.NATURE: (
        "诉求类型 诉求性质 工单类型 业务类型 来电类型 信件类型 受理类型 留言类型 问题性质 性质 类型 "
        "nature kind appeal_type request_type type"
    ),
    Target.TOPIC_CODE: (
        "事项分类编码 诉求类别编码 分类编码 分类代码 topic_code category_code 事项分类 诉求分类 "
        "诉求类别 问题分类 问题类别 内容分类 业务分类 一级标签 一级分类 分类 类别 topic category"
    ),
    Target.CHANNEL: (
        "受理渠道 诉求渠道 来源渠道 诉求来源 工单来源 信息来源 受理方式 来电渠道 渠道 来源 channel source"
    ),
    Target.URGENCY: "紧急程度 紧急度 缓急 缓急程度 优先级 urgency urgency_level priority",
    Target.ADDRESS: (
        "事发地址 事发地点 诉求地址 事件地址 问题地址 发生地点 发生地址 案发地点 详细地址 反映地址 "
        "地点 地址 位置 address incident_address location"
    ),
    Target.AREA_CODE: (
        "区划代码 行政区划代码 区划编码 area_code division_code 行政区划 所属区域 事发区域 所属区县 "
        "所属地区 区县 县区 辖区 区域 地区 属地 area district region"
    ),
    Target.CELL_CODE: "网格编码 网格编号 网格代码 单元网格 网格 cell_code grid_code cell",
    Target.LON: "经度 lon lng longitude",
    Target.LAT: "纬度 lat latitude",
    Target.NAME: (
        "诉求人 诉求人姓名 来电人 来电人姓名 投诉人 投诉人姓名 反映人 反映人姓名 市民姓名 姓名 联系人 "
        "称呼 写信人 来信人 当事人 caller_name citizen_name contact_name name caller"
    ),
    Target.PHONE: (
        "联系电话 来电号码 联系方式 诉求人电话 手机号码 手机号 手机 电话号码 电话 主叫号码 联系号码 "
        "contact_phone phone_number phone mobile tel telephone caller_phone"
    ),
    Target.IDENTITY: "身份证号 身份证号码 证件号码 证件号 身份证 identity id_card id_number idcard",
    Target.GENDER: "性别 gender sex",
    Target.EMAIL: "邮箱 电子邮箱 电子邮件 email e-mail mail",
    Target.HOME: "住址 家庭住址 联系地址 居住地址 通讯地址 home_address",
    Target.CONFIDENTIAL: "是否保密 保密 是否涉密 保密标志 confidential is_secret secret is_confidential",
    Target.PUBLIC: "是否公开 可公开 公开 是否可公开 公开标志 public is_public open",
    Target.RECEIVED_AT: (
        "受理时间 来电时间 登记时间 诉求时间 留言时间 投诉时间 提交时间 来信时间 创建时间 上报时间 "
        "接收时间 受理日期 登记日期 来电日期 时间 日期 received_at created_at create_time created "
        "submit_time register_time date time"
    ),
    Target.OCCURRED_AT: "事发时间 发生时间 案发时间 事件时间 occurred_at incident_time",
    Target.REPLY: (
        "答复意见 答复内容 回复内容 公开答复 公开答复内容 办理结果 处理结果 办理情况 答复 回复 reply "
        "answer response result"
    ),
    Target.REPLIED_AT: "答复时间 回复时间 办结时间 反馈时间 replied_at reply_time answered_at",
    Target.SATISFACTION: "满意度 满意情况 满意度评价 评价 回访结果 是否满意 satisfaction rating",
    Target.UNIT: (
        "承办单位 主办单位 处理单位 办理单位 责任单位 处置部门 承办部门 责任部门 单位 部门 unit "
        "department dept agency"
    ),
}

KNOWN_NAMES: dict[str, tuple[Target, int]] = {
    normal(name): (target, rank)
    for target, names in reversed(_NAMES.items())
    for rank, name in enumerate(names.split())
}
"""The field that a column of this name fills, and how well the name says so (0 is best)."""
