"""Background work: what the Procrastinate application loads."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Schedules are declared beside their tasks; nothing else is needed at start."""
