import numpy as np

from jiesu.triage.grouping import grouped


def groups_of(count, links):
    pairs = np.array(list(links)).reshape(-1, 2)
    values = np.array(list(links.values()))
    return grouped(count, (pairs[:, 0], pairs[:, 1]), values, alike=0.7).tolist()


def test_messages_without_links_stay_alone():
    assert groups_of(3, {(0, 1): 0.2}) == [0, 1, 2]


def test_strong_links_join():
    assert groups_of(4, {(0, 1): 0.9, (2, 3): 0.8}) == [0, 0, 1, 1]


def test_one_stray_link_does_not_join_two_issues():
    links = {(0, 1): 0.95, (0, 2): 0.95, (1, 2): 0.95, (3, 4): 0.95, (3, 5): 0.95, (4, 5): 0.95, (2, 3): 0.75}
    assert groups_of(6, links) == [0, 0, 0, 1, 1, 1]


def test_a_large_group_takes_in_a_message_that_resembles_most_of_it():
    links = {(a, b): 0.95 for a in range(6) for b in range(a + 1, 6)}
    links |= {(member, 6): 0.9 for member in range(5)}
    assert groups_of(7, links) == [0] * 7


def test_grouping_does_not_depend_on_the_order_of_the_pairs():
    links = {(0, 1): 0.9, (1, 2): 0.85, (0, 2): 0.8, (3, 4): 0.75}
    assert groups_of(5, links) == groups_of(5, dict(reversed(links.items())))
