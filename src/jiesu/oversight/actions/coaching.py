"""The coaching list: people who lose points on one item again and again, until somebody has helped them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight.errors import CoachedAlready
from jiesu.oversight.inspecting import COACHED_WITHIN, repeated
from jiesu.oversight.models import Coaching, Inspection, InspectionMark, ScoreItem
from jiesu.workorders.cleaning import clean_text


def count_deductions(row: Inspection, *, at: datetime) -> list[Coaching]:
    """Put the person scored on the list for what they lost points on again; in the scoring's transaction.

    Only what was lost since they were last coached for an item counts.
    """
    now_lost = set(row.marks.values_list("item__code", flat=True))
    labels = dict(ScoreItem.objects.filter(form_id=row.form_id).values_list("code", "label"))
    return [
        _open(row, code, sums, label=labels[code], at=at)
        for code, sums in repeated(_fresh(row, at)).items()
        if code in now_lost
    ]


def take_back_deductions(row: Inspection, *, at: datetime) -> None:
    """After an appeal was upheld: who no longer lost points often enough leaves the list."""
    sums = repeated(_fresh(row, at))
    rows = Coaching.objects.filter(person_id=row.person_id, form_code=row.form.code, done_at__isnull=True)
    for coaching in rows:
        if coaching.item_code not in sums:
            coaching.delete()
        else:
            coaching.times, coaching.lost = sums[coaching.item_code]
            coaching.save(update_fields=["times", "lost"])


@transaction.atomic
def finish_coaching(key: int, *, note: str, by: Actor, at: datetime | None = None) -> Coaching:
    """辅导完成: somebody has gone through it with the person; what was said is kept.

    Raises:
        NotAllowed: the person does not inspect.
        CoachedAlready: it is done.
        Missing: nothing is said of how.
    """
    require(by, Permission.INSPECT_QUALITY)
    row = Coaching.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise NotFound(what="辅导 coaching")
    if row.done_at is not None:
        raise CoachedAlready
    row.note = clean_text(note, "note", "辅导情况", required=True, limit=2000)
    row.done_at, row.done_by_name = at or clock.now(), by.name
    row.save(update_fields=["note", "done_at", "done_by_name"])
    return row


def _open(row: Inspection, code: str, sums: tuple[int, int], *, label: str, at: datetime) -> Coaching:
    coaching, _ = Coaching.objects.update_or_create(
        person_id=row.person_id,
        form_code=row.form.code,
        item_code=code,
        done_at=None,
        defaults={"times": sums[0], "lost": sums[1], "counted_at": at},
        create_defaults={
            "person_name": row.person_name,
            "item_label": label,
            "times": sums[0],
            "lost": sums[1],
            "opened_at": at,
            "counted_at": at,
        },
    )
    return coaching


def _fresh(row: Inspection, at: datetime) -> list[tuple[str, int]]:
    """What the person lost by this form lately, item by item, since they were last coached for it."""
    coached = dict(
        Coaching.objects.filter(person_id=row.person_id, form_code=row.form.code, done_at__isnull=False)
        .values_list("item_code")
        .annotate(last=Max("done_at"))
    )
    marks = InspectionMark.objects.filter(
        inspection__person_id=row.person_id,
        inspection__is_second=False,
        inspection__scored_at__gt=at - COACHED_WITHIN,
        item__form__code=row.form.code,
    ).values_list("item__code", "lost", "inspection__scored_at")
    return [(code, lost) for code, lost, when in marks if code not in coached or when > coached[code]]
