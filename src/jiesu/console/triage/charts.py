"""Small pictures of figures, as shapes that a template draws: bars of days, weeks, belief against truth.

All lengths are in the units of the picture's own view box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiesu.triage.fares import Bin, Line

_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 24.0, 14.0, 26.0


@dataclass(frozen=True)
class Bar:
    """One bar, from the bottom up."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int


@dataclass(frozen=True)
class Bars:
    """Bars of one width beside each other, zero at the bottom; ``most`` is the height of the highest."""

    bars: tuple[Bar, ...]
    width: float
    height: float
    most: int


@dataclass(frozen=True)
class Dot:
    """A point with its size and what it says."""

    x: float
    y: float
    radius: float
    label: str
    mark: str = ""


@dataclass(frozen=True)
class Plot:
    """Points in a frame with lines at the quarters; ``path`` joins the points."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    path: str
    left: float
    right: float
    top: float
    bottom: float
    quarters: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...] = ()


def day_bars(counts: Sequence[int], *, first: date, width: float = 112.0, height: float = 24.0) -> Bars:
    """A bar a day."""
    most, step = max([1, *counts]), width / max(1, len(counts))
    bars = tuple(
        Bar(
            x=round(step * at, 2),
            y=round(height - _height(count, most, height), 2),
            width=round(step * 0.75, 2),
            height=round(_height(count, most, height), 2),
            label=f"{first + timedelta(days=at):%m-%d}",
            count=count,
        )
        for at, count in enumerate(counts)
    )
    return Bars(bars, width, height, max([0, *counts]))


def week_plot(lines: Sequence[Line], *, width: float = 560.0, height: float = 200.0) -> Plot:
    """The share that was taken, week by week, from 0 at the bottom to 1 at the top."""
    right, bottom = width - _RIGHT, height - _BOTTOM
    step = (right - _LEFT) / max(1, len(lines) - 1)
    dots = tuple(
        Dot(
            x=round(_LEFT + step * at, 1) if len(lines) > 1 else round((_LEFT + right) / 2, 1),
            y=_up(line.taken.value or 0.0, bottom),
            radius=3.0,
            label=f"{line.name} {100 * (line.taken.value or 0):.1f}% "
            f"({line.taken.part} / {line.taken.whole})",
            mark=line.name[5:],
        )
        for at, line in enumerate(lines)
    )
    every = max(1, len(dots) // 6)
    columns = tuple((dot.x, dot.mark) for dot in dots[::every])
    return _plot(width, height, dots=dots, columns=columns)


def belief_plot(bins: Sequence[Bin], *, size: float = 300.0) -> Plot:
    """Belief from left to right, truth from the bottom up: on the diagonal, chances can be believed."""
    right, bottom = size - _RIGHT, size - _BOTTOM
    most = max([1, *(one.right.whole for one in bins)])
    dots = tuple(
        Dot(
            x=round(_LEFT + (right - _LEFT) * one.mean_chance, 1),
            y=_up(one.right.value or 0.0, bottom),
            radius=round(2.5 + 6.0 * (one.right.whole / most) ** 0.5, 1),
            label=f"{100 * one.mean_chance:.0f}% → {100 * (one.right.value or 0):.0f}%"
            f" ({one.right.part} / {one.right.whole})",
        )
        for one in bins
    )
    columns = tuple((round(_LEFT + (right - _LEFT) * at / 4, 1), f"{25 * at}%") for at in range(5))
    return _plot(size, size, dots=dots, columns=columns)


def _plot(
    width: float, height: float, *, dots: tuple[Dot, ...], columns: tuple[tuple[float, str], ...]
) -> Plot:
    bottom = height - _BOTTOM
    return Plot(
        width=width,
        height=height,
        dots=dots,
        path=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        left=_LEFT,
        right=width - _RIGHT,
        top=_TOP,
        bottom=bottom,
        quarters=tuple((_up(at / 4, bottom), f"{25 * at}%") for at in range(5)),
        columns=columns,
    )


def _up(share: float, bottom: float) -> float:
    return round(bottom - (bottom - _TOP) * share, 1)


def _height(count: int, most: int, height: float) -> float:
    return max(1.5, height * count / most) if count else 0.0
