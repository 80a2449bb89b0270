"""``jiesu switch …`` and ``jiesu connector``: the switch and the tables put together by the settings."""

import csv
import hmac
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psutil
from django.conf import settings
from django.db import Error, connection, transaction

from jiesu.core import clock
from jiesu.telephony import actions, selectors, switch_tree
from jiesu.telephony.ami import Control
from jiesu.telephony.connector import BooksClosed, Connector, Membership
from jiesu.telephony.event_log import EventLog, LogLine, LogPlace
from jiesu.telephony.forecasting import by_half_hour, held_out
from jiesu.telephony.models import SwitchNode
from jiesu.telephony.selectors import SeatPhone
from jiesu.telephony.speaking import speak
from jiesu.telephony.switch_files import VISITOR, files
from jiesu.telephony.switch_plan import Errand, PlannedSeat, Ports, SwitchPlace, SwitchPlan
from jiesu.telephony.switch_process import Switch
from jiesu.telephony.switch_tree import SwitchTree

_MEDIA_PORTS = 10_000
_STAND_BY = 1.0


def place() -> SwitchPlace:
    """The directories of this machine's switch."""
    return SwitchPlace(settings.VAR / "switch" / settings.JIESU_SWITCH_NODE)


def store() -> Path:
    """Where sealed recordings are kept."""
    directory: Path = settings.VAR / "recordings"
    return directory


def ports() -> Ports:
    """Where the switch listens."""
    media = settings.JIESU_SWITCH_MEDIA
    return Ports(
        sip=settings.JIESU_SWITCH_SIP,
        control=settings.JIESU_SWITCH_CONTROL,
        web=settings.JIESU_SWITCH_WEB,
        media=media,
        media_end=min(media + _MEDIA_PORTS, 65535),
    )


def switch() -> Switch:
    """This machine's switch."""
    return Switch(SwitchTree(Path(settings.JIESU_SWITCH_TREE)), place())


def install() -> str:
    """Fetch the switch's programs; what they call themselves.

    Raises:
        SwitchUnavailable: something that is needed is missing.
    """
    root = Path(settings.JIESU_SWITCH_TREE)
    root.parent.mkdir(parents=True, exist_ok=True)
    return switch_tree.install(root, suite=settings.JIESU_SWITCH_SUITE or switch_tree.SUITE).version()


def configure() -> list[str]:
    """Write the switch's files and prompts from the tables; what changed. A running switch reads them anew.

    Raises:
        SwitchUnavailable: it is not installed.
    """
    running = switch()
    running.tree.version()
    plan = SwitchPlan(
        node=settings.JIESU_SWITCH_NODE,
        ports=ports(),
        control_secret=control_secret(),
        seats=selectors.planned_seats(),
        queues=selectors.planned_queues(),
        lines=selectors.planned_lines(),
        trunks=selectors.planned_trunks(),
        media_addresses=own_addresses(),
        shown_address=settings.JIESU_SWITCH_MEDIA_ADDRESS,
        visitor=_visitor(),
    )
    changed = running.write(files(plan, running.place, running.tree))
    hosts = running.place.base / "hosts"
    changed += speak(selectors.prompts(), running.place.prompts, tree=running.tree, hosts=hosts)
    if changed and running.pid() is not None:
        running.reload()
    return changed


def _visitor() -> PlannedSeat | None:
    if not settings.JIESU_SWITCH_VISITOR:
        return None
    secret = hmac.digest(control_secret().encode(), VISITOR.encode(), "sha256").hex()
    return PlannedSeat(number=VISITOR, secret=secret, in_browser=True)


def visitor_phone() -> SeatPhone | None:
    """The telephone of the page that shows the product; None where that is not wished."""
    visitor = _visitor()
    if visitor is None:
        return None
    return SeatPhone(
        number=visitor.number,
        secret=visitor.secret,
        port=settings.JIESU_SWITCH_WEB,
        socket=settings.JIESU_SWITCH_SOCKET,
        line=next((line.number for line in selectors.planned_lines()), ""),
    )


def own_addresses() -> tuple[str, ...]:
    """The machine's addresses in whose place browsers are told another one; none where that is not wished."""
    if not settings.JIESU_SWITCH_MEDIA_ADDRESS:
        return ()
    known = (address for addresses in psutil.net_if_addrs().values() for address in addresses)
    found = {one.address for one in known if one.family is socket.AF_INET}
    return tuple(sorted(found - {settings.JIESU_SWITCH_MEDIA_ADDRESS}))


def control_secret() -> str:
    """The word between the connector and the switch, made once for each installation."""
    where = place()
    where.make()
    path = where.base / "control-secret"
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


@dataclass(frozen=True)
class TableBooks:
    """The connector's books in the database, for one node."""

    node: str
    spool: Path
    store: Path

    def place(self) -> LogPlace:
        """How far the log has been taken in."""
        with _open_books():
            return selectors.log_place(self.node)

    def take(self, lines: Sequence[LogLine], *, after: LogPlace, to: LogPlace) -> bool:
        """Take in lines and move the place; False when somebody else has moved it."""
        with _open_books():
            return actions.take_lines(self.node, lines, after=after, to=to)

    def wishes(self) -> Mapping[tuple[str, str], Membership]:
        """Which seats are to be in which queues, paused or not."""
        with _open_books():
            return selectors.memberships()

    def returns(self) -> Sequence[tuple[str, str, str]]:
        """Missed calls to be dialled now."""
        with _open_books():
            return actions.begin_returns()

    def errands(self) -> Sequence[Errand]:
        """What people asked of the switch during their calls."""
        with _open_books():
            return actions.begin_tasks(self.node)

    def listed(self) -> Mapping[str, str]:
        """Callers on the black and the grey list."""
        with _open_books():
            return selectors.listed_callers()

    def held(self, leg: str, *, at: datetime, on: bool) -> None:
        """A leg was put on hold, or taken off it."""
        with _open_books():
            actions.record_hold(leg, at=at, on=on)

    def reconcile(self, alive: frozenset[str], *, at: datetime) -> int:
        """End what is not among the living legs."""
        with _open_books():
            return actions.reconcile_calls(self.node, alive, at=at)

    def care(self) -> None:
        """Seal recordings, free seats whose after-call work ran over, note that the switch is attended to."""
        with _open_books():
            actions.end_overdue_work()
            actions.end_listings()
            actions.seal_recordings(spool=self.spool, store=self.store, node=self.node)
            SwitchNode.objects.filter(name=self.node).update(seen_at=clock.now())


@contextmanager
def _open_books() -> Iterator[None]:
    """The database's own trouble as the connector knows it; a broken connection is not used again."""
    try:
        yield
    except Error as error:
        connection.close()
        raise BooksClosed(" ".join(str(error).split())) from error


def connect(say: Callable[[str], None]) -> None:
    """Work as the connector of this machine's switch until SIGTERM or SIGINT; stand by while another does."""
    stop = threading.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: stop.set())
    where, node = place(), settings.JIESU_SWITCH_NODE
    books = TableBooks(node, where.recordings, store())
    listening = ports()
    control = Control(listening.address, listening.control, control_secret())
    standing_by = False
    while not stop.is_set():
        if _owns(node):
            say(f"attending to {node}")
            Connector(EventLog(where.event_log), control, books, say).run(stop.is_set)
            return
        if not standing_by:
            say(f"another connector attends to {node}; standing by")
        standing_by = True
        time.sleep(_STAND_BY)


def forecast_error(file: Path, *, column: str, form: str, weeks: int) -> dict[str, float]:
    """How far forecasts of the last weeks of a CSV file of calls would have been from what came.

    Raises:
        ValueError: the file has no such column, a moment cannot be read, or the history is too short.
    """
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.DictReader(source)
        if column not in (rows.fieldnames or ()):
            raise ValueError(f"no column {column!r} in {file.name}: {', '.join(rows.fieldnames or ())}")
        moments = [_moment(row[column], form) for row in rows if row[column]]
    days = by_half_hour(moments, is_working={})
    return asdict(held_out(days[:-1], weeks=weeks))  # the last day may not have been over


def _moment(text: str, form: str) -> datetime:
    if form:
        return datetime.strptime(text, form)  # noqa: DTZ007 - local time of the file
    return datetime.fromisoformat(text)


def _owns(node: str) -> bool:
    """Whether this process is the one that attends to the switch: the database keeps a lock on its name."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"jiesu-connector-{node}"])
            row = cursor.fetchone()
    except Error:
        connection.close()
        return False
    return bool(row and row[0])
