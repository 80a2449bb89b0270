"""What is said when a page cannot be given, in the reader's language.

These pages read nothing from the database and ask nothing of the session: either may be what has failed.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    del request, exception
    return _page(400, _("请求无法理解"), _("地址或提交的内容格式不对，请返回后重试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del request, exception
    return _page(403, _("没有权限"), _("您的岗位不能打开这个页面。需要时请联系系统管理员。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    del request, exception
    return _page(404, _("没有这个页面"), _("地址可能写错了，或者内容已经移走。"))


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    del request
    return _page(500, _("页面暂时打不开"), _("故障已经记录，请稍后再试。紧急事项请拨打 12345。"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, because a form was sent from a page that has grown old, or from elsewhere."""
    del request, reason
    return _page(403, _("页面已过期"), _("请返回上一页，刷新后重新提交；浏览器须允许 Cookie。"))


def _page(status: int, title: str, story: str) -> HttpResponse:
    context = {"title": title, "story": story, "home": _("回到首页"), "city": settings.JIESU_CITY}
    return HttpResponse(render_to_string("errors/page.html", context), status=status)
