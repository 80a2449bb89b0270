"""An import that is killed, and killed again, ends with every row exactly once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from jiesu.intake.actions import import_file
from jiesu.intake.models import Contact, ImportRun, RejectedRow
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.models import Deadline, TimelineEvent, WorkOrder
from tests.processes import wait_until

ROWS = 3_000
_IMPORT = """
import sys, django
django.setup()
from pathlib import Path
from jiesu.intake.command import run_import
sys.exit(run_import(Path(sys.argv[1]), as_json=True, batch=20, rejects=Path(sys.argv[1] + ".rejects")))
"""


def start(path: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def settled() -> int:
    return sum(ImportRun.objects.values_list("position", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("numbered", [True, False])
def test_a_killed_import_loses_and_repeats_no_row(tmp_path, numbered):
    from jiesu.catalogue.actions import install_presets

    install_presets(by=SYSTEM)
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("编号,内容,电话\n" if numbered else "序号,内容,电话\n")
        for n in range(ROWS):
            phone = "打我手机" if n % 100 == 7 else f"138{n % 50:08d}"
            file.write(f"{n if numbered else ''},第{n // 2}件事：路灯坏了,{phone}\n")

    for share in (4, 2):
        process = start(path)
        wait_until(lambda mark=ROWS // share: settled() > mark - ROWS // 8, otherwise=lambda: f"{settled()}")
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 0 < settled() < ROWS
    assert ImportRun.objects.get().state == "running"
    process = start(path)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()

    run = ImportRun.objects.get()
    assert (run.state, run.position, run.accepted, run.rejected) == ("done", ROWS, ROWS - 30, 30)
    assert b'"duplicate": 0' in output
    expected = Counter(f"第{n // 2}件事：路灯坏了" for n in range(ROWS) if n % 100 != 7)
    assert Counter(WorkOrder.objects.values_list("content", flat=True)) == expected
    assert WorkOrder.objects.values("number").distinct().count() == ROWS - 30
    assert Contact.objects.count() == TimelineEvent.objects.count() == Deadline.objects.count() == ROWS - 30
    assert list(RejectedRow.objects.order_by("line").values_list("line", flat=True)) == list(
        range(9, ROWS, 100)
    )
    rejects = Path(f"{path}.rejects").read_text(encoding="utf-8-sig").splitlines()
    assert len(rejects) == 31

    copy = path.rename(tmp_path / "copy.csv")
    again = import_file(copy, by=SYSTEM).tally
    assert (again.accepted, again.rejected, again.duplicate) == (0, 30, ROWS - 30)
