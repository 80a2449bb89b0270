"""Refusals of the organisations."""

from jiesu.core.errors import InvalidInput, Refusal


class TooDeep(Refusal):
    """A unit would stand below the fourth level; ``field`` names the parent."""

    code = "too_deep"
    zh = "单位最多四级，“{unit}”之下不能再设。"
    en = "Units stand at four levels at most; nothing can be placed below “{unit}”."


class CentreExists(Refusal):
    """There is one centre, and it stays."""

    code = "centre_exists"
    zh = "热线中心只有一个，已经设立。"
    en = "There is one centre and it exists already."


class CentreStays(Refusal):
    """The centre can be neither moved nor closed."""

    code = "centre_stays"
    zh = "热线中心不能移动或停用。"
    en = "The centre can be neither moved nor closed."


class MoveIntoItself(Refusal):
    """A unit would stand below itself."""

    code = "move_into_itself"
    zh = "不能把“{unit}”移到它自己或它的下级之下。"
    en = "“{unit}” cannot be moved below itself."


class HasActiveUnits(Refusal):
    """A unit with working units below it cannot be closed."""

    code = "has_active_units"
    zh = "“{unit}”还有{count}个启用的下级单位，请先停用或移走它们。"
    en = "“{unit}” still has {count} active units below it; close or move them first."


class UnitInactive(Refusal):
    """The unit takes no part in the service."""

    code = "unit_inactive"
    zh = "“{unit}”已停用。"
    en = "“{unit}” is closed."


class KindAndLevelDiffer(InvalidInput):
    """A unit's kind does not suit its level."""

    code = "kind_and_level_differ"
    zh = "“{kind}”不能设在第{level}级。"
    en = "A unit of the kind “{kind}” cannot stand at level {level}."


class CentreOnly(Refusal):
    """The role's rights reach over the whole city, so only a post at the centre gives it."""

    code = "centre_only"
    zh = "“{role}”只能在热线中心任职。"
    en = "The role “{role}” can only be held at the centre."


class PostHeld(Refusal):
    """The person holds this post already."""

    code = "post_held"
    zh = "该人员已在“{unit}”担任“{role}”。"
    en = "This person already holds the post “{role}” at “{unit}”."


class PostOver(Refusal):
    """The post ended before."""

    code = "post_over"
    zh = "该岗位已经离任。"
    en = "This post is over already."


class CannotActFor(Refusal):
    """The person configures or audits, so nobody signs in as them."""

    code = "cannot_act_for"
    status = 403
    zh = "“{name}”是管理员或审计员，不能代登录。"
    en = "“{name}” configures or audits; nobody can sign in as them."
