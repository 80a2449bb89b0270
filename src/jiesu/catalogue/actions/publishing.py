"""Publishing packs of time limits and working calendars."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from jiesu.accounts.permissions import Holder
from jiesu.catalogue.actions import versions
from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.catalogue.calendar_json import exceptions_out, windows_out
from jiesu.catalogue.models import CalendarVersion, PackVersion
from jiesu.catalogue.pack_json import to_json
from jiesu.catalogue.packs import Pack, check_pack
from jiesu.core import clock
from jiesu.core.errors import NotFound


@transaction.atomic
def publish_pack(pack: Pack, *, by: Holder, current: bool = True, note: str = "") -> PackVersion:
    """发布时限方案: store a version of a pack and, unless told otherwise, put it in force.

    Orders that are already registered keep the version they were born under. The same content as the newest
    version of that code gives that version again.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        InvalidInput: the pack cannot be worked by (:func:`~jiesu.catalogue.packs.check_pack`).
    """
    versions.begin(by)
    check_pack(pack)
    data = to_json(pack)

    def make() -> PackVersion:
        return PackVersion(code=pack.code, name=pack.name, data=data, effective_from=pack.effective_from)

    rows = PackVersion.objects.all()
    version, _ = versions.publish(rows.filter(code=pack.code), content=data, note=note, by=by, make=make)
    return versions.put_in_force(version, rows, by=by) if current else version


@transaction.atomic
def use_pack(version_id: int, *, by: Holder) -> PackVersion:
    """启用时限方案: put a stored version in force; orders registered from now on live under it.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        NotFound: there is no such version.
    """
    versions.begin(by)
    version = PackVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound(what="时限方案 time-limit pack")
    return versions.put_in_force(version, PackVersion.objects.all(), by=by)


@transaction.atomic
def publish_calendar(
    calendar: WorkingCalendar,
    *,
    by: Holder,
    effective_from: date | None = None,
    note: str = "",
    remarks: Mapping[str, str] | None = None,
) -> CalendarVersion:
    """发布工作日历: store a version of the working calendar and put it in force.

    Args:
        calendar: windows and exceptions.
        by: who publishes.
        effective_from: since when it applies, for the record; today when not given.
        note: why it was changed.
        remarks: the reasons of exceptions by ISO day; those of days that are no exceptions are left out.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    versions.begin(by)
    windows, exceptions, known_until = windows_out(calendar), exceptions_out(calendar), calendar.known_until
    since = effective_from or clock.now().astimezone(clock.SHANGHAI).date()
    reasons = {day: text for day, text in (remarks or {}).items() if day in exceptions and text}
    content: list[object] = [windows, exceptions, known_until and known_until.isoformat()]
    rows = CalendarVersion.objects.all()
    version, _ = versions.publish(
        rows,
        content=[*content, reasons] if reasons else content,
        note=note,
        by=by,
        make=lambda: CalendarVersion(
            windows=windows,
            exceptions=exceptions,
            remarks=reasons,
            known_until=known_until,
            effective_from=since,
        ),
    )
    return versions.put_in_force(version, rows, by=by)
