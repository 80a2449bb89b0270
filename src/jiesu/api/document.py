"""The OpenAPI document, with the parts that hold for every operation."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jiesu.api.problems import MEDIA_TYPE

_TEXT = {"type": "string"}
_FIELD_ERROR = {
    "type": "object",
    "required": ["field", "code", "detail"],
    "properties": {"field": _TEXT, "code": _TEXT, "detail": _TEXT},
}
_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. `detail` is Chinese or English as Accept-Language asks; `code` never changes.",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "instance": _TEXT,
        "field": {"type": "string", "description": "the first field at fault"},
        "errors": {"type": "array", "items": _FIELD_ERROR},
    },
}
_PROBLEM_RESPONSE = {
    "description": "Refused or failed; nothing was changed.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class DocumentedApi(NinjaAPI):
    """An API whose document is made once and tells of problem documents."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document."""
        if self._document is None:
            document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            _tell_of_problems(document)
            self._document = document
        return self._document


def _tell_of_problems(document: OpenAPISchema) -> None:
    document["components"]["schemas"]["Problem"] = _PROBLEM
    document["components"]["responses"] = {"Problem": _PROBLEM_RESPONSE}
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
