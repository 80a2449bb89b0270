"""The vocabularies of the check in the field 案件核查: verdicts, states, and what a photo is found to be.

Sources: 核查 by collectors with photos from the place (济南高新区, 龙岗); 虚假办结 as a class (金华:
弄虚作假); 12345 案件现场取证 by collectors.
"""

from enum import StrEnum


class FieldState(StrEnum):
    """Where a check stands."""

    ORDERED = "ordered"
    DONE = "done"
    WITHDRAWN = "withdrawn"


FIELD_STATE_LABELS: dict[FieldState, str] = {
    FieldState.ORDERED: "待核查",
    FieldState.DONE: "已核查",
    FieldState.WITHDRAWN: "已撤回",
}


class FieldVerdict(StrEnum):
    """What was found at the place."""

    DONE_INDEED = "done_indeed"
    PARTLY_DONE = "partly_done"
    NOT_DONE = "not_done"
    SAID_DONE = "said_done"
    NOT_TO_TELL = "not_to_tell"


FIELD_VERDICT_LABELS: dict[FieldVerdict, str] = {
    FieldVerdict.DONE_INDEED: "属实办结",
    FieldVerdict.PARTLY_DONE: "部分完成",
    FieldVerdict.NOT_DONE: "尚未完成（单位未称办结）",
    FieldVerdict.SAID_DONE: "虚假办结（称已办结而实际没有）",
    FieldVerdict.NOT_TO_TELL: "无法核实",
}


class PhotoFinding(StrEnum):
    """What is remarkable about a photo beside what was claimed."""

    NO_TIME = "no_time"
    NO_PLACE = "no_place"
    OTHER_TIME = "other_time"
    OTHER_PLACE = "other_place"
    FAR_FROM_ORDER = "far_from_order"
    SEEN_BEFORE = "seen_before"


PHOTO_FINDING_LABELS: dict[PhotoFinding, str] = {
    PhotoFinding.NO_TIME: "照片没有拍摄时间",
    PhotoFinding.NO_PLACE: "照片没有拍摄位置",
    PhotoFinding.OTHER_TIME: "拍摄时间与核查时间不符",
    PhotoFinding.OTHER_PLACE: "拍摄位置与上报位置不符",
    PhotoFinding.FAR_FROM_ORDER: "拍摄位置离事发地过远",
    PhotoFinding.SEEN_BEFORE: "同一张照片以前交过",
}

GRAVE_FINDINGS = frozenset(
    {
        PhotoFinding.OTHER_TIME,
        PhotoFinding.OTHER_PLACE,
        PhotoFinding.FAR_FROM_ORDER,
        PhotoFinding.SEEN_BEFORE,
    }
)
"""Findings that somebody should look at; the others only say that the camera wrote nothing down."""
