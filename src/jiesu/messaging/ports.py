"""What a gateway must do; the real ones and the stand-in are in ``adapters``."""

from typing import Protocol

from jiesu.messaging.letters import Parcel


class Gateway(Protocol):
    """Carries messages of a channel to people."""

    def carry(self, parcel: Parcel) -> None:
        """Hand over one message.

        The same message always has the same key, however often it is handed over: the gateway sends it once.

        Raises:
            NotCarried: it was not taken.
        """
