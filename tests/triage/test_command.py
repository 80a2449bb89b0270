import json

import openpyxl
import pytest
from click.testing import CliRunner

from jiesu.triage.command import triage
from tests.triage.material import appeals, first_rows, rows_of_interest


def run(*arguments):
    return CliRunner().invoke(triage, [str(argument) for argument in arguments])


def answer_of(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_topic_model_trained_on_a_part_of_the_real_rows_reads_the_real_raw_rest(tmp_path):
    segmented = first_rows("topics_segmented.csv", tmp_path / "segmented.csv", step=5)
    raw = appeals("topics_raw.csv")
    trained = answer_of(
        *("train", "--task", "topic", "--from", segmented, "--text-columns", "title,content"),
        *("--label-column", "topic", "--out", tmp_path / "model"),
    )
    assert (trained["training_rows"], len(trained["classes"])) == (1334, 7)
    measured = answer_of("evaluate", "--task", "topic", "--model", tmp_path / "model", "--on", raw)
    assert (measured["rows"], measured["learned_from"]) == (696, False)
    assert measured["macro_f1"] > 0.78
    assert measured["top3"] > 0.95
    assert set(measured) >= {
        *("accuracy", "macro_f1", "classes", "top3", "expected_calibration_error"),
        *("coverage_at_95_precision", "texts_per_second"),
    }


def test_evaluating_on_what_was_learned_from_says_so(tmp_path):
    kinds = first_rows("kinds_sichuan.csv", tmp_path / "real.csv", step=3)
    common = ("--task", "nature", "--text-columns", "title,content", "--label-column", "kind")
    answer_of("train", *common, "--from", kinds, "--out", tmp_path / "model")
    measured = answer_of("evaluate", "--task", "nature", "--model", tmp_path / "model", "--on", kinds)
    assert measured["learned_from"] is True


def test_a_part_of_the_real_stream_is_grouped_and_measured(tmp_path):
    labels, look_alikes = appeals("same_issue.csv"), appeals("look_alikes.csv")
    stream = rows_of_interest("stream.csv", tmp_path / "real.csv", others=[labels, look_alikes])
    measured = answer_of("same-issue", "--stream", stream, "--labels", labels, "--look-alikes", look_alikes)
    assert (measured["labelled_rows"], measured["look_alike_pairs"]) == (417, 73)
    assert measured["pairwise_f1"] > 0.88
    assert measured["nearest_ten"] > 0.95
    assert measured["look_alikes_apart"] > 0.65  # a stream so small tells less apart than the whole


def test_the_hottest_issues_of_the_real_stream_come_with_their_members_and_as_a_workbook(tmp_path):
    sample = first_rows("stream.csv", tmp_path / "real.csv", step=4)
    answer = answer_of("hot", "--stream", sample, "--top", 3, "--xlsx", tmp_path / "hot.xlsx")
    heats = [issue["heat"] for issue in answer["issues"]]
    assert heats == sorted(heats, reverse=True)
    assert all(len(issue["ids"]) == issue["messages"] >= issue["people"] >= 2 for issue in answer["issues"])
    assert any("丽发" in issue["title"] for issue in answer["issues"])
    sheet = openpyxl.load_workbook(tmp_path / "hot.xlsx").active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [
        issue["title"] for issue in answer["issues"]
    ]


def topic(*arguments):
    return ("--task", "topic", *arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evaluate", *topic("--model", "absent", "--on", "absent.csv")), "absent holds no usable model"),
        (("hot", "--stream", "absent.csv"), "absent.csv cannot be read"),
        (
            ("train", *topic("--from", "a.csv", "--text-columns", "a", "--label-column", "b", "--out", "m")),
            "a.csv cannot be read",
        ),
    ],
)
def test_a_refusal_is_one_line_and_exit_status_two(arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert sentence in result.stderr


def test_a_model_of_another_task_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("text,label\n" + "停水,水\n修路,路\n" * 9, encoding="utf-8")
    answer_of(
        *("train", "--task", "topic", "--from", path, "--text-columns", "text"),
        *("--label-column", "label", "--out", tmp_path / "model"),
    )
    result = run("evaluate", "--task", "nature", "--model", tmp_path / "model", "--on", path)
    assert (result.exit_code, "it suggests the topic" in result.stderr) == (2, True)


@pytest.mark.parametrize("rows", ["1,停水,三天\n", "1,停水,三天\n2,,\n", ""])
def test_a_small_stream_has_no_hot_issues_or_is_refused(tmp_path, rows):
    path = tmp_path / "stream.csv"
    path.write_text("id,title,content\n" + rows, encoding="utf-8")
    result = run("hot", "--stream", path)
    assert result.exit_code == (0 if rows else 2)
