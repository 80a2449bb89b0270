"""Tables of topics, duties, reason codes and calendars, taken in as they are exported.

Topics, duties and calendars are published as new versions that take the place of the ones in force, so what a
table leaves out is told as removed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import transaction

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.catalogue import configured, selectors
from jiesu.catalogue.actions.duties import import_duties
from jiesu.catalogue.actions.publishing import publish_calendar
from jiesu.catalogue.actions.reasons import save_reason
from jiesu.catalogue.actions.topics import import_topics
from jiesu.catalogue.calendar_tables import COLUMNS as CALENDAR_COLUMNS
from jiesu.catalogue.calendar_tables import calendar_rows, read_calendar
from jiesu.catalogue.codes import PATH_MARK, REASON_KIND_LABELS, ReasonKind
from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.selectors import Reason
from jiesu.catalogue.tables import (
    DUTY_TABLE,
    REASON_TABLE,
    DutyRow,
    RowError,
    TopicRow,
    duty_cells,
)
from jiesu.core.errors import InvalidInput, NotFound, Refusal
from jiesu.core.tables import (
    Column,
    Outcome,
    RowOutcome,
    TableRow,
    Taken,
    flag_in,
    flag_out,
    one_of,
    parts_of,
)
from jiesu.core.taking import changes_between, take_rows

Cells = Mapping[str, str]


def take_topics(rows: Iterable[TableRow], *, by: Holder, keep: bool, note: str = "") -> Taken:
    """导入事项分类: the whole tree; what is not in the table is no longer in the tree.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    given = [
        TopicRow(
            level1=row.given("level1"),
            level2=row.given("level2"),
            level3=row.given("level3"),
            line=row.line,
        )
        for row in rows
    ]
    lines = {PATH_MARK.join(row.path): row.line for row in given}
    return _published(
        lambda: import_topics(given, by=by, note=note), _topics_now, lines=lines, columns=(), keep=keep
    )


def take_duties(rows: Iterable[TableRow], *, by: Holder, keep: bool, note: str = "") -> Taken:
    """导入派单目录: the whole catalogue; what is not in the table is nobody's duty any more.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    given = [
        DutyRow(
            topic=row.given("topic"),
            area_code=row.given("area_code"),
            lead=row.given("lead"),
            assists=parts_of(row.given("assists")),
            legal_basis=row.given("legal_basis"),
            line=row.line,
        )
        for row in rows
    ]
    names = {node.code: node.full_name for node in selectors.topics_of().values()}
    lines = {_duty_key(names.get(row.topic, row.topic), row.area_code): row.line for row in given}
    return _published(
        lambda: import_duties(given, by=by, note=note),
        _duties_now,
        lines=lines,
        columns=DUTY_TABLE,
        keep=keep,
    )


def take_reasons(rows: Iterable[TableRow], *, by: Holder, keep: bool) -> Taken:
    """导入原因代码: make reason codes and change their words; those that are not in the table stay.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    return take_rows(
        rows,
        columns=REASON_TABLE,
        find=lambda row: selectors.reason(row.given("code")),
        take=lambda row, reason: _take_reason(row, reason, by=by),
        cells=reason_cells,
        keep=keep,
    )


def take_calendar(rows: Iterable[TableRow], *, by: Holder, keep: bool, note: str = "") -> Taken:
    """导入工作日历: windows, exceptions and their reasons.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    given = list(rows)
    try:
        table, faults = read_calendar(given)
    except InvalidInput as refusal:
        return Taken((_refused(0, "", refusal),), written=False)
    if table is None:
        outcomes = [_refused(row.line, row.given("start"), refusal) for row, refusal in faults]
        return Taken(tuple(outcomes), written=False)
    lines = {_calendar_key(row.values): row.line for row in given}

    def publish() -> None:
        publish_calendar(
            table.calendar, by=by, effective_from=table.effective_from, note=note, remarks=table.remarks
        )

    return _published(publish, _calendar_now, lines=lines, columns=CALENDAR_COLUMNS, keep=keep)


def reason_cells(reason: Reason) -> dict[str, str]:
    """How a reason code stands in the table."""
    return {
        "code": reason.code,
        "kind": REASON_KIND_LABELS[reason.kind],
        "title": reason.title,
        "script": reason.script,
        "target_channel": reason.target_channel,
        "is_active": flag_out(reason.is_active),
    }


def _take_reason(row: TableRow, known: Reason | None, *, by: Holder) -> Reason:
    kind = ReasonKind(one_of(row.given("kind"), REASON_KIND_LABELS, field="kind"))

    def words(name: str) -> str:
        return row.values.get(name, getattr(known, name) if known else "")

    is_active = flag_in(row.given("is_active"), field="is_active", default=known.is_active if known else True)
    save_reason(
        row.given("code"),
        kind=kind,
        title=words("title"),
        script=words("script"),
        target_channel=words("target_channel"),
        is_active=is_active,
        by=by,
    )
    stored = selectors.reason(row.given("code"))
    if stored is None:
        raise NotFound(what="原因代码 reason code")
    return stored


def _published(
    publish: Callable[[], object],
    now: Callable[[], Mapping[str, Cells]],
    *,
    lines: Mapping[str, int],
    columns: Sequence[Column],
    keep: bool,
) -> Taken:
    """Publish a version and tell what differs from the one before; take it back unless it is to be kept."""
    before = now()
    try:
        with transaction.atomic():
            publish()
            after = now()
            if not keep:
                transaction.set_rollback(True)
    except BadRows as refusal:
        return Taken(tuple(_bad(error) for error in refusal.rows), written=False)
    except InvalidInput as refusal:
        return Taken((_refused(0, "", refusal),), written=False)
    keys = [*after, *(key for key in before if key not in after)]
    outcomes = [
        _told(key, lines.get(key, 0), columns, before=before.get(key), after=after.get(key)) for key in keys
    ]
    return Taken(tuple(sorted(outcomes, key=lambda row: (not row.line, row.line))), written=keep)


def _told(
    key: str, line: int, columns: Sequence[Column], *, before: Cells | None, after: Cells | None
) -> RowOutcome:
    changes = changes_between(before or {}, after or {}, columns)
    if before is None or after is None:
        outcome = Outcome.ADDED if before is None else Outcome.REMOVED
    else:
        outcome = Outcome.CHANGED if changes else Outcome.SAME
    return RowOutcome(line=line, key=key, outcome=outcome, changes=changes)


def _bad(error: RowError) -> RowOutcome:
    refusal = InvalidInput(field=error.field, reason_zh=error.zh, reason_en=error.en)
    return _refused(error.line, error.field, refusal)


def _refused(line: int, key: str, refusal: Refusal) -> RowOutcome:
    return RowOutcome(line=line, key=key, outcome=Outcome.REFUSED, refusal=refusal)


def _topics_now() -> dict[str, Cells]:
    return {PATH_MARK.join(path): {"code": code} for code, path in configured.topic_paths()}


def _duties_now() -> dict[str, Cells]:
    version = configured.current_duty_version()
    duties = selectors.duties_of(version.pk) if version else []
    names = {node.code: node.full_name for node in selectors.topics_of().values()}
    return {_duty_key(names.get(duty.topic, duty.topic), duty.area_code): duty_cells(duty) for duty in duties}


def _duty_key(topic: str, area: str) -> str:
    return " @ ".join(part for part in (topic, area) if part)


def _calendar_now() -> dict[str, Cells]:
    try:
        table = configured.calendar_table(configured.calendar_version())
    except NotFound:
        return {}
    return {_calendar_key(cells): cells for cells in calendar_rows(table)}


def _calendar_key(cells: Cells) -> str:
    return f"{cells.get('part', '')} {cells.get('start', '')}"
