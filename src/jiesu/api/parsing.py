"""Reading bodies and query strings."""

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from pydantic_core import from_json


class StrictParser(Parser):
    """JSON as the standard has it (no NaN, no bottomless nesting); query strings as they come."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - any JSON value
        """The body's value."""
        return from_json(request.body, allow_inf_nan=False)

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Values by name; a name given without a value counts as not given."""
        found = super().parse_querydict(data, list_fields, request)
        return {name: value for name, value in found.items() if value not in ("", [""])}
