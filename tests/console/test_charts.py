"""Small pictures of figures: where their shapes stand."""

from datetime import date

from jiesu.console.triage.charts import belief_plot, day_bars, week_plot
from jiesu.triage.fares import Bin, Line, Share


def test_bars_stand_on_zero_and_the_highest_fills_the_picture():
    chart = day_bars([0, 1, 4], first=date(2026, 3, 1), width=30, height=20)
    assert [(bar.x, bar.y, bar.height, bar.label, bar.count) for bar in chart.bars] == [
        (0.0, 20.0, 0.0, "03-01", 0),
        (10.0, 15.0, 5.0, "03-02", 1),
        (20.0, 0.0, 20.0, "03-03", 4),
    ]
    assert chart.most == 4


def test_a_picture_of_nothing_has_no_height():
    assert {bar.height for bar in day_bars([0, 0], first=date(2026, 3, 1)).bars} == {0.0}


def test_weeks_go_from_left_to_right_and_all_taken_is_at_the_top():
    plot = week_plot([Line("2026-03-02", Share(0, 2)), Line("2026-03-09", Share(2, 2))])
    low, high = plot.dots
    assert (low.x, low.y) == (plot.left, plot.bottom)
    assert (high.x, high.y) == (plot.right, plot.top)
    assert high.label == "2026-03-09 100.0% (2 / 2)"
    assert [label for _x, label in plot.columns] == ["03-02", "03-09"]
    (alone,) = week_plot([Line("2026-03-02", Share(1, 2))]).dots
    assert plot.left < alone.x < plot.right


def test_what_can_be_believed_lies_on_the_diagonal():
    plot = belief_plot([Bin(0.5, 0.5, Share(1, 2)), Bin(0.9, 1.0, Share(8, 8))])
    middle, sure = plot.dots
    assert (sure.x, sure.y) == (plot.right, plot.top)
    assert middle.x - plot.left == (plot.right - plot.left) / 2
    assert plot.bottom - middle.y == (plot.bottom - plot.top) / 2
    assert sure.radius > middle.radius
