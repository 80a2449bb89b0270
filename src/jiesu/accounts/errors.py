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


class SecondFactorWrong(Refusal):
    """The code is not right, too old, or was used before; which of these is not said."""

    code = "second_factor_wrong"
    status = 401
    zh = "验证码不正确，或已经用过。请等下一个验证码。"
    en = "The code is not right or was used before. Wait for the next one."


class SecondFactorHeld(Refusal):
    """The account has a second factor already."""

    code = "second_factor_held"
    zh = "二次验证已经启用。要换设备，请先停用。"
    en = "The second factor is set up already. Remove it before you change the device."


class SecondFactorMissing(Refusal):
    """The account has no second factor, or its set-up was not begun."""

    code = "second_factor_missing"
    zh = "还没有设置二次验证。"
    en = "There is no second factor yet."


class SecondFactorNeeded(Refusal):
    """The person's role demands a second factor, so it stays."""

    code = "second_factor_needed"
    status = 403
    zh = "您的角色要求二次验证，不能停用。换设备请联系系统管理员重置。"
    en = "Your role demands a second factor, so it cannot be removed. Ask an administrator to reset it."


class PasswordUnchanged(InvalidInput):
    """The new password is the old one."""

    code = "password_unchanged"
    zh = "新密码不能与原密码相同。"
    en = "The new password must differ from the old one."


class LoginAsOff(Refusal):
    """Signing in as somebody else is for test installations."""

    code = "login_as_off"
    status = 403
    zh = "本系统没有开放代登录；它只用于测试环境。"
    en = "Signing in as somebody else is switched off; it is for test installations only."


class NotWhileActing(Refusal):
    """An administrator who has signed in as somebody else may not do this."""

    code = "not_while_acting"
    status = 403
    zh = "代登录期间不能这样操作，请先结束代登录。"
    en = "This cannot be done while signed in as somebody else; end that first."
