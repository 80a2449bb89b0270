"""Addresses of the seat and of the supervisor's board."""

from django.urls import path

from jiesu.console.telephony import board, callers, seat, staffing

urlpatterns = [
    path("seat/", seat.shown, name="seat"),
    path("seat/sign-in/", seat.sign_in, name="seat-sign-in"),
    path("seat/now/", seat.now, name="seat-now"),
    path("seat/move/<slug:verb>/", seat.move, name="seat-move"),
    path("seat/third/", seat.third, name="seat-third"),
    path("seat/rejoin/", seat.rejoin, name="seat-rejoin"),
    path("seat/handover/<int:key>/", seat.handover, name="seat-handover"),
    path("seat/return/<int:key>/", seat.return_missed, name="seat-return"),
    path("callers/", callers.shown, name="callers"),
    path("callers/<int:key>/", callers.decide, name="caller-decide"),
    path("staffing/", staffing.shown, name="staffing"),
    path("staffing/sheet/", staffing.sheet, name="staffing-sheet"),
    path("seats/", board.shown, name="seats"),
    path("seats/now/", board.now, name="seats-now"),
    path("seats/<slug:number>/move/<slug:verb>/", board.move, name="seats-move"),
    path("seats/<slug:number>/monitor/<slug:kind>/", board.monitor, name="seats-monitor"),
]
