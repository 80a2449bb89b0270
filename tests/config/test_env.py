import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from jiesu.config import env
from jiesu.config.trouble import Trouble

KEY = base64.b64encode(b"k" * 32).decode()
STORED = {"secret_key": "s", "data_keys": f"k1:{KEY}", "index_key": KEY}


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("false", False), ("", None)]
)
def test_a_flag_is_read(monkeypatch, raw, value):
    monkeypatch.setenv("JIESU_X", raw)
    assert env.flag("JIESU_X", default=True) is (True if value is None else value)
    assert env.flag("JIESU_X", default=False) is bool(value)


@pytest.mark.parametrize(
    "read", [lambda: env.flag("JIESU_X", default=False), lambda: env.number("JIESU_X", default=1)]
)
def test_a_value_that_makes_no_sense_is_named(monkeypatch, read):
    monkeypatch.setenv("JIESU_X", "maybe")
    with pytest.raises(Trouble, match=r"JIESU_X must be .*'maybe'"):
        read()


def test_a_list_is_read(monkeypatch):
    monkeypatch.setenv("JIESU_X", " a, b ,")
    assert env.listed("JIESU_X") == ["a", "b"]
    assert env.listed("JIESU_Y", default="c,d") == ["c", "d"]


@pytest.mark.parametrize(
    ("hosts", "plain", "site"),
    [
        (["localhost", "127.0.0.1"], True, "http://localhost:8000"),
        (["12345.example.gov.cn", "10.0.0.1"], False, "https://12345.example.gov.cn"),
        ([".example.gov.cn"], True, "http://example.gov.cn"),
        (["*"], False, "https://localhost"),
    ],
)
def test_links_in_messages_lead_to_the_first_host(hosts, plain, site):
    assert env.site_of(hosts, plain=plain) == site


def test_a_database_address_is_taken_apart():
    entry = env.database_from("postgresql://j%40e:p%2Fw@db.example:6432/city?sslmode=require")
    assert entry == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "city",
        "USER": "j@e",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_directory_may_stand_for_the_host():
    assert env.database_from("postgresql://postgres@/jiesu?host=/run/x")["HOST"] == "/run/x"


def test_no_other_database_is_supported():
    with pytest.raises(Trouble, match="must begin with postgresql://"):
        env.database_from("mysql://localhost/jiesu")


def test_secrets_are_made_once_and_kept_from_others(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: json.dumps(env.secrets_of(tmp_path)), range(1)))
    assert json.dumps(env.secrets_of(tmp_path)) == made[0]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
    assert len(env.key_ring(env.secrets_of(tmp_path)).index_key) == 32


def test_damaged_secrets_are_not_replaced(tmp_path):
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Trouble, match="restore it from your backup"):
        env.secrets_of(tmp_path)


def test_keys_are_rotated_by_putting_a_new_one_first(monkeypatch):
    old = env.key_ring(STORED)
    other = base64.b64encode(b"n" * 32).decode()
    monkeypatch.setenv("JIESU_DATA_KEYS", f"k2:{other},k1:{KEY}")
    monkeypatch.setenv("JIESU_CIPHER", "sm4")
    new = env.key_ring(STORED)
    assert new.open(old.seal("x")) == "x"
    assert new.seal("x").startswith("sm4.k2.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIESU_DATA_KEYS", "k1:short"),
        ("JIESU_DATA_KEYS", KEY),
        ("JIESU_INDEX_KEY", "!"),
        ("JIESU_CIPHER", "des"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(Trouble, match=name):
        env.key_ring(STORED)


@pytest.mark.parametrize(
    ("hosts", "alone"),
    [(["localhost", "127.0.0.1"], True), (["localhost", "12345.city.example"], False), ([], True)],
)
def test_only_this_machine_may_be_served_without_tls(hosts, alone):
    assert env.only_this_machine(hosts) is alone


def test_a_place_is_a_longitude_and_a_latitude(monkeypatch):
    monkeypatch.setenv("JIESU_MAP_CENTRE", "119.22, 34.6")
    assert env.place("JIESU_MAP_CENTRE", default=(0, 0)) == (119.22, 34.6)
    for wrong in ("here", "200,1", "1"):
        monkeypatch.setenv("JIESU_MAP_CENTRE", wrong)
        with pytest.raises(Trouble):
            env.place("JIESU_MAP_CENTRE", default=(0, 0))
