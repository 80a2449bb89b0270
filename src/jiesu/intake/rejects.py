"""The file of rows that were turned away: for Excel, to be mended and imported again."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jiesu.intake.errors import CannotWrite
from jiesu.intake.reading import Rejection

_SHOWN = 5
_RISKY = ("=", "+", "-", "@", "\t")


class RejectsFile:
    """Writes rejections, with the columns of the original file behind line number and reason.

    The file is UTF-8 with a mark, so that Excel opens it. It appears under its name when it is complete.

    Attributes:
        count: rows so far.
        first: line and reason of the first ones.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self.count = 0
        self.first: list[tuple[int, str]] = []
        self._draft = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._draft.unlink(missing_ok=True)
            self._draft.touch(mode=0o600, exist_ok=False)  # it has names and telephone numbers in clear
            self._file = self._draft.open("w", encoding="utf-8-sig", errors="replace", newline="")
        except OSError as error:
            raise CannotWrite(path=path, why=error.strerror or str(error)) from error
        self._writer = csv.writer(self._file)
        self._writer.writerow(["行号", "原因", *columns])

    def write(self, rejection: Rejection) -> None:
        """Add one row."""
        self.add(rejection.line, rejection.reason, rejection.cells)

    def add(self, line: int, reason: str, cells: Iterable[str]) -> None:
        """Add one row."""
        self.count += 1
        if self.count <= _SHOWN:
            self.first.append((line, reason))
        self._writer.writerow([line, reason, *map(_harmless, cells)])

    def close(self, *, keep: bool = True) -> None:
        """Close the file; an empty one, or one that is not to be kept, is removed."""
        self._file.close()
        if keep and self.count:
            self._draft.replace(self.path)
        else:
            self._draft.unlink()


@contextmanager
def rejects_file(path: Path, columns: Sequence[str]) -> Iterator[RejectsFile]:
    """A file of rejections that is only there when there are any and all of them are in it."""
    file = RejectsFile(path, columns)
    try:
        yield file
    except BaseException:
        file.close(keep=False)
        raise
    file.close()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula; the reader takes the disguise off again."""
    cell = cell.replace("\0", "")
    if cell.startswith(_RISKY) and not _is_number(cell):
        return '="' + cell.replace('"', '""') + '"'
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
