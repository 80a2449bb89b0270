"""What the switch has to know, as plain values: taken from the tables, written out as its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where the switch listens, all on ``address``; media use UDP ports from ``media`` to ``media_end``."""

    address: str = "127.0.0.1"
    sip: int = 15060
    control: int = 15038
    web: int = 18088
    media: int = 20000
    media_end: int = 29999


@dataclass(frozen=True, kw_only=True)
class PlannedSeat:
    """A seat's telephone; ``levels`` by queue code, 1 to 5, for the queues it serves."""

    number: str
    secret: str = field(repr=False)
    in_browser: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlannedQueue:
    """A queue; ``patience`` seconds until it flows over, or until the announcement is repeated."""

    code: str
    ring_seconds: int = 15
    service_seconds: int = 15
    priority: int = 0
    overflow: str = ""
    patience: int = 120


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """A number that citizens dial, the queue behind it and the prompts spoken before and after."""

    number: str
    queue: str
    greeting: str = ""
    rating: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedTrunk:
    """Where calls come from and go out to: known by its address."""

    code: str
    host: str
    port: int = 5060
    default: bool = False


@dataclass(frozen=True)
class Errand:
    """Something that the switch is to do now: open a channel under a key and hand it to an application.

    ``shown`` is the number that the called party sees.
    """

    key: str
    channel: str
    application: str
    data: str
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class SwitchPlan:
    """Everything that the configuration of one node is made of."""

    node: str
    ports: Ports
    control_secret: str = field(repr=False)
    seats: tuple[PlannedSeat, ...] = ()
    queues: tuple[PlannedQueue, ...] = ()
    lines: tuple[PlannedLine, ...] = ()
    trunks: tuple[PlannedTrunk, ...] = ()
    media_addresses: tuple[str, ...] = ()
    shown_address: str = ""
    visitor: PlannedSeat | None = None


@dataclass(frozen=True)
class SwitchPlace:
    """The directories of one node, all below ``base``."""

    base: Path

    @property
    def etc(self) -> Path:
        """The generated configuration."""
        return self.base / "etc"

    @property
    def log(self) -> Path:
        """Logs, among them that of the channels' events."""
        return self.base / "log"

    @property
    def event_log(self) -> Path:
        """The file that the connector reads."""
        return self.log / "cel-custom" / "jiesu.csv"

    @property
    def recordings(self) -> Path:
        """Where the switch leaves recordings until they are sealed."""
        return self.base / "spool" / "monitor"

    @property
    def prompts(self) -> Path:
        """Spoken prompts."""
        return self.base / "prompts"

    def make(self) -> None:
        """Make the directories, for their owner only."""
        self.base.mkdir(parents=True, exist_ok=True)
        for part in ("etc", "run", "lib", "prompts", "spool/monitor", "spool/tmp", "log/cel-custom"):
            (self.base / part).mkdir(parents=True, exist_ok=True)
        self.base.chmod(0o700)
