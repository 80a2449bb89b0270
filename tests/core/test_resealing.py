import base64

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from jiesu.core.ciphers import Algorithm, CannotOpen, KeyRing
from jiesu.core.resealing import reseal

OLD = KeyRing(keys={"k1": b"1" * 32}, current="k1", index_key=b"i" * 32)
BOTH = KeyRing(
    keys={"k2": b"2" * 32, "k1": b"1" * 32}, current="k2", index_key=b"i" * 32, algorithm=Algorithm.SM4
)
NEW = KeyRing(keys={"k2": b"2" * 32}, current="k2", index_key=b"i" * 32)


@pytest.fixture
def people(db, settings):
    settings.JIESU_KEY_RING = OLD
    for number in range(5):
        get_user_model().objects.create(username=f"p{number}", phone=f"1381234567{number}")
    get_user_model().objects.create(username="nobody", phone="")


def _stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user ORDER BY username")
        return [phone for (phone,) in cursor.fetchall()]


def test_after_resealing_the_old_key_is_not_needed(people, settings):
    settings.JIESU_KEY_RING = BOTH
    assert list(reseal(batch=2)) == [("accounts_user.phone", count) for count in (2, 2, 1)]
    assert {phone[:7] for phone in _stored()} == {"sm4.k2.", ""}
    settings.JIESU_KEY_RING = NEW
    phones = get_user_model().objects.order_by("username").values_list("phone", flat=True)
    assert list(phones) == ["", *(f"1381234567{number}" for number in range(5))]


def test_resealing_twice_changes_nothing(people, settings):
    settings.JIESU_KEY_RING = BOTH
    list(reseal())
    before = _stored()
    assert list(reseal()) == []
    assert _stored() == before


def test_a_missing_key_is_said_and_nothing_is_lost(people, settings):
    before = _stored()
    settings.JIESU_KEY_RING = NEW
    with pytest.raises(CannotOpen):
        list(reseal())
    assert _stored() == before
    assert base64.b64decode(before[1].split(".")[2])
