"""How well the hints agree with people: the arithmetic, and the command on the labelled replies."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.oversight.command import quality
from jiesu.oversight.replies.measuring import Half, half_of, kappa, measured

REPLIES = Path(__file__).parents[3] / "shared/data/appeals/replies.csv"
LABELS = Path(__file__).parents[1] / "data/reply_labels.csv"
UNSEEN = Path(__file__).parents[1] / "data/reply_labels_unseen.csv"
AGAIN = Path(__file__).parents[1] / "data/reply_labels_again.csv"


def run(*arguments: str):
    return CliRunner().invoke(quality, ["evaluate", *arguments])


def test_the_figures_of_five_replies():
    labels = {"1": True, "2": True, "3": False, "4": False, "5": False}
    judged = {"1": (True, 10), "2": (False, 60), "3": (True, 40), "4": (False, 90), "5": (False, 60)}
    found = measured(labels, judged)
    assert (found.rows, found.perfunctory, found.found, found.right) == (5, 2, 2, 1)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    assert found.kappa == pytest.approx(0.1667)  # agreed 0.6, by chance 0.52
    assert found.score_order == 0.75  # of six pairs four are in order, one is a tie
    assert (found.mean_score, found.mean_score_perfunctory) == (63.3333, 35.0)
    assert (found.missed, found.wrong) == (("2",), ("3",))


def test_where_there_is_nothing_to_share_there_is_no_share():
    found = measured({"1": False}, {"1": (False, 90)})
    assert (found.precision, found.recall, found.f1, found.kappa, found.score_order) == (None,) * 5
    assert measured({"1": True}, {}).rows == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 1, 0, 0], [1, 1, 0, 0], 1.0),
        ([1, 1, 0, 0], [1, 0, 1, 0], 0.0),
        ([1, 0], [0, 1], -1.0),
        ([0, 0], [0, 0], None),
        ([], [], None),
    ],
)
def test_kappa_is_agreement_beyond_chance(one, other, expected):
    assert kappa(one, other) == expected


def test_a_row_stays_in_its_half():
    assert [half_of(row) for row in ("59920", "122533", "2549")] == [Half.TUNE, Half.TUNE, half_of("2549")]


def test_a_file_of_ones_own_is_measured(tmp_path):
    replies, labels = tmp_path / "replies.csv", tmp_path / "labels.csv"
    replies.write_text(
        "id,title,content,reply\n"
        "1,路灯不亮,路灯不亮。,您好，已转有关部门办理。\n"
        "2,路灯不亮,路灯不亮。,经查，电缆被挖断，已于3月8日修复。\n"
    )
    labels.write_text("id,perfunctory\n1,1\n2,0\n3,0\n")
    answer = json.loads(
        run("--replies", str(replies), "--labels", str(labels), "--second", str(labels)).output
    )
    assert (answer["all"]["precision"], answer["all"]["recall"]) == (1.0, 1.0)
    assert answer["labels_without_reply"] == 1
    assert answer["second_labelling"] == {"rows": 3, "same": 3, "kappa": 1.0}


def test_a_file_that_is_not_there_is_refused_in_a_line(tmp_path):
    refused = run("--replies", str(tmp_path / "none.csv"), "--labels", str(LABELS))
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_perfunctory_replies_of_the_labelled_two_hundred_are_found():
    """The figures of docs/reply-quality.md."""
    assert REPLIES.exists(), f"{REPLIES} is missing: the real data lie beside the project in ../shared/data"
    answer = json.loads(
        run("--replies", str(REPLIES), "--labels", str(LABELS), "--second", str(AGAIN)).output
    )
    figures = {
        half: {name: answer[half][name] for name in ("rows", "perfunctory", "found", "right")}
        for half in answer
        if half in ("all", "tune", "report")
    }
    assert figures == {
        "all": {"rows": 200, "perfunctory": 42, "found": 34, "right": 34},
        "tune": {"rows": 106, "perfunctory": 26, "found": 19, "right": 19},
        "report": {"rows": 94, "perfunctory": 16, "found": 15, "right": 15},
    }
    assert answer["second_labelling"] == {"rows": 60, "same": 59, "kappa": 0.9495}


def test_perfunctory_replies_that_were_read_after_the_rules_were_final_are_found():
    assert REPLIES.exists(), f"{REPLIES} is missing: the real data lie beside the project in ../shared/data"
    found = json.loads(run("--replies", str(REPLIES), "--labels", str(UNSEEN)).output)["all"]
    assert [found[name] for name in ("rows", "perfunctory", "found", "right")] == [60, 12, 13, 11]
