import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.core.ciphers import Algorithm, CannotOpen, KeyRing, mask_identity, mask_name, mask_phone

KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
RING = KeyRing(keys=KEYS, current="k1", index_key=b"i" * 32)
SM4 = KeyRing(keys=KEYS, current="k2", index_key=b"i" * 32, algorithm=Algorithm.SM4)


@pytest.mark.parametrize("ring", [RING, SM4])
@given(text=st.text())
def test_what_was_sealed_opens_again(ring, text):
    assert ring.open(ring.seal(text)) == text


@pytest.mark.parametrize(("ring", "head"), [(RING, "aes.k1."), (SM4, "sm4.k2.")])
def test_a_sealed_value_names_its_cipher_and_key(ring, head):
    assert ring.seal("13812345678").startswith(head)


def test_the_same_text_is_never_sealed_the_same_way():
    assert RING.seal("x") != RING.seal("x")


def test_either_cipher_and_any_key_still_opens_after_a_change_of_both():
    assert SM4.open(RING.seal("王小明")) == RING.open(SM4.seal("王小明")) == "王小明"


@pytest.mark.parametrize("ring", [RING, SM4])
@pytest.mark.parametrize("place", range(0, 29, 4))
def test_a_changed_byte_is_noticed(ring, place):
    cipher, key, body = ring.seal("x").split(".")
    raw = bytearray(base64.b64decode(body))
    raw[place] ^= 1
    with pytest.raises(CannotOpen):
        ring.open(f"{cipher}.{key}.{base64.b64encode(raw).decode()}")


@pytest.mark.parametrize(
    "sealed", ["", "x", "aes.k9.AAAA", "des.k1.AAAA", "aes.k1.", "aes.k1.!!!!", "aes.k1.AAAA", "sm4.k1.AAAA"]
)
def test_what_was_never_sealed_cannot_be_opened(sealed):
    with pytest.raises(CannotOpen):
        RING.open(sealed)


def test_values_under_an_older_key_or_cipher_ask_to_be_sealed_again():
    sealed = RING.seal("x")
    assert not RING.needs_resealing(sealed)
    assert SM4.needs_resealing(sealed)


def test_a_fingerprint_is_stable_and_depends_on_the_key():
    other = KeyRing(keys=KEYS, current="k1", index_key=b"j" * 32)
    assert RING.fingerprint("13812345678") == SM4.fingerprint("13812345678")
    assert RING.fingerprint("13812345678") != RING.fingerprint("13812345679")
    assert RING.fingerprint("13812345678") != other.fingerprint("13812345678")
    assert len(RING.fingerprint("")) == 32


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("051885812345", "051****2345"),
        ("12345", "***45"),
        ("1", "1"),
        ("", ""),
    ],
)
def test_phones_are_masked(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(("name", "masked"), [("王小明", "王**"), ("李", "李"), ("", "")])
def test_names_are_masked(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("320703199001011234", "320***********1234"), ("1234567", "*******"), ("", "")]
)
def test_identity_numbers_are_masked(number, masked):
    assert mask_identity(number) == masked
