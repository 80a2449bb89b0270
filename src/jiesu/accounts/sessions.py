"""Sessions that know whose they are: Django's sessions in the database, with the person in a column."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from jiesu.accounts.lockout import printable
from jiesu.accounts.models import Session

OPENED = "opened"
"""Where a session's data says from where and since when: address, agent, opened_at, seen_at."""


class SessionStore(DatabaseStore):
    """The store that ``SESSION_ENGINE`` names."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """The row of a session."""
        row = super().create_model_instance(dict(data))
        assert isinstance(row, Session)  # noqa: S101 - the class above
        opened = data.get(OPENED) or {}
        user = data.get(SESSION_KEY)
        row.user_id = int(user) if user else None
        row.address, row.agent = opened.get("address", ""), opened.get("agent", "")
        row.opened_at, row.seen_at = _moment(opened.get("opened_at")), _moment(opened.get("seen_at"))
        return row


def note_opening(session: SessionBase, *, address: str, agent: str, at: datetime) -> None:
    """Write down where a session was opened."""
    session[OPENED] = {
        "address": printable(address, longest=64),
        "agent": printable(agent, longest=200),
        "opened_at": at.isoformat(),
        "seen_at": at.isoformat(),
    }


def note_use(session: SessionBase, *, at: datetime) -> None:
    """Write down that a session is in use."""
    if OPENED in session:
        session[OPENED] = {**session[OPENED], "seen_at": at.isoformat()}


def last_use(session: SessionBase) -> datetime | None:
    """When a session was last noted as used."""
    return _moment((session.get(OPENED) or {}).get("seen_at"))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
