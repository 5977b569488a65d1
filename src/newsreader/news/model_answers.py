"""What a model answers: the words of a summary and of key points, and nothing else.

An answer is text from outside, written by a machine that has read a text which may be hostile. So links and markup are
taken out of it, and no other field of it counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.formats.blocks import one_line, tidy
from newsreader.text import clean_line

_MOST_CHARACTERS: Final = 5_000
_MOST_POINTS: Final = 8
_MOST_TRIES: Final = 50
"""Braces of an answer at which an object may begin."""

_NO_ANSWER: Final = "The answer is not as endpoints of this kind answer."
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_THOUGHT_BEGINS = re.compile(r"<(?:think|thinking|reasoning)>", re.IGNORECASE)

_SCHEME: Final = r"(?:[a-z][a-z0-9+.-]{0,30}://|(?:javascript|data|vbscript|file|mailto):(?=\S)|www\.)"
_INSIDE: Final = r"\((?:[^()\s]|\([^()]{0,200}\)){0,2000}[^()]{0,200}\)"
_MARKUP: Final = (
    (re.compile(rf"!?\[([^\[\]]{{0,500}})\]{_INSIDE}"), r"\1"),  # [words](address)
    (re.compile(r"!?\[([^\[\]]{1,500})\]\[[^\[\]]{0,200}\]"), r"\1"),  # [words][name]
    (re.compile(rf"<?(?<![a-z]){_SCHEME}[^\s<>\"')\]]*>?", re.IGNORECASE), ""),  # an address
    (re.compile(r"</?[a-z!?][^<>]{0,500}>", re.IGNORECASE), ""),  # a tag
    (re.compile(r"(\*\*|__|`+|~~)"), ""),
    (re.compile(r"^[ \t]*(?:#{1,6}|[-*+•])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(?<!\w)\*(?=\S)([^*\n]{1,500})(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"\(\s*\)|\[\s*\]|[ \t]+(?=[.,;:!?](?:\s|$))"), ""),  # what was around an address
    (re.compile(r"(?<=\S)[ \t]{2,}(?=\S)"), " "),
)
"""What stands for a link or a form, and what is left of it. A number with a full stop may be a day: it stays."""

_MOST_ROUNDS: Final = 5
_LEFTOVERS: Final = ((re.compile("://"), " "), (re.compile(r"\]\("), "] "), (re.compile("<(?=[a-zA-Z/!?])"), ""))
"""What is taken out at last: a tag without an end, and what is left where layers of markup are hidden in each other."""


class AnswerError(NewsreaderError):
    """Signal an answer without a whole summary; `is_final` where the same request would get the same again."""

    def __init__(self, cause: str, *, is_final: bool = False) -> None:
        super().__init__(cause)
        self.is_final = is_final


class Answered(Struct, frozen=True):
    """A summary and key points as a model wrote them, as plain text, and the tokens that it says it took."""

    summary: str
    key_points: tuple[str, ...]
    tokens: int = 0


class _Message(Struct):
    content: object = None


class _Choice(Struct):
    message: _Message
    finish_reason: object = None


class _Completion(Struct):
    choices: list[_Choice] = []
    usage: object = None


def read_answer(data: bytes) -> Answered:
    """Return what the body of an answer holds. Raises AnswerError, whose text says why it holds no whole summary."""
    try:
        completion = msgspec.json.decode(data, type=_Completion)
    except (msgspec.DecodeError, RecursionError) as error:
        raise AnswerError(_NO_ANSWER) from error
    if not completion.choices:
        raise AnswerError("The answer is empty.")
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise AnswerError(
            "The answer was cut off, so it is not taken. Set context lower, or name another model.", is_final=True
        )
    if choice.finish_reason == "content_filter":
        raise AnswerError("The endpoint holds the answer back, as its filter found something in it.", is_final=True)
    content = choice.message.content
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("The answer is empty.")
    summary, points = _fields(_object_in(_without_thoughts(content)))
    return Answered(summary, points, _tokens(completion.usage))


def plain(text: str) -> str:
    """Return `text` cleaned, without links, addresses, tags and marks of Markdown."""
    text = tidy(text)
    for _ in range(_MOST_ROUNDS):
        before = text
        for pattern, left in _MARKUP:
            text = pattern.sub(left, text)
        text = tidy(text)
        if text == before:
            break
    for wrong, left in _LEFTOVERS:
        text = wrong.sub(left, text)
    return tidy(text)


def _without_thoughts(content: str) -> str:
    """Return what stands behind the thoughts of the model; nothing where they have no end."""
    text = _THOUGHT.sub("", content)
    *_, text = _THOUGHT_ENDS.split(text)  # some templates of models leave the beginning out
    return _THOUGHT_BEGINS.split(text)[0]


def _object_in(text: str) -> Mapping[str, object]:
    """Return the JSON object with a summary, whatever stands around it."""
    decoder = json.JSONDecoder()
    for start in _braces(text):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "summary" in found:
            return found
    raise AnswerError("The answer holds no summary in the form that was asked for.")


def _braces(text: str) -> Iterator[int]:
    start = -1
    for _ in range(_MOST_TRIES):
        start = text.find("{", start + 1)
        if start < 0:
            return
        yield start


def _fields(found: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    summary, points = found.get("summary"), found.get("key_points", [])
    if (
        not isinstance(summary, str)
        or not isinstance(points, list)
        or not all(isinstance(each, str) for each in points)
    ):
        raise AnswerError("The answer holds something else than text in its fields.")
    if len(summary) > _MOST_CHARACTERS or any(len(point) > _MOST_CHARACTERS for point in points[:_MOST_POINTS]):
        raise AnswerError("The answer is much longer than a summary.")
    text = plain(summary)
    if not any(char.isalnum() for char in text):
        raise AnswerError("The summary of the answer is empty.")
    cleaned = [one_line(clean_line(plain(point))) for point in points[:_MOST_POINTS]]
    return text, tuple(dict.fromkeys(point for point in cleaned if any(char.isalnum() for char in point)))


def _tokens(usage: object) -> int:
    """Return the tokens that the endpoint says it took, 0 where it does not say."""
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
    return sum(count for count in counts if type(count) is int and 0 <= count < 100_000_000)
