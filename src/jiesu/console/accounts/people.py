"""People: found, taken on, changed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts import actions, selectors
from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.accounts.tables import DETAILS
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import posts_of_people

if TYPE_CHECKING:
    from jiesu.accounts.models import User

may = allowed(Permission.MANAGE_ACCOUNTS)


class PersonForm(Plain):
    """What is known of a person."""

    username = forms.CharField(
        label=gettext_lazy("账号"), max_length=150, help_text=gettext_lazy("登录用的名字；以后不能改。")
    )
    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    employee_no = forms.CharField(label=gettext_lazy("工号"), required=False, max_length=30)
    phone = forms.CharField(label=gettext_lazy("手机号码"), required=False, max_length=30)
    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)

    def __init__(self, *args: Any, user: "User | None" = None, **kwargs: Any) -> None:  # noqa: ANN401
        if user is not None:
            kwargs["initial"] = {name: getattr(user, name) for name in DETAILS}
        super().__init__(*args, **kwargs)
        if user is not None:
            del self.fields["username"]

    def details(self) -> dict[str, Any]:
        """What the actions are given."""
        return {name: self.cleaned_data[name] for name in DETAILS}


@require_safe
@may
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody, or those whom a search finds, with their posts."""
    words = request.GET.get("q", "").strip()[:100]
    show = request.GET.get("show", "")
    found = selectors.people(words=words, open_only=show == "open", locked=show == "locked")
    rows = page_of(found, by="username", cursor=request.GET.get("after"), size=50, descending=False)
    context: dict[str, object] = {
        "rows": _with_posts(rows.items),
        "next_cursor": rows.next_cursor,
        "is_first": not request.GET.get("after"),
        "words": words,
        "show": show,
    }
    return page(request, actor, "console/accounts/people.html", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an account; a password and posts are given on the person's page."""
    form = PersonForm(request.POST or None)
    made: list[User] = []

    def act() -> None:
        made.append(actions.create_account(form.cleaned_data["username"], by=actor, **form.details()))

    status = carry_out(form, act) if request.method == "POST" else 200
    if made:
        return done(request, _("账号已建立，请设置密码和岗位。"), to="person", key=made[0].pk)
    return form_page(request, actor, form, title=_("新建人员"), back=reverse("people"), status=status)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Change what is known of a person."""
    user, status = selectors.user_by_id(key), 200
    form = PersonForm(request.POST or None, user=user)
    if request.method == "POST":
        status = carry_out(form, lambda: actions.update_account(user, by=actor, **form.details()))
        if not status:
            return done(request, _("已保存。"), to="person", key=key)
    back = reverse("person", args=[key])
    return form_page(request, actor, form, title=_("修改人员资料"), back=back, status=status)


def _with_posts(users: "Sequence[User]") -> list[dict[str, object]]:
    names = {role.code: role.name for role in roles_in_force().values()}
    posts: defaultdict[int, list[str]] = defaultdict(list)
    for post in posts_of_people(user.pk for user in users):
        posts[post.user_id].append(f"{post.unit} {names.get(post.role, post.role)}")
    return [{"person": user, "posts": "、".join(posts[user.pk])} for user in users]
