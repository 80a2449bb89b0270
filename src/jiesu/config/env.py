"""What the outside says: environment variables, read once and cast on read; and the keys in ``var/``."""

import base64
import json
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from jiesu.core.ciphers import Algorithm, KeyRing

ROOT = Path(__file__).resolve().parents[3]


def var_dir() -> Path:
    """Where this installation keeps its data: ``JIESU_VAR`` or ``var/`` beside the sources."""
    return Path(os.environ.get("JIESU_VAR") or ROOT / "var").resolve()


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no variable: 1/true/yes or 0/false/no."""
    raw = os.environ.get(name, "").lower()
    return default if not raw else raw in ("1", "true", "yes", "on")


def listed(name: str, *, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def database_url() -> str | None:
    """``DATABASE_URL``, or None: then the embedded PostgreSQL under ``var/`` is used."""
    return os.environ.get("DATABASE_URL") or None


def database_from(url: str) -> dict[str, object]:
    """A Django database entry from ``postgresql://user:password@host:port/name?host=/socket``."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jiesu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def secrets_of(directory: Path) -> dict[str, str]:
    """The installation's own secrets, made at the first start and readable by its owner only."""
    path = directory / "secrets.json"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        fresh = {
            "secret_key": secrets.token_urlsafe(50),
            "data_keys": f"k1:{_key()}",
            "index_key": _key(),
        }
        draft = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(fresh, file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process of this installation was first; its secrets hold
        finally:
            draft.unlink()
    stored: dict[str, str] = json.loads(path.read_text())
    return stored


def key_ring(stored: dict[str, str]) -> KeyRing:
    """Keys from ``JIESU_DATA_KEYS`` (``name:base64,…``, the first seals) or the stored ones."""
    given = os.environ.get("JIESU_DATA_KEYS") or stored["data_keys"]
    pairs = [item.split(":", 1) for item in given.split(",")]
    keys = {name: base64.b64decode(value) for name, value in pairs}
    return KeyRing(
        keys=keys,
        current=pairs[0][0],
        index_key=base64.b64decode(os.environ.get("JIESU_INDEX_KEY") or stored["index_key"]),
        algorithm=Algorithm(os.environ.get("JIESU_CIPHER", "aes")),
    )


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
