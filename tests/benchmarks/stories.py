"""Invented stories and outlets, each following from the seed and its number alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from tests.benchmarks.words import Language, languages

OUTLETS: Final = 400
FIRST_DAY: Final = datetime(2014, 1, 1, tzinfo=UTC)
DAYS: Final = 4_380
RATINGS: Final = ("left", "lean-left", "center", "lean-right", "right", "mixed", "not-rated")
_RATING_WEIGHTS: Final = (10, 22, 25, 14, 10, 3, 16)
_TOPICS: Final = 80
_UNEVEN: Final = (-0.31, 0.93)
"""Mean and spread of the logarithm of the lengths of real text, of which the even lengths are the unit."""
_LONGEST: Final = 38.0


@dataclass(frozen=True)
class Outlet:
    """An invented outlet, as the registry has it."""

    id: str
    name: str
    rating: str
    description: str


@dataclass(frozen=True)
class Sample:
    """An invented story; `number` counts from 0."""

    number: int
    title: str
    summary: tuple[str, ...]
    key_points: tuple[str, ...]
    outlet: str
    published: datetime
    url: str
    kind: str
    topics: tuple[str, ...]
    language: str
    ai_generated: bool


@cache
def outlets(seed: int) -> tuple[Outlet, ...]:
    """All outlets; the first ones publish the most."""
    chance = random.Random(f"outlets {seed}")
    english = languages(seed)[0][0]
    found = []
    for number in range(OUTLETS):
        name = " ".join(word.capitalize() for word in chance.sample(english.words[200:20_000], 2))
        kind, town = chance.choice(("daily", "weekly", "broadcaster")), chance.choice(english.words[200:5_000])
        text = f"The {name} is a {kind} with its office in {town.capitalize()}. {_sentence(chance, english, 18)}"
        found.append(Outlet(f"outlet-{number}", name, chance.choices(RATINGS, _RATING_WEIGHTS)[0], text))
    return tuple(found)


def story(seed: int, number: int, *, uneven: bool = False) -> Sample:
    """Story `number`: about 3.6 kB as a file, from one line to several pages.

    With `uneven` lengths are those of real text: a median of 2.8 kB, one in a hundred above 19 kB, up to 130 kB.
    """
    chance = random.Random(f"{seed} {number}")
    known, shares = languages(seed)
    language = chance.choices(known, cum_weights=shares)[0]
    moment = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.7), seconds=chance.randrange(86_400))
    scale = min(chance.lognormvariate(*_UNEVEN), _LONGEST) if uneven else min(chance.lognormvariate(0.0, 0.35), 6.0)
    paragraphs = tuple(_paragraph(chance, language, int(104 * scale)) for _ in range(chance.choice((3, 4, 4, 5))))
    points = tuple(_sentence(chance, language, 16) for _ in range(chance.choice((0, 3, 3, 4, 5))))
    outlet = min(int(OUTLETS * chance.random() ** 2.5), OUTLETS - 1)
    return Sample(
        number=number,
        title=_sentence(chance, language, chance.randint(6, 13)).rstrip("."),
        summary=paragraphs,
        key_points=points,
        outlet=f"outlet-{outlet}",
        published=moment,
        url=f"https://news{outlet}.example/{moment:%Y/%m}/{number}",
        kind=chance.choices(("article", "video", "audio"), (80, 17, 3))[0],
        topics=tuple(f"topic {chance.randrange(_TOPICS)}" for _ in range(chance.choice((0, 1, 2)))),
        language=language.tag,
        ai_generated=chance.random() < 0.6,
    )


def _paragraph(chance: random.Random, language: Language, words: int) -> str:
    ends = range(0, max(words, 4), 18)
    return " ".join(_sentence(chance, language, 18) for _ in ends)


def _sentence(chance: random.Random, language: Language, words: int) -> str:
    some = language.some(chance, words)
    if chance.random() < 0.12:  # a name or a number that hardly any other story has
        place = chance.randrange(words)
        some[place] = (
            str(chance.randrange(10**6)) if chance.random() < 0.5 else "".join(chance.choices(language.words, k=2))
        )
    text = language.between.join(some)
    return text[:1].upper() + text[1:] + "."
