"""Model fields for personal data: sealed at rest, opened when read."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from jiesu.core.ciphers import KeyRing


def key_ring() -> KeyRing:
    """The installation's keys."""
    ring: KeyRing = settings.JIESU_KEY_RING
    return ring


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SealedTextField(_Text):
    """Text that the database only ever sees encrypted; the empty string is kept as it is.

    It cannot be searched, as the same text is sealed differently each time: keep the text's fingerprint in
    a column of its own and look for that.
    """

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401 - Django's signature
        """Only ``isnull``; Django reports every other lookup as unsupported."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Seal on the way in."""
        return key_ring().seal(value) if value else value

    def from_db_value(self, value: Any, *_: object) -> Any:  # noqa: ANN401 - Django's signature
        """Open on the way out."""
        return key_ring().open(value) if value else value
