"""One person: posts, sign-in, sessions, and what an administrator does about them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts import actions, selectors
from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.console.accounts import acting
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.fields import UnitText, day_field
from jiesu.console.settings.gate import allowed, blame, carry_out, done
from jiesu.console.staff import page
from jiesu.console.standing import refuse_while_acting
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations import actions as organisations
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import post_by_id, post_history, today

if TYPE_CHECKING:
    from jiesu.accounts.models import User

may = allowed(Permission.MANAGE_ACCOUNTS)


class PostForm(Plain):
    """A post to be given."""

    unit = UnitText(label=gettext_lazy("单位"))
    role = forms.ChoiceField(label=gettext_lazy("角色"))
    starts_on = day_field(gettext_lazy("任职日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["role"]
        offered.choices = [(role.code, role.name) for role in roles_in_force().values()]


class WhyForm(Plain):
    """Why something is done."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=500)


@require_safe
@may
def shown(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The person's page."""
    return _page(request, actor, selectors.user_by_id(key))


@require_POST
@may
def assign(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Give the person a post."""
    user, form = selectors.user_by_id(key), PostForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        organisations.assign_post(
            user.pk, unit=given["unit"], role=given["role"], starts_on=given["starts_on"], by=actor
        )

    status = carry_out(form, act)
    if not status:
        return done(request, _("岗位已设。"), to="person", key=key)
    return _page(request, actor, user, form=form, status=status)


@require_POST
@may
def end_post(request: HttpRequest, actor: Actor, *, key: int, post: int) -> HttpResponse:
    """End a post, today unless another day is named."""
    held = post_by_id(post)
    if held.user_id != key:
        raise NotFound(what=_("岗位"))
    day = day_field("", required=False).clean(request.POST.get("on", ""))
    organisations.end_post(held, by=actor, on=day)
    return done(request, _("岗位已结束。"), to="person", key=key)


@require_POST
@may
def do(request: HttpRequest, actor: Actor, *, key: int, deed: str) -> HttpResponse:
    """What is done about a person's sign-in, with a reason where something is taken from them."""
    refuse_while_acting(request.session)
    user = selectors.user_by_id(key)
    reason = request.POST.get("reason", "").strip()[:500]
    if deed == "password":
        password = actions.reset_password(user, by=actor, reason=reason)
        return _page(request, actor, selectors.user_by_id(key), password=password)
    deeds = _deeds(user, actor, reason)
    if deed not in deeds:
        raise NotFound(what=_("操作"))
    act, said = deeds[deed]
    act()
    return done(request, said, to="person", key=key)


@require_POST
@may
def act_as(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Sign in as the person, on a test installation, with a reason."""
    form = WhyForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        return acting.begin(request, actor, user_id=key, reason=reason)
    except Refusal as refusal:
        if refusal.field is None:
            raise
        blame(form, refusal)
        return _page(request, actor, selectors.user_by_id(key), why=form, status=refusal.status)


def _deeds(user: "User", actor: Actor, reason: str) -> dict[str, tuple[Callable[[], object], str]]:
    return {
        "unlock": (lambda: actions.unlock_account(user.username, by=actor), _("登录锁定已解除。")),
        "second-factor": (
            lambda: actions.reset_second_factor(user, by=actor, reason=reason),
            _("二次验证已重置，下次登录不再要求旧设备的验证码。"),
        ),
        "sessions": (lambda: actions.end_sessions(user, by=actor), _("此人的登录已全部退出。")),
        "close": (lambda: actions.deactivate_account(user, by=actor, reason=reason), _("账号已停用。")),
        "open": (lambda: actions.reactivate_account(user, by=actor, reason=reason), _("账号已启用。")),
    }


def _page(
    request: HttpRequest,
    actor: Actor,
    user: "User",
    *,
    form: PostForm | None = None,
    why: WhyForm | None = None,
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    names, day = roles_in_force(), today()
    posts = [
        {
            "post": post,
            "role": names[post.role].name if post.role in names else post.role,
            "is_over": post.ends_on is not None and post.ends_on <= day,
        }
        for post in post_history(user.pk)
    ]
    context: dict[str, object] = {
        "person": user,
        "posts": posts,
        "form": form or PostForm(),
        "why": why or WhyForm(auto_id="why-%s"),
        "password": password,
        "second_factor": selectors.second_factor_of(user),
        "sessions": selectors.sessions_of(user),
        "failures": selectors.failed_sign_ins(user),
        "is_self": user.pk == actor.user_id,
        "may_act": settings.JIESU_LOGIN_AS and user.pk != actor.user_id,
    }
    return page(request, actor, "console/accounts/person.html", context=context, status=status)
