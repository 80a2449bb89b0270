"""Why a message was not carried."""


class NotCarried(Exception):
    """The gateway did not take the message; ``final`` when trying again is of no use."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        self.final = final
        super().__init__(why)
