"""What kind of appeal it is, how pressing, and how it came: the vocabularies of registration.

Sources: 诉求类型 as published by 宁夏 and 南通; 紧急程度 一般/紧急/特急; the channels named by running
centres (电话、网站、微信 … 来信、来访).
"""

from enum import StrEnum


class Nature(StrEnum):
    """诉求类型."""

    CONSULTATION = "consultation"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    OTHER = "other"


NATURE_LABELS: dict[Nature, str] = {
    Nature.CONSULTATION: "咨询",
    Nature.HELP: "求助",
    Nature.COMPLAINT: "投诉",
    Nature.REPORT: "举报",
    Nature.SUGGESTION: "建议",
    Nature.PRAISE: "表扬",
    Nature.OTHER: "其他",
}


class Urgency(StrEnum):
    """紧急程度."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.NORMAL: "一般",
    Urgency.URGENT: "紧急",
    Urgency.CRITICAL: "特急",
}


class Channel(StrEnum):
    """受理渠道."""

    PHONE = "phone"
    WEB = "web"
    WECHAT = "wechat"
    WEIBO = "weibo"
    APP = "app"
    MAIL = "mail"
    SMS = "sms"
    MAYOR_MAILBOX = "mayor_mailbox"
    VIDEO = "video"
    COLLECTOR = "collector"
    PROVINCE = "province"
    RATING = "rating"
    POLICE_110 = "police_110"
    PEOPLE_BOARD = "people_board"
    SUPERVISION = "supervision"
    LETTER = "letter"
    VISIT = "visit"
    API = "api"
    IMPORT = "import"


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.PHONE: "电话",
    Channel.WEB: "网站",
    Channel.WECHAT: "微信",
    Channel.WEIBO: "微博",
    Channel.APP: "APP/小程序",
    Channel.MAIL: "邮件",
    Channel.SMS: "短信",
    Channel.MAYOR_MAILBOX: "市长信箱",
    Channel.VIDEO: "视频监控",
    Channel.COLLECTOR: "监督员上报",
    Channel.PROVINCE: "省12345流转",
    Channel.RATING: "好差评",
    Channel.POLICE_110: "110移交",
    Channel.PEOPLE_BOARD: "人民网留言板",
    Channel.SUPERVISION: "互联网+督查",
    Channel.LETTER: "来信",
    Channel.VISIT: "来访",
    Channel.API: "接口",
    Channel.IMPORT: "批量导入",
}
