"""What hostile sources of news give: a story or a refusal, within bounds, and never anything that steers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from tests.hostile_news import HOSTILE

import newsreader
from newsreader.text import clean_text

ROOT: Final = Path(__file__).parents[2]
TIMES: Final = 40
"""How often an ordinary page of 500 paragraphs could be read in the processor time that a source may cost."""

MEGABYTES: Final = 80
REFUSED: Final = {
    "picture.html": "picture",
    "noise.bin": "no text",
    "empty.txt": "no text",
    "spaces.txt": "no text",
    "feed.xml": "newsreader subscribe",
    "bomb.zip": "larger than 16 MB",
    "many.zip": "more than 5,000 files",
    "climbing.zip": "no index.html",
    "cut.zip": "damaged",
    "end-only.zip": "damaged",
    "nested.eml": "not written as mails are",
    "lines.eml": "more lines",
    "arrows.vtt": "no text",
    "nul.html": "no text",
}
READ: Final = ("many-links.html", "nested-few.eml", "surrogates.html", "utf-16.html", "charset-bomb.html", "cues.vtt")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What became of each source, read in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.hostile_news_child"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(Path(newsreader.__file__).parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_source_costs_no_more_than_it_may(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome = outcomes[name]
    assert "ended" not in outcome
    assert outcome["times"] <= TIMES
    assert outcome["megabytes"] <= MEGABYTES


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_steers_is_in_a_story_or_a_refusal(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome = outcomes[name]
    for text in (*outcome.get("titles", ()), outcome.get("text", ""), outcome.get("refused", "")):
        assert clean_text(text) == text


@pytest.mark.parametrize("name", HOSTILE)
def test_an_address_is_one_of_the_web_or_none(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    assert (outcomes[name].get("address") or "https://").startswith("https://")


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_what_holds_no_story_is_refused_with_a_reason(
    name: str, reason: str, outcomes: dict[str, dict[str, Any]]
) -> None:
    assert reason in outcomes[name]["refused"]


@pytest.mark.parametrize("name", READ)
def test_what_holds_a_story_is_read_all_the_same(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    assert outcomes[name]["titles"]


def test_entities_of_a_document_are_neither_expanded_nor_fetched(outcomes: dict[str, dict[str, Any]]) -> None:
    for name in ("billion-laughs.html", "outer-entity.html"):
        assert "haha" not in json.dumps(outcomes[name])
        assert "root:" not in json.dumps(outcomes[name])


def test_markup_in_a_title_stays_text(outcomes: dict[str, dict[str, Any]]) -> None:
    assert outcomes["steering.html"]["titles"] == ["[bold]Ferry[/bold]"]
