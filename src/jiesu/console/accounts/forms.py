"""Forms of one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Plain(forms.Form):
    """A form whose labels end in nothing and whose errors are ours."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def secret(label: Any, *, kind: str) -> forms.CharField:  # noqa: ANN401
    """A password that is typed and never shown; ``kind`` tells browsers which."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, max_length=1024, strip=False, widget=widget)


class PasswordForm(Plain):
    """The old password, and the new one twice."""

    old = secret(_("原密码"), kind="current-password")
    password = secret(_("新密码"), kind="new-password")
    again = secret(_("再输一次新密码"), kind="new-password")

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return given


class ConfirmForm(Plain):
    """A code that shows that the authenticator works."""

    code = forms.CharField(
        label=_("验证器显示的六位数字"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SureForm(Plain):
    """The password once more, before something is weakened."""

    password = secret(_("登录密码"), kind="current-password")
