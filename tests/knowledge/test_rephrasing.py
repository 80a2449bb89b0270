"""The language model: one suite for the real adapter and the stand-in; servers that misbehave; refusals."""

import json
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jiesu.core.models import AuditEntry
from jiesu.knowledge.actions import answer_message
from jiesu.knowledge.actions.rephrasing import Rephrased, rephrase_articles
from jiesu.knowledge.adapters.openai import OpenAiModel
from jiesu.knowledge.adapters.standin import StandInModel
from jiesu.knowledge.answering import Conversation
from jiesu.knowledge.errors import ModelFailed, ModelOff, NothingToRephrase
from jiesu.knowledge.rephrasing import TOLD, Passage, fault_of, first_sentences, masked
from jiesu.knowledge.states import Source
from tests.knowledge.desk import WATER

PASSAGES = (Passage("ZS1", "停水了怎么办", "请拨打供水热线 96116，抢修人员一小时内到场。"),)
SAID = "停水可以打 96116。"


def spoken(text):
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Server:
    """A model on this machine that answers what it is told to."""

    def __init__(self):
        self.answer, self.status, self.pause, self.heard = spoken(SAID), 200, 0.0, []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.heard.append((self.path, dict(self.headers), json.loads(body)))
                time.sleep(server.pause)
                self.send_response(server.status)
                self.send_header("Location", server.url)
                self.send_header("Content-Length", str(len(server.answer)))
                self.end_headers()
                self.wfile.write(server.answer)

            def log_message(self, *_):
                pass

        self.httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self.httpd.server_address[1]}/v1"
        threading.Thread(target=self.httpd.serve_forever, daemon=True).start()


@pytest.fixture
def server():
    made = Server()
    yield made
    made.httpd.shutdown()
    made.httpd.server_close()


@pytest.fixture(params=["http", "stand-in"])
def model(request, server):
    return OpenAiModel(server.url, key="k", model="qwen") if request.param == "http" else StandInModel()


def test_every_model_says_something_that_stands_in_the_articles(model):
    said = model.rephrase("停水了找谁", PASSAGES)
    assert said
    assert fault_of(said, PASSAGES) == ""


def test_every_model_forgets_between_two_questions(model):
    assert model.rephrase("停水", PASSAGES) == model.rephrase("停水", PASSAGES)


def test_the_server_is_given_the_articles_and_told_to_say_nothing_else(server):
    OpenAiModel(server.url + "/", key="k", model="qwen").rephrase("停水了找谁", PASSAGES)
    ((path, headers, body),) = server.heard
    assert (path, headers["Authorization"]) == ("/v1/chat/completions", "Bearer k")
    assert (body["model"], body["temperature"]) == ("qwen", 0)
    assert body["messages"][0] == {"role": "system", "content": TOLD}
    assert "停水了找谁" in body["messages"][1]["content"]
    assert PASSAGES[0].text in body["messages"][1]["content"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"", 200),
        (b"<html>login</html>", 200),
        (b"{}", 200),
        (b'{"choices": []}', 200),
        (b'{"choices": [{"message": {"content": null}}]}', 200),
        (b"[1]", 200),
        (b"\xff\xfe", 200),
        (spoken(SAID), 500),
        (spoken(SAID), 401),
        (spoken(SAID), 302),
        (b"x" * 300_000, 200),
    ],
)
def test_a_server_that_misbehaves_is_refused(server, answer, status):
    server.answer, server.status = answer, status
    with pytest.raises(ModelFailed):
        OpenAiModel(server.url).rephrase("停水", PASSAGES)
    assert len(server.heard) == 1


def test_a_server_that_is_slow_or_away_is_refused(server):
    server.pause = 1.0
    with pytest.raises(ModelFailed):
        OpenAiModel(server.url, seconds=0.2).rephrase("停水", PASSAGES)
    with pytest.raises(ModelFailed):
        OpenAiModel("http://127.0.0.1:1").rephrase("停水", PASSAGES)
    with pytest.raises(ValueError, match="https://"):
        OpenAiModel("file:///etc/passwd")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("停水打 96116，一小时内到场。", ""),
        ("停水打 ９６１１６。", ""),
        ("", "empty"),
        ("ok 96116", "empty"),
        ("停水打 96117。", "figures"),
        ("需要 3 天。", "figures"),
        ("详见 https://example.test/x 说明。", "addresses"),
        ("水" * 801, "long"),
    ],
)
def test_what_no_article_says_is_not_taken(said, fault):
    assert fault_of(said, PASSAGES) == fault


def test_long_figures_do_not_leave_the_house():
    assert masked(" 我的电话13812345678\n停水了 ") == "我的电话…… 停水了"


def test_first_sentences_are_whole():
    assert first_sentences("一二三。四五六。七八九。", 9) == "一二三。四五六。"
    assert first_sentences("一" * 20, 9) == "一" * 9


class Recorder(StandInModel):
    """Remembers what it was asked."""

    def __init__(self, said=""):
        self.asked, self.said = [], said

    def rephrase(self, question, passages):
        self.asked.append(question)
        return self.said or super().rephrase(question, passages)


@pytest.mark.django_db
class TestInTheProduct:
    """With articles in the database."""

    def test_an_operator_gets_other_words_and_where_they_are_from(self, desk, settings):
        settings.JIESU_MODEL_URL = "stand-in"
        number = desk.publish()
        desk.find("停水")
        told = rephrase_articles("家里停水了怎么办", by=desk.editor)
        assert isinstance(told, Rephrased)
        assert [each.number for each in told.passages] == [number]
        assert told.text.startswith(f"按规定：{WATER.spoken}"[:20])
        assert AuditEntry.objects.filter(action="rephrase_articles", subject=number).count() == 1

    def test_it_is_off_unless_an_address_is_given(self, desk):
        desk.publish()
        with pytest.raises(ModelOff):
            rephrase_articles("停水", by=desk.editor)

    def test_without_an_article_the_model_is_not_asked(self, desk):
        desk.publish()
        desk.find("停水")
        model = Recorder()
        with pytest.raises(NothingToRephrase):
            rephrase_articles("火星怎么移民", by=desk.editor, model=model)
        assert (model.asked, AuditEntry.objects.filter(action="rephrase_articles").count()) == ([], 0)

    def test_a_figure_that_no_article_has_is_refused(self, desk):
        desk.publish()
        desk.find("停水")
        with pytest.raises(ModelFailed):
            rephrase_articles("停水了", by=desk.editor, model=Recorder("请拨打 88888888。"))

    def test_citizens_never_hear_the_model(self, desk, settings, server):
        settings.JIESU_MODEL_URL = server.url
        desk.publish(replace(WATER))
        desk.find("停水")
        reply, _ = answer_message("家里停水了怎么办", Conversation(), source=Source.PORTAL)
        assert (reply.text, server.heard) == (WATER.spoken, [])
