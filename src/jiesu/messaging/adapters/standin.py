"""The stand-in: takes every message and writes it into the log, for demonstrations and tests."""

import logging

from jiesu.messaging.letters import Parcel

_log = logging.getLogger("jiesu.messaging")


class StandInGateway:
    """Carries nothing anywhere; see :class:`jiesu.messaging.ports.Gateway`."""

    def carry(self, parcel: Parcel) -> None:
        """Write the message into the log."""
        _log.info(
            "stand-in %s %s to %s: %s",
            parcel.channel,
            parcel.key,
            parcel.address or parcel.user_id,
            parcel.text,
        )
