"""What is wrong with a request's fields, in words for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from jiesu.api.problems import FieldError, Problem

_ZH: Mapping[str, str] = {
    "missing": "此项必填",
    "extra_forbidden": "没有这个字段",
    "nul_character": "不能含有空字符（NUL）",
    "out_of_time": "年份须在 1900 至 2099 之间",
    "string_type": "应为文本",
    "string_unicode": "含有无法编码的字符",
    "string_too_long": "最多 {max_length} 字",
    "string_too_short": "至少 {min_length} 字",
    "string_pattern_mismatch": "格式不正确",
    "enum": "应为以下之一：{expected}",
    "literal_error": "应为以下之一：{expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "list_type": "应为列表",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dict_type": "应为对象",
}
_ZH_KINDS = (
    ("int", "应为整数"),
    ("float", "应为数字"),
    ("finite", "应为数字"),
    ("decimal", "应为数字，且位数不能过多"),
    ("bool", "应为 true 或 false"),
    ("datetime", "应为 ISO 8601 格式的时间"),
    ("date", "应为 ISO 8601 格式的日期"),
)


def problem_from(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """All fields at fault as one problem; the first of them is its story."""
    found = [_field_error(error) for error in errors]
    first = found[0]
    return Problem(
        422, "invalid_input", f"“{first.field}”{first.zh}。", f"“{first.field}”: {first.en}.", found
    )


def _field_error(error: Mapping[str, Any]) -> FieldError:
    code = str(error["type"])
    return FieldError(
        _name_of(error["loc"]), code, _in_chinese(code, error.get("ctx", {})), str(error["msg"])
    )


def _name_of(location: Sequence[object]) -> str:
    """``("body", "body", "citizen", "phone")`` names ``citizen.phone``: the rest is our business."""
    names = [str(part) for part in location[1:]]
    if names and names[0] in ("body", "filters"):
        names = names[1:]
    return ".".join(names) or "body"


def _in_chinese(code: str, context: Mapping[str, Any]) -> str:
    template = _ZH.get(code) or next((zh for start, zh in _ZH_KINDS if code.startswith(start)), "填写有误")
    try:
        return template.format(**context)
    except (KeyError, IndexError):
        return "填写有误"
