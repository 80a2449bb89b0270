"""Model fields for personal data: sealed at rest, opened when read."""

from typing import Any

from django.conf import settings
from django.db import models

from jiesu.core.ciphers import KeyRing


def key_ring() -> KeyRing:
    """The installation's keys."""
    ring: KeyRing = settings.JIESU_KEY_RING
    return ring


class SealedTextField(models.TextField[str, str]):
    """Text that the database only ever sees encrypted; the empty string is kept as it is."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Seal on the way in."""
        return key_ring().seal(value) if value else value

    def from_db_value(self, value: Any, *_: object) -> Any:  # noqa: ANN401 - Django's signature
        """Open on the way out."""
        return key_ring().open(value) if value else value
