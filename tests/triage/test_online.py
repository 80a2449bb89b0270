import pytest

from jiesu.triage.online import Issues, strength_of


def test_two_that_are_alike_begin_an_issue_and_a_third_joins():
    issues = Issues()
    assert issues.take(1, {}) is None
    issue = issues.take(2, {1: 0.9})
    assert issues.take(3, {1: 0.8, 2: 0.9}) == issue
    assert (issues.of, issues.begun) == ({1: issue, 2: issue, 3: issue}, {issue: 1})


def test_what_is_not_alike_stays_alone():
    issues = Issues()
    issues.take(1, {})
    assert issues.take(2, {1: 0.5}) is None
    assert issues.of == {}


def test_a_known_issue_is_joined_by_the_strength_of_its_links_not_by_one():
    issues = Issues(of={1: 70, 2: 70, 3: 70, 4: 80})
    assert issues.take(9, {1: 0.95, 2: 0.31, 3: 0.31, 4: 0.8}) == 80
    assert issues.take(10, {1: 0.9, 2: 0.9, 3: 0.8}) == 70
    assert issues.begun == {}


@pytest.mark.parametrize(
    ("links", "strength"), [([], 0.0), ([0.9], 0.9), ([0.9, 0.5], 0.7), ([0.8] * 16, 0.8)]
)
def test_how_strong_links_are_together(links, strength):
    assert strength_of(links) == pytest.approx(strength)
