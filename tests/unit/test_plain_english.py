"""The project is written in plain English: no sentence is long, and names that were given up stay out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.unit.documents import ROOT
from tests.unit.prose import identifiers, sentences, sentences_of, words_of

LONGEST: Final = 25
"""Words of the longest sentence."""

GIVEN_UP: Final = {
    "after_marking": "saved",
    "carry_out": "run_mutation",
    "damage_told": "corruption_error",
    "expect_reading": "schedule_mark_read",
    "glance": "quick_sync",
    "guarded": "or_default_if_corrupt",
    "is_otherwise": "merged",
    "look_over": "check_integrity",
    "mend": "fix",
    "mends": "fixes",
    "note_marks": "flush_marks",
    "return_to": "restore_id",
    "session_keeper": "SessionStore",
    "sought": "target_id",
    "story_came": "story_changed",
    "take_up_looks": "restore_layout",
    "take_up_place": "restore_position",
    "telling_damage": "detects_corruption",
    "trouble_text": "error_message",
    "troubles": "EXPECTED_ERRORS",
    "unnoted": "PendingMarks",
}
"""Names that are not used any more, and the ones that took their place."""

READ: Final = (
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/decisions.md",
    "docs/generate",
    "docs/guide",
    "docs/performance.md",
    "docs/reliability.md",
    "src/newsreader",
    "tests/benchmarks",
    "tests/faults",
    "tests/fuzz",
    "tests/keys",
    "tests/news",
    "tests/shells",
    "tests/soak",
    "tests/tools",
    "tests/ui",
    "tests/unit",
    "tests/web",
)
"""Folders and files whose prose was gone through."""


def files_in(*places: str) -> Iterator[Path]:
    """Give the sources and pages at these places."""
    for place in places:
        path = ROOT / place
        if path.is_dir():
            yield from (file for ending in ("*.py", "*.md") for file in sorted(path.rglob(ending)))
        else:
            yield path


@pytest.mark.parametrize("place", READ)
def test_no_sentence_is_long(place: str) -> None:
    long = [
        f"{each.path.relative_to(ROOT)}:{each.line}: {each.words} words: {each.text}"
        for path in files_in(place)
        for each in sentences_of(path)
        if each.words > LONGEST
    ]
    assert long == [], "\n".join(["", *long])


def test_names_that_were_given_up_stay_out() -> None:
    given_up = {words_of(name): standard for name, standard in GIVEN_UP.items()}
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name} is called {standard} now"
        for path in files_in("src", "tests", "docs")
        if path.suffix == ".py"
        for line, name in identifiers(path)
        for words, standard in given_up.items()
        if words_of(name) == words
    ]
    assert found == [], "\n".join(["", *found])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One, e.g. this. Two!", ["One, e.g. this.", "Two!"]),
        ("See `a. B. c` there. `x` is next.", ["See code there.", "code is next."]),
        ("A [link here](docs/x.md) ends. **New** one", ["A link here ends.", "New one"]),
        ("In the U.S. it is 3.5 s. So “what?” It is.", ["In the U.S. it is 3.5 s.", "So “what?”", "It is."]),
        ("It is cut… and goes on. It (so it is.) Ends", ["It is cut… and goes on.", "It (so it is.)", "Ends"]),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_tables_and_blocks_are_no_sentences(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Head\nText\ngoes on.\n\n| a | b |\n|---|---|\n\n```sh\ncode here\n```\n- One item\n- Two\n")
    assert [each.text for each in sentences_of(page)] == ["Head", "Text goes on.", "One item", "Two"]
    source = tmp_path / "source.py"
    source.write_text('"""Do it.\n\nSay\nwhy.\n"""\nx = 1  # why\n# this is\n# one\ny = 2\n"""What y is."""\n')
    assert [each.text for each in sentences_of(source)] == ["Do it.", "Say why.", "What y is.", "why", "this is one"]


def test_names_are_cut_into_words() -> None:
    assert words_of("_RATING_MEND") == ("rating", "mend")
    assert words_of("SessionKeeper2") == ("session", "keeper", "2")
