"""Refusals of the accounts."""

from jiesu.core.errors import Conflict, InvalidInput, Refusal


class SignInNeeded(Refusal):
    """Nobody has signed in."""

    code = "sign_in_needed"
    status = 401
    zh = "请先登录。"
    en = "Sign in first."


class SignInRefused(Refusal):
    """The account and the password do not fit; which of the two is not said."""

    code = "sign_in_refused"
    status = 401
    zh = "账号或密码不正确。"
    en = "The account or the password is not right."


class SignInLocked(Refusal):
    """Too many failed attempts; ``minutes`` until the next may be made."""

    code = "sign_in_locked"
    status = 429
    zh = "登录失败次数过多，请在{minutes}分钟后重试。"
    en = "Too many failed attempts; try again in {minutes} minutes."


class NotYourself(Refusal):
    """A person may not do this to their own account."""

    code = "not_yourself"
    status = 403
    zh = "不能对本人的账号这样操作。"
    en = "You cannot do this to your own account."


class AccountInactive(Refusal):
    """The account has been closed."""

    code = "account_inactive"
    zh = "账号“{account}”已停用。"
    en = "The account “{account}” is closed."


class IncompatiblePermissions(Refusal):
    """One person would hold two permissions that are kept apart."""

    code = "incompatible_permissions"
    zh = "“{one}”与“{other}”不能由同一人行使。"
    en = "“{one}” and “{other}” must not be held by one person."


class AlreadyTaken(Conflict):
    """Something that must be unique is there already; ``field`` names it."""

    code = "already_taken"
    zh = "“{what}”已存在。"
    en = "“{what}” exists already."


class UnknownChoice(InvalidInput):
    """A code that is not one of those known; ``field`` names the culprit."""

    code = "unknown_choice"
    zh = "不认识“{value}”。"
    en = "“{value}” is not known."
