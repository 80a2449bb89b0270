"""Messages pushed to browsers: encrypted as RFC 8291 has it, signed as RFC 8292 has it."""

import json
import struct

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jiesu.accounts.models import User
from jiesu.messaging.adapters import push
from jiesu.messaging.adapters.push import PushGateway
from jiesu.messaging.adapters.sealing import Vapid, decoded, encoded, public_bytes, sealed_for
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel
from jiesu.messaging.models import PushSubscription

CURVE = ec.SECP256R1()
KEY = encoded(b"\x07" * 32)

# RFC 8291, section 5: the message of the example, with its keys and salt.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_as_it_stands_there():
    own = ec.derive_private_key(int.from_bytes(decoded(SENDER), "big"), CURVE)

    assert encoded(sealed_for(RECEIVER, SECRET, PLAIN, own=own, salt=decoded(SALT))) == SEALED


def opened(sealed: bytes, browser: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What the browser reads."""
    salt, (_, length) = sealed[:16], struct.unpack("!IB", sealed[16:21])
    theirs, body = sealed[21 : 21 + length], sealed[21 + length :]
    shared = browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    info = b"WebPush: info\x00" + public_bytes(browser) + theirs
    secret = HKDF(hashes.SHA256(), 32, auth, info).derive(shared)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(secret)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(secret)
    return AESGCM(key).decrypt(nonce, body, None).removesuffix(b"\x02")


def test_the_signature_says_who_sends_to_whom_for_half_a_day():
    header = Vapid(KEY, "mailto:a@b.cn").header("https://push.example", at=1_000_000)

    token, key = header.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(decoded(claims)) == {
        "aud": "https://push.example",
        "exp": 1_043_200,
        "sub": "mailto:a@b.cn",
    }
    raw = decoded(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(key))
    both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(both, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.fixture
def heard(monkeypatch):
    """What the push service hears, and what it answers."""
    import io
    import urllib.error

    requests, answers = [], {"status": 201}

    def open_it(request, timeout):
        requests.append(request)
        if answers["status"] >= 400:
            raise urllib.error.HTTPError(request.full_url, answers["status"], "", {}, io.BytesIO())
        return io.BytesIO()

    monkeypatch.setattr(push.urllib.request, "urlopen", open_it)
    return requests, answers


@pytest.fixture
def browser(db):
    """Somebody's browser with its keys."""
    user = User.objects.create(username="reader", password="!")
    own = ec.generate_private_key(CURVE)
    row = PushSubscription.objects.create(
        user=user,
        endpoint="https://push.example/one",
        p256dh=encoded(public_bytes(own)),
        auth=encoded(b"1" * 16),
        created_at="2026-03-02T09:00Z",
    )
    return row, own


def parcel(row) -> Parcel:
    return Parcel(
        key="7",
        channel=MessageChannel.PUSH,
        address="",
        user_id=row.user_id,
        title="题",
        text="您好",
        link="/x/",
    )


def test_the_browser_can_read_what_is_pushed(browser, heard):
    row, own = browser
    PushGateway(KEY, "mailto:a@b.cn").carry(parcel(row))

    ((request,), _) = heard
    assert json.loads(opened(request.data, own, b"1" * 16)) == {"title": "题", "text": "您好", "link": "/x/"}
    assert request.get_header("Topic") == "m7"


@pytest.mark.parametrize(
    ("status", "final", "left"), [(410, True, 0), (404, True, 0), (500, False, 1), (429, False, 1)]
)
def test_a_browser_that_is_gone_is_forgotten(browser, heard, status, final, left):
    heard[1]["status"] = status
    with pytest.raises(NotCarried) as refused:
        PushGateway(KEY, "mailto:a@b.cn").carry(parcel(browser[0]))

    assert (refused.value.final, PushSubscription.objects.count()) == (final, left)


def test_without_a_browser_it_is_given_up(db):
    user = User.objects.create(username="nobody", password="!")
    with pytest.raises(NotCarried) as refused:
        PushGateway(KEY, "mailto:a@b.cn").carry(
            Parcel(key="7", channel=MessageChannel.PUSH, address="", user_id=user.pk)
        )

    assert refused.value.final
