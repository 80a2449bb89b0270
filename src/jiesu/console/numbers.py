"""Order numbers in the addresses of pages."""


class OrderNumber:
    """Digits only; anything else is no address of ours."""

    regex = "[0-9]{1,24}"

    def to_python(self, value: str) -> str:
        """As it is: a number may begin with zeros."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
