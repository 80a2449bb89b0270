"""What a new installation begins with."""

from datetime import time

from django.db import transaction

from jiesu.accounts.permissions import Holder
from jiesu.catalogue.actions import versions
from jiesu.catalogue.actions.publishing import publish_calendar, publish_pack
from jiesu.catalogue.calendar import Window, WorkingCalendar
from jiesu.catalogue.models import CalendarVersion, PackVersion, ReasonCode
from jiesu.catalogue.presets import DEFAULT_CODE, PRESETS
from jiesu.catalogue.reason_presets import REASONS

DEFAULT_CALENDAR = WorkingCalendar((Window(time(8, 30), time(12)), Window(time(14), time(17, 30))))
"""Office hours of many municipal bodies; ours, to be set to the place's own."""


@transaction.atomic
def install_presets(*, by: Holder) -> None:
    """初始化业务字典: store every shipped pack, the default calendar and the shipped reason codes.

    Safe to run at every start: what is there already, changed or not, is left alone; the default pack is put
    in force only where none is.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    versions.begin(by)
    stored = set(PackVersion.objects.values_list("code", flat=True))
    chosen = PackVersion.objects.filter(is_current=True).exists()
    for pack in PRESETS:
        if pack.code not in stored:
            publish_pack(pack, by=by, current=pack.code == DEFAULT_CODE and not chosen, note="随产品提供")
    if not CalendarVersion.objects.exists():
        publish_calendar(DEFAULT_CALENDAR, by=by, note="随产品提供，请改为本地工作时间")
    ReasonCode.objects.bulk_create(
        (
            ReasonCode(
                code=reason.code,
                kind=reason.kind.value,
                title=reason.title,
                script=reason.script,
                target_channel=reason.target_channel,
            )
            for reason in REASONS
        ),
        ignore_conflicts=True,
    )
