"""The shapes of numbers that the modules of this package hand to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Counts:
    """About ``texts`` texts: ``times[i]`` of column ``columns[i]`` in text ``rows[i]``, ordered by text."""

    texts: int
    rows: Integers
    columns: Integers
    times: Floats

    def matrix(self, width: int) -> csr_array:
        """The same as a sparse matrix, a row a text."""
        starts = np.searchsorted(self.rows, np.arange(self.texts + 1)).astype(np.int32)
        return csr_array((self.times, self.columns.astype(np.int32), starts), shape=(self.texts, width))
