"""Where the views of work orders are mounted, and how a verb's view is."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec

from django.http import HttpResponse
from django.urls import register_converter
from ninja import Path, Router

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.workorders.documents import Moved
from jiesu.workorders.states import VERB_LABELS, Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

P = ParamSpec("P")

router = Router(tags=["orders"])
verbs = Router(tags=["verbs"])


class OrderNumberConverter:
    """Order numbers in addresses; anything else is no address of ours."""

    regex = "[0-9]{1,24}"

    def to_python(self, value: str) -> str:
        """As it is: a number may begin with zeros."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(OrderNumberConverter, "order")

Number = Annotated[str, Path(pattern="^[0-9]{1,24}$", description="the order's number")]
"""An order's number in the address."""


def does(
    verb: Verb, *, operation_id: str = ""
) -> Callable[
    [Callable[Concatenate[Request, P], "WorkOrder"]], Callable[Concatenate[Request, P], HttpResponse]
]:
    """Mount a view at ``POST /orders/{number}/<verb>``; it returns the order as it is afterwards."""

    def mount(
        view: Callable[Concatenate[Request, P], "WorkOrder"],
    ) -> Callable[Concatenate[Request, P], HttpResponse]:
        @wraps(view)
        def run(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return answer(Moved.of(view(request, *args, **kwargs)))

        mounted = verbs.post(
            f"/orders/{{order:number}}/{verb.value}",
            response=Moved,
            operation_id=operation_id or verb.value,
            url_name=verb.value,
            summary=VERB_LABELS[verb],
        )
        return mounted(run)

    return mount
