"""The database: an external server named by ``DATABASE_URL``, or the embedded PostgreSQL under ``var/``."""

from pathlib import Path

from jiesu.config import env

_POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def database(var: Path) -> dict[str, object]:
    """Django's entry for the database; the embedded server is addressed by its socket, not started here."""
    url = env.database_url()
    entry = env.database_from(url) if url else _embedded_entry(var)
    options = {**entry["OPTIONS"], "pool": dict(_POOL)}  # type: ignore[dict-item]
    return {**entry, "OPTIONS": options, "CONN_HEALTH_CHECKS": True, "TEST": {"NAME": "test_jiesu"}}


def _embedded_entry(var: Path) -> dict[str, object]:
    return env.database_from(f"postgresql://postgres:@/jiesu?host={socket_dir(var)}")


def socket_dir(var: Path) -> Path:
    """Where the embedded server's socket lies."""
    return var / "postgres"
