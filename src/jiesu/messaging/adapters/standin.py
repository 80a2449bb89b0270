"""The stand-in: takes every message and writes it into the log, for demonstrations and tests."""

import logging

_log = logging.getLogger("jiesu.messaging")


class StandInGateway:
    """Carries nothing anywhere; see :class:`jiesu.messaging.ports.SmsGateway`."""

    def carry(self, key: str, *, phone: str, text: str) -> None:
        """Write the message into the log."""
        _log.warning("stand-in message %s to %s: %s", key, phone, text)
