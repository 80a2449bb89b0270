"""Pages of the seat: a window of its own that is the telephone, whatever else the person has open."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions, selectors
from jiesu.telephony.dialling import EMERGENCY
from jiesu.telephony.seat_states import SEAT_VERB_LABELS, SeatState, SeatVerb
from jiesu.telephony.switch_tasks import ON_CALL
from jiesu.workorders.related import caller_history

if TYPE_CHECKING:
    from jiesu.telephony.models import Seat

WINDOW = "console/telephony/seat.html"
NOW = "console/telephony/now.html"


@require_safe
@staff
def shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The seat's window: sit down, or the telephone itself."""
    _check(actor)
    seat = selectors.own_seat(actor)
    if seat is None:
        context: dict[str, object] = {"seats": selectors.free_seats()}
        return page(request, actor, "console/telephony/sit_down.html", context=context)
    phone = selectors.phone_of(seat, for_user=actor)
    socket = phone.socket or f"{_scheme(request)}://{_host(request)}:{phone.port}/ws"
    told = {"phone": phone, "socket": socket, "services": EMERGENCY, **_now(seat, actor)}
    response = page(request, actor, WINDOW, context=told)
    place = urlsplit(socket)
    response.connects_to = f"{place.scheme}://{place.netloc}"  # type: ignore[attr-defined]
    return response


@require_POST
@staff
def sign_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sit down at a seat."""
    actions.sign_in(request.POST.get("number", ""), by=actor)
    return redirect("seat")


@require_safe
@staff
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the window shows beside the telephone's own buttons: state, caller, who waits."""
    _check(actor)
    seat = selectors.own_seat(actor)
    if seat is None:
        return _to_window(request)
    return render(request, NOW, _now(seat, actor))


@require_POST
@staff
def move(request: HttpRequest, actor: Actor, verb: str) -> HttpResponse:
    """Ready, busy, break, meeting, finished, out."""
    seat = _own(actor)
    if verb not in SEAT_VERB_LABELS:
        raise NotFound(what="坐席操作")
    moved = actions.move_seat(seat.number, SeatVerb(verb), by=actor, reason=request.POST.get("reason", ""))
    if moved.user_id is None:
        return _to_window(request)
    return _answered(request, moved, actor)


@require_POST
@staff
def third(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Call a third party into the call: 110, 119, 120, 122, a unit, another seat."""
    number, note = request.POST.get("number", ""), request.POST.get("note", "")
    return _done(request, actor, lambda: actions.add_third(number, note=note, by=actor))


@require_POST
@staff
def rejoin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Be connected again with the caller."""
    return _done(request, actor, lambda: actions.rejoin_call(by=actor))


@require_POST
@staff
def handover(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """What was told to whoever took over."""
    return _done(request, actor, lambda: actions.note_handover(key, request.POST.get("note", ""), by=actor))


@require_POST
@staff
def return_missed(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Call a missed number back."""
    return _done(request, actor, lambda: actions.return_call(key, by=actor))


def _check(actor: Actor) -> None:
    if not actor.may(Permission.TAKE_CALLS):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.TAKE_CALLS])


def _own(actor: Actor) -> "Seat":
    seat = selectors.own_seat(actor)
    if seat is None:
        raise NotFound(what="坐席")
    return seat


def _now(seat: "Seat", actor: Actor, *, refusal: str = "") -> dict[str, object]:
    call = selectors.call_at(seat)
    return {
        "seat": seat,
        "verbs": selectors.verbs_of(seat),
        "call": call,
        "history": caller_history(call.number, for_user=actor) if call and call.number else None,
        "listing": selectors.listing_of(call.number_hash) if call else None,
        "is_on_call": SeatState(seat.state) in ON_CALL,
        "waiting": selectors.waiting_calls(),
        "missed": list(selectors.due_returns()[:8]),
        "refusal": refusal,
        "services": EMERGENCY,
    }


def _done(request: HttpRequest, actor: Actor, act: object) -> HttpResponse:
    refusal, status = "", 200
    try:
        act()  # type: ignore[operator]
    except Refusal as refused:
        refusal, status = spoken(refused), refused.status
    seat = selectors.own_seat(actor)
    if seat is None or not is_swap(request):
        return _to_window(request)
    return render(request, NOW, _now(seat, actor, refusal=refusal), status=status)


def _answered(request: HttpRequest, seat: "Seat", actor: Actor) -> HttpResponse:
    return render(request, NOW, _now(seat, actor)) if is_swap(request) else redirect("seat")


def _to_window(request: HttpRequest) -> HttpResponse:
    if not is_swap(request):
        return redirect("seat")
    response = HttpResponse(status=200)
    response["HX-Refresh"] = "true"
    return response


def _scheme(request: HttpRequest) -> str:
    return "wss" if request.is_secure() else "ws"


def _host(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]
