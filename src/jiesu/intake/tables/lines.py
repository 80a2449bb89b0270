"""Physical lines of a text file, with the ways back that a reader of faulty files needs."""

import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from jiesu.intake.tables.encodings import MARKING
from jiesu.intake.tables.rows import MAX_RECORD

_PIECE = MAX_RECORD + 1


class RecordTooLong(Exception):
    """The lines taken for one record are longer than any record may be."""


class Lines(Iterator[str]):
    """The lines of a file, remembering those of the record being read.

    Attributes:
        number: lines handed out so far, those given back not counted.
        taken: lines handed out since :meth:`begin`.
        size: their length together.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self._given_back: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []
        self.size = 0
        self._open()

    def __next__(self) -> str:
        """The next line with its end.

        Raises:
            RecordTooLong: the record has become longer than :data:`MAX_RECORD`; the line counts as taken.
        """
        line = self._given_back.popleft() if self._given_back else self._stream.readline(_PIECE)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self.size += len(line)
        if self.size > MAX_RECORD:
            raise RecordTooLong
        return line

    @property
    def position(self) -> int:
        """Bytes of the file that were read."""
        return self._file.tell()

    def begin(self) -> None:
        """A new record begins with the next line."""
        self.taken = []
        self.size = 0

    def keep_first(self) -> None:
        """Give back all lines of the record but the first."""
        back = self.taken[1:]
        self._given_back.extendleft(reversed(back))
        self.number -= len(back)
        self.taken = self.taken[:1]

    def piece(self) -> str:
        """The next line or, of a very long one, the next piece; "" at the end. It is not remembered."""
        return self._given_back.popleft() if self._given_back else self._stream.readline(_PIECE)

    def rewind(self, *, after: int) -> None:
        """Go back to the line after line number ``after``."""
        self.close()
        self._given_back.clear()
        self._open()
        self.number = 0
        while self.number < after:
            self.number += is_ended(self.piece())

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _open(self) -> None:
        self._file = self._path.open("rb", buffering=0)
        buffered = io.BufferedReader(self._file, 1 << 18)
        self._stream = io.TextIOWrapper(buffered, self._encoding, MARKING, newline="")


def is_ended(piece: str) -> bool:
    """Whether a piece is the last of its line; the end of the file ends a line too."""
    return len(piece) < _PIECE or piece.endswith(("\n", "\r"))
