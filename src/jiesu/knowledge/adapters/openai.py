"""A language model at an OpenAI-compatible address: one POST to ``/chat/completions``.

Works with what most servers of open models speak (vLLM, Ollama, llama.cpp and the like). It is asked once;
whatever goes wrong is a refusal, and the approved text stands beside it all the same.
"""

import json
import time
import urllib.request
from collections.abc import Sequence
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import IO, Any

from jiesu.knowledge.errors import ModelFailed
from jiesu.knowledge.rephrasing import TOLD, Passage, written_out

SECONDS = 8.0
"""A person waits for it, and so does one of the few threads of a web process."""

_MOST_BYTES, _MOST_TOKENS = 262_144, 600


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """What is asked stays where it is sent."""

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow none: it becomes an error of that status."""
        del req, fp, code, msg, headers, newurl


_opener = urllib.request.build_opener(_NoRedirection)


class OpenAiModel:
    """Asks a server; see :class:`jiesu.knowledge.rephrasing.LanguageModel`."""

    def __init__(self, url: str, *, key: str = "", model: str = "", seconds: float = SECONDS) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("a language model's address must begin with https:// or http://")
        self._url, self._key = url.rstrip("/") + "/chat/completions", key
        self._model, self._seconds = model, seconds

    def rephrase(self, question: str, passages: Sequence[Passage]) -> str:
        """What the model says.

        Raises:
            ModelFailed: it cannot be reached, does not answer in time, or answers nonsense.
        """
        request = urllib.request.Request(  # noqa: S310 - checked above
            self._url, self._body(question, passages), self._headers(), method="POST"
        )
        try:
            with _opener.open(request, timeout=self._seconds) as response:
                return _said(json.loads(_read(response, self._seconds)))
        except (OSError, HTTPException) as error:
            raise ModelFailed(why=str(error) or type(error).__name__) from error
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise ModelFailed(why="nonsense") from error

    def _body(self, question: str, passages: Sequence[Passage]) -> bytes:
        messages = [
            {"role": "system", "content": TOLD},
            {"role": "user", "content": written_out(question, passages)},
        ]
        body: dict[str, Any] = {"messages": messages, "temperature": 0, "max_tokens": _MOST_TOKENS}
        return json.dumps({**body, **({"model": self._model} if self._model else {})}).encode()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return {**headers, "Authorization": f"Bearer {self._key}"} if self._key else headers


def _said(told: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    said = told["choices"][0]["message"]["content"]
    if not isinstance(said, str):
        raise TypeError("no text")
    return said.strip()


def _read(response: HTTPResponse, seconds: float) -> bytes:
    """The answer, as far as it comes in time: a server that drips is one that does not answer."""
    end, read = time.monotonic() + seconds, b""
    while chunk := response.read1(_MOST_BYTES):
        read += chunk
        if time.monotonic() > end or len(read) > _MOST_BYTES:
            raise OSError("no end")
    return read
