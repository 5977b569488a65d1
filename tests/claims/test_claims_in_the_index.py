"""Stories are checked against their kept sources while they are read into the index."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.index import checked
from newsreader.kept_sources import source_path
from newsreader.reader import Reader
from newsreader.unsupported import Unsupported

_SOURCE = "The ferry carried 1,240 people to Brannoy on Monday. The pier cost £18 million, Isla Macrae said.\n"


def _keep(library: Path, text: str = _SOURCE) -> str:
    text_hash = f"sha256:{sha256(text.encode()).hexdigest()}"
    path = source_path(text_hash)
    assert path is not None
    kept = library / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(text, encoding="utf-8")
    return text_hash


def _story(origin: dict[str, str], **fields: Any) -> dict[str, Any]:
    told = {"id": "ferry", "title": "Ferry", "summary": "The ferry took 1,420 people. It went to Brannoy."}
    return {**told, "language": "en", "origin": origin, **fields}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def read(shelf: Shelf) -> Iterator[Callable[[], Reader]]:
    opened: list[Reader] = []

    def opening() -> Reader:
        opened.append(shelf.reader())
        return opened[-1]

    yield opening
    for reader in opened:
        reader.close()


def _found(reader: Reader) -> tuple[Unsupported, ...]:
    (number,) = numbers(reader, "id:ferry")
    stored = reader.search.story(number)
    assert stored is not None
    return stored.unsupported


def test_what_the_source_does_not_have_is_found(shelf: Shelf, read: Callable[[], Reader]) -> None:
    origin = {"made": "model", "text": _keep(shelf.root)}
    points = ["Isla Macrae named the £18m", "Rzehak paid for it"]
    shelf.put("a.yaml", _story(origin, title="1,240 people", key_points=points), {"title": "Other", "id": "other"})
    reader = read()
    assert _found(reader) == (
        Unsupported("The ferry took 1,420 people.", ("1,420",)),
        Unsupported("Rzehak paid for it", ("Rzehak",)),
    )
    assert titles(reader, "has:unsupported") == ["1,240 people"]
    assert titles(reader, "-has:unsupported") == ["Other"]


def test_a_title_counts_as_the_source_unless_a_model_made_it(shelf: Shelf, read: Callable[[], Reader]) -> None:
    text = _keep(shelf.root)
    told = {"title": "Ferry takes 77", "summary": "It took 77 people."}
    shelf.put("a.yaml", _story({"made": "extract", "text": text}, **told))
    assert _found(read()) == ()
    shelf.put("a.yaml", _story({"made": "model", "text": text}, **told))
    assert _found(read()) == (Unsupported("Ferry takes 77", ("77",)), Unsupported("It took 77 people.", ("77",)))


def test_a_story_without_a_source_is_not_checked(shelf: Shelf, read: Callable[[], Reader]) -> None:
    shelf.put("a.yaml", _story({"made": "model", "text": "sha256:" + "0" * 64}))
    shelf.put("b.yaml", {"title": "By hand", "summary": "Rzehak paid 45."})
    assert titles(read(), "has:unsupported") == []


def test_what_the_story_says_of_it_counts_where_no_source_is_kept(shelf: Shelf, read: Callable[[], Reader]) -> None:
    shelf.put("a.yaml", _story({"made": "model", "unsupported": "1,420; Rzehak"}))
    assert _found(read()) == (Unsupported("The ferry took 1,420 people.", ("1,420",)),)


def test_what_the_story_says_of_it_counts_where_the_source_is_very_long(
    shelf: Shelf, read: Callable[[], Reader]
) -> None:
    origin = {"made": "model", "text": _keep(shelf.root, "1 2 3 of the U.S. " * 60_000)}
    shelf.put("a.yaml", _story(origin | {"unsupported": "Brannoy"}))
    assert _found(read()) == (Unsupported("It went to Brannoy.", ("Brannoy",)),)


def test_a_source_that_was_changed_is_none(shelf: Shelf, read: Callable[[], Reader]) -> None:
    text = _keep(shelf.root)
    next((shelf.root / ".sources").rglob("*.txt")).write_text("Something else.", encoding="utf-8")
    shelf.put("a.yaml", _story({"made": "model", "text": text}))
    assert _found(read()) == ()


def test_a_story_that_changes_is_checked_again(shelf: Shelf, read: Callable[[], Reader]) -> None:
    text = _keep(shelf.root)
    shelf.put("a.yaml", _story({"text": text}))
    assert len(_found(read())) == 1
    shelf.put("a.yaml", _story({"text": text}, summary="The ferry took 1,240 people."))
    assert _found(read()) == ()


def test_links_of_a_markdown_story_are_no_numbers(shelf: Shelf, read: Callable[[], Reader]) -> None:
    text = _keep(shelf.root)
    body = "The [ferry](https://example.org/2031/77) took 99 people.\n\n[1]: https://example.org/5\n"
    shelf.write("a.md", f"---\nid: ferry\ntitle: Ferry\nlanguage: en\norigin:\n  text: {text}\n---\n{body}")
    assert [each.things for each in _found(read())] == [("99",)]


def test_what_is_too_long_is_left_alone(
    shelf: Shelf, read: Callable[[], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _keep(shelf.root)
    monkeypatch.setattr(checked, "_MOST_CHARACTERS", 30)
    shelf.put("a.yaml", _story({"text": text}, summary="Rzehak paid 45. It rained on Rzehak again."))
    assert _found(read()) == (Unsupported("Rzehak paid 45.", ("Rzehak", "45")),)
    monkeypatch.setattr(checked, "_LARGEST_SOURCE", 10)
    shelf.put("a.yaml", _story({"text": text}, summary="Rzehak paid 45 twice."))
    assert _found(read()) == ()


def test_sources_are_no_stories(shelf: Shelf, read: Callable[[], Reader]) -> None:
    _keep(shelf.root)
    shelf.put("a.yaml", {"title": "One"})
    reader = read()
    assert titles(reader) == ["One"]
    assert reader.search.problem_count() == 0


def test_commands_tell_it(
    call: Callable[..., subprocess.CompletedProcess[str]], home: dict[str, str], tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    text = _keep(shelf.root)
    shelf.put("a.yaml", _story({"made": "model", "text": text}, ai_generated=True))
    place = ("--library", str(shelf.root))
    shown = call(home, *place, "show", "ferry")
    assert "The ferry took 1,420 people. · not in the text: 1,420 It went to Brannoy." in shown.stdout
    expected = [{"sentence": "The ferry took 1,420 people.", "not_in_text": ["1,420"]}]
    assert json.loads(call(home, *place, "show", "ferry", "--format", "json").stdout)["unsupported"] == expected
    listed = json.loads(call(home, *place, "list", "has:unsupported", "--format", "json").stdout)
    assert [each["unsupported"] for each in listed] == [expected]
    written = call(home, *place, "show", "ferry", "--format", "markdown").stdout
    assert "not in the text" not in written
