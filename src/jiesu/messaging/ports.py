"""What a gateway for short messages must do; real ones and the stand-in are in ``adapters``."""

from typing import Protocol


class SmsGateway(Protocol):
    """Carries short messages 短信 to telephones."""

    def carry(self, key: str, *, phone: str, text: str) -> None:
        """Hand over one message.

        Args:
            key: the same for the same message, however often it is handed over: the gateway sends it once.
            phone: digits, without the country's code.
            text: what is said.

        Raises:
            NotCarried: it was not taken.
        """
