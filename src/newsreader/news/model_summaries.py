"""A summary of one text by a model: in one request, or in parts that are put together at the end."""

from __future__ import annotations

from time import monotonic
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.config.summarize import SummarizeSettings
from newsreader.news.model import Model, ModelFailedError
from newsreader.news.model_answers import Answered
from newsreader.news.prompts import Source, messages, parts_of, token_count

_LEAST_GAIN: Final = 0.8
"""Summaries of parts have to be shorter than this share of what they summarize, or they would never become one."""


class Summary(Struct, frozen=True):
    """A summary and key points that a model wrote, what they took, and in how many parts the text was given.

    Where the endpoint does not say how many `tokens` it took, they are 0.
    """

    summary: str
    key_points: tuple[str, ...]
    tokens: int
    seconds: float
    parts: int


async def summarize(model: Model, source: Source, settings: SummarizeSettings) -> Summary:
    """Return the summary of `source`. Raises ModelFailedError where one of its parts has none: half is nothing."""
    started = monotonic()
    tokens, first_count, is_joined = 0, 0, False
    while True:
        parts = parts_of(source, settings.context)
        first_count = first_count or len(parts)
        answers: list[Answered] = []
        for number, part in enumerate(parts, 1):
            said = messages(source, part, settings.language, number=number, count=len(parts), is_joined=is_joined)
            answers.append(await model.answer(said))
        tokens += sum(answer.tokens for answer in answers)
        if len(answers) == 1:
            return Summary(answers[0].summary, answers[0].key_points, tokens, monotonic() - started, first_count)
        text = "\n\n".join("\n".join((answer.summary, *answer.key_points)) for answer in answers)
        if token_count(text) > _LEAST_GAIN * token_count(source.text):
            raise ModelFailedError("The summaries of its parts are hardly shorter than the text.", is_final=True)
        source, is_joined = replace(source, text=text), True
