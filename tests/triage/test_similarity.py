from datetime import UTC, datetime

import numpy as np
import pytest

from jiesu.triage.messages import Message
from jiesu.triage.sameissues import find_issues
from jiesu.triage.similarity import EVIDENCE, Stream

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MESSAGES = [
    Message(str(number), f"u{number}", title, content, NOON)
    for number, (title, content) in enumerate(
        [
            ("A2区丽发新城小区旁建搅拌站扰民", "丽发新城小区旁边建搅拌站，噪音和粉尘严重影响居民生活"),
            ("投诉丽发新城搅拌站噪音扰民", "A2区丽发新城附近的搅拌站噪音很大，粉尘严重"),
            ("丽发新城物业强行断水", "A2区丽发新城的物业公司因物业费强行给业主家断水"),
            ("咨询人才购房补贴如何申请", "研究生毕业后购房，请问人才购房补贴怎样申请"),
            ("A3区公交车站台无人打扫", "公交车站台垃圾遍地"),
            ("", ""),
        ]
    )
]


def test_the_same_matter_at_the_same_place_is_likelier_than_another_matter_there():
    likeness = Stream(MESSAGES).likeness(np.array([0, 0, 0]), np.array([1, 2, 3]))
    assert likeness[0] > likeness[1] > likeness[2]


def test_candidates_are_pairs_with_words_in_common_each_once():
    first, second = Stream(MESSAGES).candidates()
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    assert (0, 1) in pairs
    assert len(set(pairs)) == len(pairs)
    assert all(one < other for one, other in pairs)
    assert not any(5 in pair for pair in pairs)


@pytest.mark.parametrize("size", [1, 2, 6])
def test_a_stream_of_any_size_is_grouped(size):
    assert len(find_issues(MESSAGES[:size]).group_of) == size


def test_messages_without_text_are_nobodys_issue():
    empty = [Message(str(number), "u", "", "", None) for number in range(3)]
    assert find_issues(empty).group_of.tolist() == [0, 1, 2]


def test_the_same_words_about_two_schools_are_two_matters():
    body = "各位领导好，学校强制学生实习，学生应该有自己的选择权，工资只有五百元，不去就不发毕业证"
    told = [
        Message("1", "a", "A市涉外经济学院强制学生实习", f"我是涉外经济学院的学生。{body}", NOON),
        Message(
            "2", "b", "A市商贸旅游职业技术学院强制学生实习", f"我是商贸旅游职业技术学院的学生。{body}", NOON
        ),
        Message("3", "c", "涉外经济学院为什么强制实习", f"我是涉外经济学院的学生。{body}", NOON),
    ]
    evidence = Stream(told).evidence(np.array([0, 0]), np.array([1, 2]))
    place = EVIDENCE.index("other_place")
    assert (round(evidence[0, place], 2), evidence[1, place]) == (1.0, 0.0)


def test_who_writes_all_the_time_is_known():
    told = [Message(str(at), "a" if at < 3 else "b", "停水", "三天没有水", NOON) for at in range(4)]
    evidence = Stream(told).evidence(np.array([0, 0]), np.array([1, 3]))
    assert evidence[:, EVIDENCE.index("same_writer")].round(3).tolist() == [round(np.log(4), 3), 0.0]
