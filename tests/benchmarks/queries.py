"""What is typed into the filter, and whether what is shown for it holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tests.benchmarks.library import SEED
from tests.benchmarks.stories import Sample, outlets
from tests.benchmarks.words import languages

_RANKS: Final = (1_000, 20_000, 90_000)
"""Places of Latin words among all, the commonest first: middling, rare, in a handful of stories or none."""

_WORD: Final = re.compile(r"\w+")


def words_to_type(*, few: bool) -> tuple[str, ...]:
    """Words of the library: common ones, middling ones, rare ones, and one each of another script."""
    latin, cyrillic, _, _, han, _ = (language.words for language in languages(SEED)[0])
    common = ("the", "government")
    if few:
        return ("of",)
    return (*common, *(latin[rank] for rank in _RANKS), "s", cyrillic[40], han[200])


def words_to_list(*, few: bool) -> tuple[str, ...]:
    """Words to list the stories of: a common one, a middling one, a rare one."""
    latin = languages(SEED)[0][0].words
    return ("government", *(latin[rank] for rank in _RANKS[: 1 if few else 2]))


class Truth:
    """Looks through all stories, one by one, for what was typed."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._titles_and_words = [(sample.title, _words(sample)) for sample in samples]

    def holds(self, headline: str, typed: str) -> bool:
        """Whether a story with a title that begins as `headline` holds a word that begins as `typed`.

        An empty headline, of an empty list, is right where no story does.
        """
        if not headline:
            return not any(_has(words, typed) for _, words in self._titles_and_words)
        return any(_has(words, typed) for title, words in self._titles_and_words if title.startswith(headline))


def _words(sample: Sample) -> frozenset[str]:
    outlet = outlets(SEED)[int(sample.outlet.removeprefix("outlet-"))].name
    texts = (sample.title, *sample.summary, *sample.key_points, *sample.topics, outlet, sample.outlet)
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def _has(words: frozenset[str], beginning: str) -> bool:
    return any(word.startswith(beginning.casefold()) for word in words)
