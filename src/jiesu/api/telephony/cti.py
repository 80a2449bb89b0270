"""The address to which a telephone switch that is not ours tells of its calls, as it would tell Zammad."""

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jiesu.api.callers import actor_of_token
from jiesu.core.errors import InvalidInput, Refusal
from jiesu.telephony.actions import take_told
from jiesu.telephony.other_switch import read_told

_LARGEST = 16 * 1024


@csrf_exempt
@require_POST
def told(request: HttpRequest, token: str) -> JsonResponse:
    """One of ``newCall``, ``answer``, ``hangup``, as a form or as JSON; the token is one of the API's."""
    actor = actor_of_token(token)
    if actor is None:
        return JsonResponse({"error": "unknown token"}, status=401)
    try:
        take_told(read_told(_fields(request)), by=actor)
    except Refusal as refusal:
        return JsonResponse({"error": refusal.message("en"), "code": refusal.code}, status=refusal.status)
    return JsonResponse({})


def _fields(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        given = json.loads(request.body[:_LARGEST])
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise InvalidInput(
            field="body", reason_zh="不是有效的 JSON 对象。", reason_en="It is not a JSON object."
        )
    return {str(name): _plain(value) for name, value in given.items() if value is not None}


def _plain(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)
