"""The check tells about as many planted faults as it did when the figures of the documentation were taken."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from tests.claims.measure import found_share, marked, marked_share, missed, source_of_text, table
from tests.claims.swapped import found_swapped, marked_points, swapped_table
from tests.claims.texts import CheckedText, checked_texts

from newsreader.claims import unsupported
from newsreader.index import version
from newsreader.sentences import sentences

TEXTS = checked_texts()
DOCUMENT = Path(__file__).parents[2] / "docs" / "summaries.md"


def test_there_are_enough_texts() -> None:
    assert len(TEXTS) >= 40
    assert len({text.language for text in TEXTS}) >= 12
    assert len({text.text for text in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize(("kind", "least"), [("number", 95.0), ("name", 95.0), ("unit", 80.0)])
def test_most_planted_faults_are_told(kind: str, least: float) -> None:
    assert found_share(TEXTS, kind).percent >= least


def test_few_honest_sentences_are_marked() -> None:
    assert marked_share(TEXTS).percent <= 3.0


@pytest.mark.parametrize("language", sorted({text.language for text in TEXTS}))
def test_each_language_has_most_of_its_wrong_numbers_told(language: str) -> None:
    some = [text for text in TEXTS if text.language == language]
    assert found_share(some, "number").percent >= 90.0


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.title)
def test_a_text_supports_its_own_sentences(text: CheckedText) -> None:
    own = [text.title, *sentences(text.text)]
    assert unsupported(own, source_of_text(text)) == [()] * len(own)


def test_failures_are_what_is_missed_and_what_is_marked() -> None:
    assert sum(len(list(missed(text))) for text in TEXTS) == sum(
        share.all - share.count for share in (found_share(TEXTS, kind) for kind in ("number", "name", "unit"))
    )
    assert sum(len(list(marked(text))) for text in TEXTS) == marked_share(TEXTS).count


def test_an_index_is_made_again_where_the_check_finds_something_else() -> None:
    told = [
        unsupported([*text.honest, *(fault.sentence for fault in text.faults)], source_of_text(text)) for text in TEXTS
    ]
    found = zlib.crc32(repr(told).encode())
    assert found == version.SAMPLE_CLAIMS, f"write SAMPLE_CLAIMS: Final = {found:_} into {version.__file__}"


def test_most_of_what_is_swapped_with_other_stories_is_told() -> None:
    assert found_swapped("number").percent >= 95.0
    assert found_swapped("name").percent >= 90.0
    assert marked_points().percent <= 3.0


@pytest.mark.parametrize("figures", [table(TEXTS), swapped_table()], ids=["planted", "swapped"])
def test_the_document_has_the_figures_of_now(figures: str) -> None:
    assert figures in DOCUMENT.read_text(encoding="utf-8")
