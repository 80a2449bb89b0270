"""What the outside says: environment variables, read once and cast on read; and the keys in ``var/``."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jiesu.config.trouble import Trouble
from jiesu.core.ciphers import Algorithm, KeyRing

ROOT = Path(__file__).resolve().parents[3]
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
_KEY_BYTES = 32


def text(name: str) -> str:
    """A variable as it is; empty when not set."""
    return os.environ.get(name, "")


def var_dir() -> Path:
    """Where this installation keeps its data: ``JIESU_VAR`` or ``var/`` beside the sources."""
    return Path(text("JIESU_VAR") or ROOT / "var").resolve()


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no variable: 1/true/yes/on or 0/false/no/off."""
    raw = text(name).strip().lower()
    if raw and raw not in _YES + _NO:
        raise Trouble(f"{name} must be 1 or 0, not {raw!r}")
    return raw in _YES if raw else default


def number(name: str, *, default: int) -> int:
    """A variable that is a whole number, zero or more."""
    raw = text(name).strip()
    if raw and not raw.isdecimal():
        raise Trouble(f"{name} must be a whole number, not {raw!r}")
    return int(raw) if raw else default


def place(name: str, *, default: tuple[float, float]) -> tuple[float, float]:
    """A variable that is a longitude and a latitude in degrees, with a comma between."""
    raw = text(name).strip()
    if not raw:
        return default
    try:
        lon, lat = (float(part) for part in raw.split(","))
    except ValueError:
        lon, lat = 999.0, 999.0
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise Trouble(f"{name} must be a longitude and a latitude such as 118.80,32.06, not {raw!r}")
    return lon, lat


def listed(name: str, *, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [item.strip() for item in (text(name) or default).split(",") if item.strip()]


def only_this_machine(hosts: Iterable[str]) -> bool:
    """Whether all the host names served are names of the machine itself."""
    return set(hosts) <= _THIS_MACHINE


def site_of(hosts: Sequence[str], *, plain: bool) -> str:
    """Where the pages are reached when nobody says it: the first host, or a newcomer's machine."""
    if only_this_machine(hosts):
        return "http://localhost:8000"
    named = next((host.lstrip(".") for host in hosts if host != "*"), "localhost")
    return f"{'http' if plain else 'https'}://{named}"


def database_url() -> str | None:
    """``DATABASE_URL``, or None: then the embedded PostgreSQL under ``var/`` is used."""
    return text("DATABASE_URL") or None


def database_from(url: str) -> dict[str, Any]:
    """A Django database entry from ``postgresql://user:password@host:port/name?host=/socket``.

    Raises:
        Trouble: the address is not one of PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Trouble("DATABASE_URL must begin with postgresql://; no other database is supported")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jiesu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def secrets_of(directory: Path) -> dict[str, str]:
    """The installation's own secrets, made at the first start and readable by its owner only."""
    path = directory / "secrets.json"
    if not path.exists():
        _make_secrets(path)
    try:
        stored: dict[str, str] = json.loads(path.read_text())
    except PermissionError as error:
        raise Trouble(f"{path} may not be read: run as its owner, or choose another JIESU_VAR") from error
    except ValueError as error:
        raise Trouble(
            f"{path} is damaged: restore it from your backup, for without it data cannot be read"
        ) from error
    return stored


def _make_secrets(path: Path) -> None:
    """Write a draft and link it into place, so that of two processes starting at once one wins whole."""
    fresh = {
        "secret_key": secrets.token_urlsafe(50),
        "data_keys": f"k1:{_new_key()}",
        "index_key": _new_key(),
    }
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Trouble(
            f"{path.parent} cannot be written: {error.strerror}; choose another JIESU_VAR"
        ) from error
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process of this installation was first; its secrets hold
    finally:
        draft.unlink()


def key_ring(stored: dict[str, str]) -> KeyRing:
    """Keys of ``JIESU_DATA_KEYS`` (``name:base64,…``; first seals) and ``JIESU_INDEX_KEY``, or those stored.

    Raises:
        Trouble: a key is not 32 bytes in base64, or the cipher is unknown.
    """
    given = (text("JIESU_DATA_KEYS") or stored["data_keys"]).split(",")
    pairs = [item.strip().partition(":") for item in given]
    cipher = text("JIESU_CIPHER") or Algorithm.AES
    if cipher not in list(Algorithm):
        raise Trouble(f"JIESU_CIPHER must be one of {', '.join(Algorithm)}, not {cipher!r}")
    return KeyRing(
        keys={name: _key_from(value, "JIESU_DATA_KEYS") for name, _, value in pairs},
        current=pairs[0][0],
        index_key=_key_from(text("JIESU_INDEX_KEY") or stored["index_key"], "JIESU_INDEX_KEY"),
        algorithm=Algorithm(cipher),
    )


def _key_from(value: str, name: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != _KEY_BYTES:
        raise Trouble(f"{name}: every key must be {_KEY_BYTES} bytes in base64")
    return key


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
