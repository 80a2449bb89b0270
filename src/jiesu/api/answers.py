"""Answers as bytes, straight from the document that describes them."""

from django.http import HttpResponse
from pydantic import BaseModel


def answer(document: BaseModel, *, status: int = 200) -> HttpResponse:
    """The document as JSON.

    A response made here is passed on as it is: the framework would check and rebuild every document a second
    time, which costs more than the rest of a small answer together.
    """
    return HttpResponse(document.model_dump_json(), status=status, content_type="application/json")
