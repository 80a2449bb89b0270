"""The ladder in force: published as a version, installed with the preset."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.ladder_json import ladder_in, ladder_out
from jiesu.oversight.ladders import PRESET, Rung, check_ladder
from jiesu.oversight.models import LadderVersion
from jiesu.workorders.cleaning import clean_text

_LOCK = 0x12345CA8


@transaction.atomic
def publish_ladder(rungs: Sequence[Rung], *, by: Actor, note: str = "") -> LadderVersion:
    """发布提级阶梯: a new version, in force for whatever becomes late from now on; the same again is none.

    What is watched already lives on under the ladder that it began with.

    Raises:
        NotAllowed: the person may not configure the oversight.
        InvalidInput: the ladder cannot be worked by (:func:`~jiesu.oversight.ladders.check_ladder`).
    """
    require(by, Permission.CONFIGURE_OVERSIGHT)
    check_ladder(rungs)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    content = ladder_out(rungs)
    current = LadderVersion.objects.filter(is_current=True).first()
    if current is not None and current.rungs == content:
        return current
    LadderVersion.objects.filter(is_current=True).update(is_current=False)
    version = LadderVersion.objects.create(
        version=(LadderVersion.objects.aggregate(last=Max("version"))["last"] or 0) + 1,
        rungs=content,
        is_current=True,
        note=clean_text(note, "note", "说明", limit=200),
        created_at=clock.now(),
        created_by_id=by.user_id,
        created_by_name=by.name,
    )
    audit.record("oversight.publish_ladder", subject=str(version), by=by, reason=version.note)
    return version


def ladder_in_force() -> tuple[LadderVersion, tuple[Rung, ...]]:
    """The ladder that begins to count now; the one that ships where none was published."""
    version = LadderVersion.objects.filter(is_current=True).first()
    if version is None:
        version = publish_ladder(PRESET, by=SYSTEM, note="随产品安装")
    return version, ladder_in(version.rungs)
