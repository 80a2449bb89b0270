"""Version 1 of the API, put together."""

from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import Swagger

from jiesu.api import problems
from jiesu.api.accounts.views import router as accounts
from jiesu.api.answers import answer
from jiesu.api.authentication import SessionAuth, TokenAuth
from jiesu.api.catalogue.views import router as catalogue
from jiesu.api.document import DocumentedApi
from jiesu.api.fields import Document
from jiesu.api.knowledge.views import router as knowledge
from jiesu.api.messaging.views import router as messaging
from jiesu.api.organisations.views import router as organisations
from jiesu.api.parsing import StrictParser
from jiesu.api.refusing import handle_problems
from jiesu.api.triage.views import router as triage
from jiesu.api.workorders import (
    applying,
    dispatching,
    disposing,
    ending,
    handling,
    noting,
    reading,
    registering,
    returning,
)
from jiesu.api.workorders.mounting import router as orders
from jiesu.api.workorders.mounting import verbs
from jiesu.core.errors import NotFound

VIEWS = (registering, noting, disposing, dispatching, returning, handling, applying, ending, reading)
"""The modules whose import mounts the views of work orders."""

api = DocumentedApi(
    title="Jiesu 接诉",
    version="1",
    description=(
        "Work orders of a 12345 hotline. Every verb is `POST /orders/{number}/{verb}`; which verbs the "
        "caller may use on an order now, the order itself says. Times are UTC; failures are problem "
        "documents (RFC 9457)."
    ),
    urls_namespace="api-v1",
    auth=[TokenAuth(), SessionAuth()],
    parser=StrictParser(),
    docs=Swagger(settings={"docExpansion": "none"}),
)
handle_problems(api)


class ProblemDocument(Document):
    """What a problem's code means."""

    code: str
    status: int
    zh: str
    en: str


@api.get(
    "/problems/{code}",
    auth=None,
    response=ProblemDocument,
    operation_id="explain_problem",
    summary="问题说明",
    tags=["problems"],
)
def explain_problem(request: HttpRequest, code: str) -> HttpResponse:
    """The meaning of a problem's code; words in braces stand for what differs each time."""
    del request
    known = problems.meaning_of(code)
    if known is None:
        raise NotFound(what="问题 problem")
    return answer(ProblemDocument(code=known.code, status=known.status, zh=known.zh, en=known.en))


for _router in (accounts, organisations, catalogue, orders, verbs, triage, knowledge, messaging):
    api.add_router("", _router)
