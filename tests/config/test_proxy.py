"""Who is asking, when a proxy stands in front."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from jiesu.config.proxy import client_address


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (None, "10.0.0.1"),
        ("", "10.0.0.1"),
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_address_is_the_one_that_our_proxy_saw(header, address):
    headers = {"X-Forwarded-For": header} if header is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")

    client_address(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(request)

    assert request.META["REMOTE_ADDR"] == address
