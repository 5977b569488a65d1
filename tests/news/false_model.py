"""A false endpoint of models on 127.0.0.1: it answers as the name of the model says, well or badly."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from tests.news.server import FeedServer, Request, answer

PATH: Final = "/v1/chat/completions"
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_FENCED: Final = re.compile(r"(TEXT-[0-9a-f]{32})\n(.*)\n\1\Z", re.DOTALL)

Asked = Mapping[str, Any]


class FalseModel:
    """Answers at a server of the tests; `asked` are the bodies of the requests so far."""

    def __init__(self, server: FeedServer) -> None:
        self.server = server
        self.asked: list[Asked] = []
        self.endpoint = f"{server.base}/v1"
        server.routes[PATH] = self.answers

    def config(self, name: str, more: str = "") -> str:
        """The part of a config that names this endpoint, and the model `name`."""
        return f'[summarize]\nendpoint = "{self.endpoint}"\nmodel = "{name}"\n{more}\n'

    def answers(self, request: Request) -> bytes | AsyncIterator[bytes]:
        """Answer as the model does whose name is asked for."""
        body = json.loads(request.body)
        self.asked.append(body)
        return _KINDS[body["model"]](self, body, request)

    def times(self) -> int:
        """How often it was asked."""
        return len(self.asked)


def text_of(asked: Asked) -> str:
    """The text that was sent, without its fence, its title and its day."""
    found = _FENCED.search(asked["messages"][-1]["content"])
    assert found is not None
    return found[2].partition("\n\n")[2]


def fields_of(asked: Asked) -> dict[str, Any]:
    """What a good model would write: the first sentences of the text, each as it stands there."""
    found = [each for each in _SENTENCE.split(text_of(asked)) if len(each) > 20]
    return {"summary": " ".join(found[:2]), "key_points": found[2:5]}


def said(content: object, finish: object = "stop", usage: object = None) -> bytes:
    """A whole answer of the endpoint whose message has this content."""
    body = {
        "id": "x",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20} if usage is None else usage,
    }
    return answer(json.dumps(body).encode(), Content_Type="application/json")


def refused(status: int, message: str, **headers: str) -> bytes:
    """An answer of the endpoint that says why there is none."""
    return answer(
        json.dumps({"error": {"message": message}}).encode(), status, Content_Type="application/json", **headers
    )


def _good(_: FalseModel, asked: Asked, __: Request) -> bytes:
    return said(json.dumps(fields_of(asked)))


def _with(change: Callable[[dict[str, Any]], object]) -> Callable[[FalseModel, Asked, Request], bytes]:
    """A model whose fields are changed."""

    def kind(_: FalseModel, asked: Asked, __: Request) -> bytes:
        fields = fields_of(asked)
        change(fields)
        return said(json.dumps(fields))

    return kind


def _as(write: Callable[[str], object], finish: object = "stop") -> Callable[[FalseModel, Asked, Request], bytes]:
    """A model that writes something else around its answer, or in place of it."""
    return lambda _, asked, __: said(write(json.dumps(fields_of(asked))), finish)


def _always(data: bytes) -> Callable[[FalseModel, Asked, Request], bytes]:
    return lambda _, __, ___: data


def _once_busy(status: int, **headers: str) -> Callable[[FalseModel, Asked, Request], bytes]:
    """Busy at the first request, good from then on."""

    def kind(model: FalseModel, asked: Asked, request: Request) -> bytes:
        return refused(status, "slow down", **headers) if model.times() == 1 else _good(model, asked, request)

    return kind


def _knows(*forms: str) -> Callable[[FalseModel, Asked, Request], bytes]:
    """A model whose endpoint refuses all other forms of an answer."""

    def kind(model: FalseModel, asked: Asked, request: Request) -> bytes:
        form = asked.get("response_format", {}).get("type", "none")
        return _good(model, asked, request) if form in forms else refused(400, f"{form} is not supported")

    return kind


def _locked(model: FalseModel, asked: Asked, request: Request) -> bytes:
    """A model that needs a key, and repeats one that is wrong."""
    given = request.headers.get("authorization", "")
    return _good(model, asked, request) if given == "Bearer the-right-key" else refused(401, f"wrong key {given}")


async def _never(_: bytes = b"") -> AsyncIterator[bytes]:
    """Say nothing, and leave the connection open."""
    await asyncio.Event().wait()
    yield b""


async def _drop_by_drop() -> AsyncIterator[bytes]:
    """Begin an answer that never ends."""
    yield b"HTTP/1.1 200 Said\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    while True:
        yield b" "
        await asyncio.sleep(0.05)


def _lie(fields: dict[str, Any]) -> None:
    fields["summary"] += " On 31 February 2044 Zebulon Quixote paid 987,654 euros."
    fields["key_points"].append("Zebulon Quixote denies it.")


def _link(fields: dict[str, Any]) -> None:
    fields["summary"] += (
        " Read [more](https://evil.example/x) at http://evil.example/y or <a href='https://evil.example'>here</a>."
    )
    fields["key_points"].append("[click](javascript:alert(1)) ![picture](https://evil.example/p.png) www.evil.example")
    fields |= {"original": "https://evil.example", "bias": "left", "outlet": "evil", "language": "xx", "title": "Evil"}
    fields |= {"published": "2044-02-01", "topics": ["evil"]}


def _steer(fields: dict[str, Any]) -> None:
    fields["summary"] += "\x1b]52;c;ZXZpbA==\x07 \u202eelif\u202c [@click=app.quit]quit[/] \x9b31mred\x00"
    fields["key_points"] = [f"\x1b[2J{point}\r\n\u200b" for point in fields["key_points"]]


_KINDS: Final[Mapping[str, Callable[[FalseModel, Asked, Request], bytes | AsyncIterator[bytes]]]] = {
    "good": _good,
    "guarded": _locked,
    "fenced": _as(lambda text: f"Sure! Here it is:\n```json\n{text}\n```\nAnything else?"),
    "thinking": _as(lambda text: f'<think>They want {{"summary": "a lie"}}, do they?</think>\n{text}'),
    "half a thought": _as(lambda text: f'So {{"summary": "a lie"}}?</think>{text}'),
    "endless thought": _as(lambda text: f"<think>{text}"),
    "chatty": _as(lambda _: "I cannot help with that."),
    "broken": _as(lambda text: text[:-20]),
    "half": _as(lambda text: text, finish="length"),
    "filtered": _as(lambda text: text, finish="content_filter"),
    "silent answer": _as(lambda _: None),
    "no text": _as(lambda _: json.dumps({"summary": 7, "key_points": []})),
    "nothing said": _as(lambda _: json.dumps({"summary": " \u200b ", "key_points": []})),
    "very long": _as(lambda _: json.dumps({"summary": "long " * 5_000, "key_points": []})),
    "deep": _as(lambda _: '{"a":' * 100_000),
    "busy": _always(refused(429, "slow down")),
    "busy once": _once_busy(429, Retry_After="0"),
    "away once": _once_busy(503, Retry_After="1"),
    "away for long": _always(refused(503, "slow down", Retry_After="86400")),
    "faulty": _always(refused(500, "oh")),
    "no schema": _knows("json_object", "none"),
    "no form": _knows("none"),
    "no request": _knows(),
    "lying": _with(_lie),
    "linking": _with(_link),
    "steering": _with(_steer),
    "huge": _always(answer(b"x" * 10_000_000, Content_Type="application/json")),
    "unknown": _always(refused(404, "model not found")),
    "no choices": _always(answer(b'{"choices": []}', Content_Type="application/json")),
    "no json": _always(answer(b"<html>Welcome</html>", Content_Type="text/html")),
    "wrong type": lambda model, asked, request: _good(model, asked, request).replace(b"application/json", b"text/html"),
    "silent": lambda _, __, ___: _never(),
    "slow": lambda _, __, ___: _drop_by_drop(),
    "cut": lambda model, asked, request: _good(model, asked, request)[:-50],
    "redirecting": lambda model, _, __: refused(307, "over there", Location=f"{model.server.base}/elsewhere"),
    "no protocol": _always(b"\x00\x01\x02"),
}
"""How each model answers, by its name."""

TEXT: Final = (
    "The ferry between the two towns sails again from Monday, the harbour office said in a short note.\n\n"
    "Repairs to the old pier cost four million and took three summers of work by local builders. "
    "The ferry will sail six times a day until October, and twice a day in winter. "
    "Bicycles travel free, and those who live on the islands pay half of the fare.\n\n"
    "Nine years ago the last boat was sold, after a storm had broken the pier in two. "
    "Since then people drove around the bay, which takes an hour and a half. "
    "The mayor of the northern town, Ada Rolfsen, called it a good day for both shores."
)
"""A text of 600 characters to be summarized."""


def write_text(folder: Path, name: str = "ferry.txt", text: str = TEXT) -> Path:
    """A file with a title and a text, as people keep them."""
    path = folder / name
    path.write_text(f"Ferry service returns after nine years\n\n{text}\n", encoding="utf-8")
    return path
