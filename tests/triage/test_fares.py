from datetime import date

from jiesu.triage import fares
from jiesu.triage.fares import Bin, Confused, Confusion, Fared, Line, Share

MONDAY = date(2026, 3, 2)


def _fared(suggested, chosen, chance=0.9, **more):
    return Fared(suggested, chance, chosen, more.pop("topic", chosen), more.pop("week", MONDAY), **more)


ROWS = [_fared("a", "a"), _fared("a", "b", 0.7), _fared("b", "b", 0.75), _fared("c", "a", 0.2)]


def test_shares_carry_numerator_and_denominator():
    assert fares.share_taken(ROWS) == Share(2, 4)
    assert Share(1, 4).rest == Share(3, 4)
    assert (Share(1, 4).value, Share(0, 0).value) == (0.25, None)


def test_lines_are_in_the_order_of_their_names_and_without_the_nameless():
    found = fares.lines((row.chosen if row.suggested != "c" else "", row) for row in ROWS)
    assert found == (Line("a", Share(1, 1)), Line("b", Share(1, 2)))


def test_where_most_was_changed_comes_first():
    found = (Line("few", Share(9, 10)), Line("none", Share(5, 5)), Line("most", Share(1, 4)))
    assert [line.name for line in fares.most_changed(found, most=5)] == ["most", "few"]


def test_chances_are_believed_by_tenths():
    assert fares.bins(ROWS) == (
        Bin(0.2, 0.2, Share(0, 1)),
        Bin(0.7, 0.725, Share(1, 2)),
        Bin(0.9, 0.9, Share(1, 1)),
    )
    error = fares.calibration_error(fares.bins(ROWS))
    assert error is not None
    assert round(error, 4) == 0.1875
    assert fares.calibration_error([]) is None


def test_changes_are_counted_and_laid_out_as_a_table():
    assert fares.confused(ROWS, most=1) == (Confused("a", "b", 1),)
    whole = fares.confusion(ROWS, most=3)
    assert whole == Confusion(("a", "b", "c"), ((1, 1, 0), (0, 1, 0), (1, 0, 0)), is_cut=False)
    cut = fares.confusion(ROWS, most=2)
    assert cut == Confusion(("a", "b"), ((1, 1, 0), (0, 1, 0), (1, 0, 0)), is_cut=True)
