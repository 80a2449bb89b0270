"""What anybody may read: finished cases with their answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jiesu.core.errors import NotFound
from jiesu.core.paging import BadCursor
from jiesu.places.choices import names_of
from jiesu.portal.forms import SearchForm
from jiesu.portal.limits import SEARCHES, address_of
from jiesu.workorders import stories


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The list, newest first, narrowed by words."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    too_often = bool(words) and SEARCHES.count(address_of(request)) > SEARCHES.times
    try:
        page = stories.published_cases(words="" if too_often else words, cursor=request.GET.get("cursor"))
    except BadCursor:
        return redirect("cases")
    found = [stories.case_of(order, brief=True) for order in page.items]
    context = {
        "form": form if form.is_bound else SearchForm(),
        "words": words,
        "too_often": too_often,
        "cases": found,
        "areas": names_of(case.area_code for case in found),
        "next": page.next_cursor,
    }
    return render(request, "portal/cases.html", context)


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case."""
    try:
        shown = stories.published_case(number)
    except NotFound as missing:
        raise Http404 from missing
    area = names_of([shown.area_code]).get(shown.area_code, "")
    return render(request, "portal/case.html", {"case": shown, "area": area})
