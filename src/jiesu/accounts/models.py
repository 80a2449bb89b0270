"""Tables of the accounts: people, role definitions, tokens of programs, second factors, sessions."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import PERMISSION_LABELS
from jiesu.core.fields import SealedTextField


class User(AbstractUser):
    """A member of staff. What they may do follows from the posts they hold, not from this table.

    ``is_staff`` opens the configuration admin; each page of it asks for its own permission besides.
    ``is_superuser`` is for the first administrator of an installation, who holds no post yet.
    """

    display_name = models.CharField("姓名", max_length=60, blank=True)
    employee_no = models.CharField("工号", max_length=30, blank=True)
    phone = SealedTextField("手机号码", blank=True, default="")
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.UniqueConstraint(
                fields=["employee_no"], name="user_employee_no", condition=~Q(employee_no="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that colleagues read: the person's, or the account's where none is given."""
        return (self.display_name or self.username)[:100]

    @property
    def user_id(self) -> int:
        """The key, under the name by which the audit log asks for it."""
        return self.pk

    def may(self, permission: str) -> bool:
        """Whether a permission is held, as the configuration pages ask it; a superuser holds all of them."""
        return self.has_perm(f"jiesu.{permission}")


def permission_choices() -> list[tuple[str, str]]:
    """Every permission and its label; a function, so that a new permission needs no migration."""
    return [(permission.value, label) for permission, label in PERMISSION_LABELS.items()]


class RoleDefinition(models.Model):
    """What a role may do in this place: a preset, a changed preset, or a role of the place's own.

    ``is_customised`` marks what people have changed; the rest follows the shipped presets on upgrade.
    ``centre_only`` roles are given only by posts at the centre, since their rights reach over the whole city.
    ``needs_second_factor``: whoever holds the role sets up a second factor at the next sign-in.
    """

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    permissions = ArrayField(
        models.CharField(max_length=40, choices=permission_choices),
        verbose_name="权限",
        default=list,
        blank=True,
    )
    centre_only = models.BooleanField("仅限中心", default=True)
    is_customised = models.BooleanField("已自定义", default=False)
    needs_second_factor = models.BooleanField("登录须二次验证", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A program's key to act as a person; only the digest of the secret is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="账号")
    name = models.CharField("用途", max_length=80)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("到期时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("吊销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class FailedSignIn(models.Model):
    """One attempt to sign in that did not succeed, for counting; gone after the window or a success."""

    account = models.CharField("账号", max_length=150)
    address = models.CharField("来源地址", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        indexes = [
            models.Index(fields=["account", "at"], name="failed_by_account"),
            models.Index(fields=["at"], name="failed_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.address} {self.at:%F %T}"


class SecondFactor(models.Model):
    """A person's authenticator (RFC 6238): proof besides the password.

    ``secret`` is what both sides know, in base 32; it counts from ``confirmed_at`` on. ``last_step`` is the
    time step of the last code that was accepted: no code of that step or an earlier one is accepted again.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor", verbose_name="账号")
    secret = SealedTextField("密钥")
    created_at = models.DateTimeField("设置时间")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField("最近使用的时间步", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "二次验证"

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """A code for the day when the authenticator is lost; works once, kept as a keyed hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name="账号")
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "备用码"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.used_at or ''}"


class Session(AbstractBaseSession):
    """A browser's session, with whose it is and where it was opened, so that people can see and end theirs.

    The columns repeat what the session's own data says (see ``sessions.SessionStore``).
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="账号")
    address = models.CharField("来源地址", max_length=64, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    opened_at = models.DateTimeField("登录时间", null=True)
    seen_at = models.DateTimeField("最近活动", null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = verbose_name_plural = "会话"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What reads and writes these rows."""
        from jiesu.accounts.sessions import SessionStore  # noqa: PLC0415 - it is made of this model

        return SessionStore


class SavedView(models.Model):
    """A list as its owner likes to see it, under a name.

    What a list is narrowed by is kept as the list's own page writes it (``query``); ``audience`` names who
    else sees the view, in words of whoever shows it; empty for the owner alone.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="views", verbose_name="账号")
    place = models.CharField("列表", max_length=40)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("筛选", max_length=2000, blank=True)
    audience = models.CharField("共享给", max_length=40, blank=True)
    created_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "列表视图"
        constraints = [models.UniqueConstraint(fields=["owner", "place", "name"], name="view_named_once")]
        indexes = [models.Index(fields=["place", "audience"], name="view_shared", condition=~Q(audience=""))]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.place} {self.name}"


class Preference(models.Model):
    """How one person likes something to be shown, such as the columns of a list."""

    user = models.ForeignKey(User, models.CASCADE, related_name="preferences", verbose_name="账号")
    key = models.CharField("项目", max_length=60)
    value = models.JSONField("取值")

    class Meta:
        verbose_name = verbose_name_plural = "个人偏好"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
