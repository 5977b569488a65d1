"""An index has the version of everything that shapes it, and one of another version is made again in silence."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from tests.unit.row_sample import checksum_of_rows, sample_characters
from tests.unit.shelf import Shelf, titles

from newsreader import folding
from newsreader.folding import characters
from newsreader.index import schema
from newsreader.index import version as index_version
from newsreader.index.reading import ensure_index
from newsreader.story import story_to_dict
from newsreader.sync.results import IndexUnusableError

_TELL_VERSION = """
from newsreader.index.version import index_version
from tests.unit.row_sample import checksum_of_rows
print(index_version(), checksum_of_rows())
"""
_TELL_IMPORTED = """
import sys
from newsreader.index.version import index_version
index_version()
print(*(name for name in sys.modules if name.startswith("newsreader.")))
"""

ROOT: Final = Path(__file__).parents[2]

Change = Callable[[pytest.MonkeyPatch], None]


def add_column(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(
        each.replace("line INTEGER NOT NULL,", "line INTEGER NOT NULL, zone TEXT,") for each in schema.TABLES
    )
    assert changed != schema.TABLES
    monkeypatch.setattr(schema, "TABLES", changed)


def add_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "INDEXES", (*schema.INDEXES, "stories_by_kind ON stories (kind)"))


def fold_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    original = folding.fold
    monkeypatch.setattr("newsreader.index.full_text.fold", lambda text: original(text).replace("ss", "s"))


def store_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "newsreader.index.prepared.story_to_dict", lambda story: {**story_to_dict(story), "place": None}
    )


CHANGES = [add_column, add_index, fold_otherwise, store_more]


@pytest.fixture
def no_known_characters() -> Iterator[None]:
    """Has each character folded by the rules as they are when it is met, and forgets those of this test at its end."""
    known = (characters.SET_APART, characters.WITHOUT_MARKS, characters.LETTERS, folding._SINGLE, folding._cache)
    for table in known:
        table.clear()
    yield
    for table in known:
        table.clear()


RULES = [
    ("_LETTERS", {char: into for char, into in characters._LETTERS.items() if char != "ŋ"}),
    ("_IGNORED", characters._IGNORED[:-1]),
    ("_UNSPACED", characters._UNSPACED[:-1]),
    ("_FOLDED_APOSTROPHES", characters._FOLDED_APOSTROPHES - {"\ua78c"}),
    ("_NUKTAS", characters._NUKTAS[:-1]),
    ("_LATIN_WITH_MORE", re.compile("(?!)")),
    ("_DRAWING", range(0)),
]


def version_now() -> int:
    """The version that a program as it is now has once its checksum of rows is right."""
    return index_version.version_of(schema.TABLES + schema.INDEXES, checksum_of_rows())


def forget_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the version worked out again, as a new process does."""
    current = version_now()
    monkeypatch.setattr("newsreader.index.reading.index_version", lambda: current)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", {"title": "Storm on the Straße", "id": "storm"})
    return shelf


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_shapes_an_index_is_in_its_version(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_now()
    change(monkeypatch)
    assert version_now() not in (0, before)


@pytest.mark.parametrize(("name", "value"), RULES)
@pytest.mark.usefixtures("no_known_characters")
def test_the_rules_of_the_folding_are_in_the_checksum(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(characters, name, value)
    assert checksum_of_rows() != index_version.SAMPLE_ROWS


def test_the_sample_has_a_character_of_each_rule() -> None:
    sample = set(sample_characters())
    for low, high in (*characters._IGNORED, *characters._UNSPACED):
        assert any(low <= ord(char) <= high for char in sample), hex(low)
    alone = {*characters._LETTERS, *characters._FOLDED_APOSTROPHES, *characters._NUKTAS, *characters.RAISED_DIGITS}
    assert {char for char in alone if not char.isascii()} <= sample


def test_the_checksum_is_that_of_the_rows_that_this_program_makes() -> None:
    assert checksum_of_rows() == index_version.SAMPLE_ROWS, (
        "an index that was made before is not as one that is made now: "
        f"write SAMPLE_ROWS: Final = {checksum_of_rows():_} into {index_version.__file__}"
    )


def test_another_unicode_makes_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_now()
    monkeypatch.setattr("unicodedata.unidata_version", "99.0.0")
    assert version_now() not in (0, before)


def test_the_version_is_known_without_what_prepares_stories() -> None:
    process = subprocess.run((sys.executable, "-c", _TELL_IMPORTED), capture_output=True, text=True, check=True)
    assert set(process.stdout.split()) == {
        "newsreader.index",
        "newsreader.index.event_tables",
        "newsreader.index.schema",
        "newsreader.index.version",
    }


@pytest.mark.parametrize("change", CHANGES)
def test_an_index_of_another_version_is_made_again(
    shelf: Shelf, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shelf.reader()
    first.marking.set_bookmark(first.search.select(first.query(""))[0], True)  # type: ignore[index]
    first.close()
    change(monkeypatch)
    forget_version(monkeypatch)
    second = shelf.reader(synced=False)
    assert second.index.is_new
    assert not second.index.is_damaged
    second.sync()
    assert titles(second, "storm") == titles(second, "is:bookmarked") == ["Storm on the Straße"]
    second.close()
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        assert schema.is_of_version(connection, version_now())


@pytest.mark.parametrize("change", CHANGES)
def test_commands_say_no_word_of_damage_after_an_update(
    call: Callable[..., subprocess.CompletedProcess[str]],
    home: dict[str, str],
    shelf: Shelf,
    change: Change,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = ("--library", shelf.root, "list", "storm", "--format", "ids")
    assert call(home, *arguments).stdout == "storm\n"
    change(monkeypatch)
    forget_version(monkeypatch)
    doctor = call(home, "--library", shelf.root, "doctor")
    assert "is of another version of newsreader: the next start makes it again" in doctor.stdout
    found = call(home, *arguments)
    assert found.stdout == "storm\n"
    assert found.stderr == ""


def test_a_reader_leaves_an_index_alone_that_another_version_has_made(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = shelf.reader()
    path = shelf.paths.index_file(shelf.root)
    with monkeypatch.context() as newer:
        add_column(newer)
        forget_version(newer)
        assert ensure_index(path)
        new = shelf.reader()
        new.close()
    before = path.read_bytes()
    with pytest.raises(IndexUnusableError, match="Another version of newsreader has replaced the index"):
        old.sync()
    assert titles(old, "storm") == ["Storm on the Straße"]
    old.close()
    assert path.read_bytes() == before


def test_the_version_is_the_same_in_each_process() -> None:
    found = {
        subprocess.run(
            (sys.executable, "-c", _TELL_VERSION),
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "de_DE.UTF-8"))
    }
    assert found == {f"{index_version.index_version()} {checksum_of_rows()}\n"}
    assert 0 < index_version.index_version() < 1 << 31
