"""Receipts of the gateways: signed with the key agreed upon, so no person signs in for them."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jiesu.api.answers import answer
from jiesu.api.fields import Document
from jiesu.messaging.actions import take_receipts
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.signatures import HEADER

router = Router(tags=["messages"])


class NotedDocument(Document):
    """How many receipts were new, told what was known, and were of unknown messages."""

    new: int
    known: int
    unknown: int


@router.post(
    "/messages/receipts/{channel}",
    auth=None,
    response=NotedDocument,
    operation_id="take_receipts",
    summary="消息回执",
)
def receipts(request: HttpRequest, channel: Literal["sms", "wechat"]) -> HttpResponse:
    """Note what became of messages: `{"receipts": [{"key", "state": "delivered"|"failed", "why"}]}`.

    The header `X-Jiesu-Signature` is the HMAC-SHA256 of the body in hexadecimal with the gateway's key. Told
    twice counts once; what was delivered stays so.
    """
    signature = request.headers.get(HEADER, "")
    noted = take_receipts(request.body, channel=MessageChannel(channel), signature=signature)
    return answer(NotedDocument(new=noted.new, known=noted.known, unknown=noted.unknown))
