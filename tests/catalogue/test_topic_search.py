"""A topic is found by a few characters."""

from typing import NamedTuple

from jiesu.catalogue.topic_search import matching_topics


class Topic(NamedTuple):
    code: str
    name: str
    full_name: str


TREE = [
    Topic("01", "市政设施", "市政设施"),
    Topic("0101", "供水", "市政设施/供水"),
    Topic("010101", "爆管漏水", "市政设施/供水/爆管漏水"),
    Topic("010102", "水质", "市政设施/供水/水质"),
    Topic("02", "环境保护", "环境保护"),
    Topic("020101", "施工噪声", "环境保护/噪声/施工噪声"),
]


def codes(words: str, **more) -> list[str]:
    return [topic.code for topic in matching_topics(TREE, words, **more)]


def test_the_own_name_goes_before_the_names_above():
    assert codes("水") == ["010102", "010101", "0101"]
    assert codes("供水") == ["0101", "010101", "010102"]
    assert codes("噪声") == ["020101"]


def test_all_words_must_occur():
    assert codes("市政 水质") == ["010102"]
    assert codes("环境 水质") == []


def test_a_code_finds_what_begins_with_it():
    assert codes("0101") == ["010101", "010102", "0101"]


def test_nothing_asked_finds_nothing_and_no_more_than_wanted():
    assert codes(" ") == []
    assert codes("水", most=1) == ["010102"]
