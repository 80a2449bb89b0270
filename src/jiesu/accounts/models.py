"""Tables of the accounts: people, role definitions, tokens of programs, failed sign-ins."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
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


class RoleDefinition(models.Model):
    """What a role may do in this place: a preset, a changed preset, or a role of the place's own.

    ``is_customised`` marks what people have changed; the rest follows the shipped presets on upgrade.
    ``centre_only`` roles are given only by posts at the centre, since their rights reach over the whole city.
    """

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    permissions = ArrayField(
        models.CharField(max_length=40, choices=[(p.value, label) for p, label in PERMISSION_LABELS.items()]),
        verbose_name="权限",
        default=list,
        blank=True,
    )
    centre_only = models.BooleanField("仅限中心", default=True)
    is_customised = models.BooleanField("已自定义", default=False)

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
