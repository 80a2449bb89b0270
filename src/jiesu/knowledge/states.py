"""The vocabularies of the knowledge base: states and verbs of a version, uses of an article."""

from enum import StrEnum


class ArticleState(StrEnum):
    """Where a version of an article stands on its way from a note to an expired answer."""

    COLLECTED = "collected"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    PUBLISHED = "published"
    REVIEW_DUE = "review_due"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class ArticleVerb(StrEnum):
    """What is done to a version of an article."""

    COLLECT = "collect"
    START = "start"
    EDIT = "edit"
    SUBMIT = "submit"
    ENDORSE = "endorse"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    CALL_DUE = "call_due"
    CONFIRM = "confirm"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"
    DISCARD = "discard"


class Use(StrEnum):
    """What an article served for."""

    ANSWERED = "answered"
    CITED = "cited"
    TEXTED = "texted"
    COPIED = "copied"
    PORTAL = "portal"


class Source(StrEnum):
    """Where somebody searched or asked."""

    CONSOLE = "console"
    PORTAL = "portal"
    CHAT = "chat"
    ROBOT = "robot"
    API = "api"


class ImportState(StrEnum):
    """How far a file of articles has come."""

    READ = "read"
    TAKING = "taking"
    DONE = "done"


class RowState(StrEnum):
    """What became of a line of such a file."""

    READY = "ready"
    REFUSED = "refused"
    STARTED = "started"
    REVISED = "revised"


class FindingKind(StrEnum):
    """What can be wrong with an article that is live."""

    DATES = "dates"
    VALIDITY = "validity"
    REVIEW = "review"
    BASIS = "basis"
    LINK = "link"
    CONTENT = "content"


class SuggestionState(StrEnum):
    """What became of the suggestion to write an article."""

    OPEN = "open"
    TAKEN = "taken"
    DISMISSED = "dismissed"


STATE_LABELS: dict[ArticleState, str] = {
    ArticleState.COLLECTED: "待编写",
    ArticleState.DRAFT: "编写中",
    ArticleState.IN_REVIEW: "待单位审核",
    ArticleState.IN_APPROVAL: "待中心审批",
    ArticleState.APPROVED: "待发布",
    ArticleState.PUBLISHED: "已发布",
    ArticleState.REVIEW_DUE: "待复核",
    ArticleState.EXPIRED: "已失效",
    ArticleState.SUPERSEDED: "已替换",
    ArticleState.DISCARDED: "已作废",
}

VERB_LABELS: dict[ArticleVerb, str] = {
    ArticleVerb.COLLECT: "采集",
    ArticleVerb.START: "开始编写",
    ArticleVerb.EDIT: "编辑",
    ArticleVerb.SUBMIT: "提交审核",
    ArticleVerb.ENDORSE: "单位审核通过",
    ArticleVerb.SEND_BACK: "退回修改",
    ArticleVerb.APPROVE: "审批通过",
    ArticleVerb.PUBLISH: "发布",
    ArticleVerb.CALL_DUE: "到期提醒复核",
    ArticleVerb.CONFIRM: "复核确认",
    ArticleVerb.EXPIRE: "失效",
    ArticleVerb.SUPERSEDE: "被新版本替换",
    ArticleVerb.DISCARD: "作废",
}

USE_LABELS: dict[Use, str] = {
    Use.ANSWERED: "直接答复",
    Use.CITED: "工单引用",
    Use.TEXTED: "短信发送",
    Use.COPIED: "复制答复",
    Use.PORTAL: "群众查阅",
}

SOURCE_LABELS: dict[Source, str] = {
    Source.CONSOLE: "话务台",
    Source.PORTAL: "门户",
    Source.CHAT: "在线客服",
    Source.ROBOT: "电话机器人",
    Source.API: "接口",
}

IMPORT_STATE_LABELS: dict[ImportState, str] = {
    ImportState.READ: "待确认导入",
    ImportState.TAKING: "正在导入",
    ImportState.DONE: "已导入",
}

ROW_STATE_LABELS: dict[RowState, str] = {
    RowState.READY: "可以导入",
    RowState.REFUSED: "不能导入",
    RowState.STARTED: "已建草稿",
    RowState.REVISED: "已建新版本",
}

FINDING_LABELS: dict[FindingKind, str] = {
    FindingKind.DATES: "日期矛盾",
    FindingKind.VALIDITY: "不在有效期",
    FindingKind.REVIEW: "复核超期",
    FindingKind.BASIS: "依据失效",
    FindingKind.LINK: "链接失效",
    FindingKind.CONTENT: "内容不全",
}

SUGGESTION_LABELS: dict[SuggestionState, str] = {
    SuggestionState.OPEN: "待处理",
    SuggestionState.TAKEN: "已采用",
    SuggestionState.DISMISSED: "不采用",
}

LIVE: frozenset[ArticleState] = frozenset({ArticleState.PUBLISHED, ArticleState.REVIEW_DUE})
"""Answers are given from these; of one article at most one version is among them."""

WORKING: frozenset[ArticleState] = frozenset(
    {
        ArticleState.COLLECTED,
        ArticleState.DRAFT,
        ArticleState.IN_REVIEW,
        ArticleState.IN_APPROVAL,
        ArticleState.APPROVED,
    }
)
"""On the way to being published; of one article at most one version is among them."""

OVER: frozenset[ArticleState] = frozenset(ArticleState) - LIVE - WORKING
"""Nothing more happens to these."""
