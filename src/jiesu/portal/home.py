"""The citizens' front page and what is said on it to everybody."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from jiesu.catalogue.codes import ReasonKind
from jiesu.catalogue.notices import notice_on, notices_on
from jiesu.catalogue.selectors import reasons
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.messaging.selectors import stand_in_messages
from jiesu.portal.demonstration import is_demonstration
from jiesu.workorders import stories

TEXT_COOKIE = "jiesu_text"
_YEAR = 365 * 86_400
_ON_FRONT = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Report, query, what others asked, what the city has to say."""
    page = stories.published_cases(size=_ON_FRONT)
    context = {
        "cases": [stories.case_of(order, brief=True) for order in page.items],
        "notices": notices_on(_today(), most=_ON_FRONT),
    }
    return render(request, "portal/home.html", context)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All notices that are shown today."""
    return render(request, "portal/notices.html", {"notices": notices_on(_today())})


@require_safe
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice."""
    try:
        shown = notice_on(_today(), notice_id)
    except NotFound as missing:
        raise Http404 from missing
    return render(request, "portal/notice.html", {"notice": shown})


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """What 12345 does not handle, and who does."""
    context = {"emergencies": reasons(kind=ReasonKind.TRANSFER), "others": reasons(kind=ReasonKind.GUIDE)}
    return render(request, "portal/elsewhere.html", context)


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Large text, or the usual one; back to the page that asked."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    response = HttpResponseRedirect(target if safe else reverse("home"))
    if request.POST.get("size") == "large":
        response.set_cookie(
            TEXT_COOKIE, "large", max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(TEXT_COOKIE, samesite="Lax")
    return response


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What the stand-in for short messages has taken; only where the product is being demonstrated."""
    if not is_demonstration(request):
        raise Http404
    return render(request, "portal/messages.html", {"messages": stand_in_messages()})


def _today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()
