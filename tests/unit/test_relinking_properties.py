"""No bookmark, export, tag or note ever becomes another story's, whatever the two have in common."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.state.state import State
from newsreader.state.transfer import export_json

NAMES = ("Mayor resigns over tram contract", "Otters return to the canal", "Orchestra loses its conductor")
LATER = ("Volcano wakes after twelve years", "Bakers protest against cheap flour", "Surgeons strike about night shifts")
STANDING = f"Follow our live coverage of all that happens: {'. '.join((*NAMES, *LATER))}. Updated through the day."
TEXTS = ("Subscribers only.", "To read on you need a subscription, which can be ended at any time. " * 5, STANDING, "")
ADDRESSES = ("", "https://post.example/live", "https://app.example/#!/1", "https://app.example/#!/2")
PLACES = ("a.yaml", "b.yaml", "deep/a.yaml")


class Placed(NamedTuple):
    """A story in a file of one of two libraries."""

    title: str
    text: str
    day: str
    address: str
    declared: str
    library: int
    place: str

    @property
    def file(self) -> Mapping[str, Any]:
        """The story as it stands in its file."""
        fields = {"id": self.declared, "published": self.day, "original": self.address}
        body = {"summary": self.text} if self.text else {"summary": "", "key_points": ["See the video"]}
        return {"title": self.title, **body, **{name: value for name, value in fields.items() if value}}


def placed(names: tuple[str, ...]) -> st.SearchStrategy[Placed]:
    return st.builds(
        Placed,
        st.sampled_from(names),
        st.sampled_from(TEXTS),
        st.sampled_from(["", "2026-03-02", "2026-03-22"]),
        st.sampled_from(ADDRESSES),
        st.sampled_from(["", "today"]),
        st.integers(0, 1),
        st.sampled_from(PLACES),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(placed(NAMES), min_size=1, max_size=3),
    st.lists(st.lists(placed(LATER), max_size=3), max_size=3),
    st.booleans(),
)
def test_marks_stay_with_the_stories_they_were_put_on(
    first: list[Placed], later: list[list[Placed]], bookmarks: bool
) -> None:
    """Stories are marked; then others take their files, ids, addresses and texts, in steps, in two libraries."""
    with TemporaryDirectory() as folder:
        shelves = (Shelf(Path(folder, "one")), Shelf(Path(folder, "two")))
        shelves[1].paths = Paths(shelves[1].paths.config, shelves[0].paths.data, shelves[0].paths.cache)
        fill(shelves, first)
        marked: set[str] = set()
        for shelf in shelves:
            with closing(shelf.reader()) as reader:
                marked |= mark(reader, bookmarks=bookmarks)
        for stories in later:
            empty(shelves)
            fill(shelves, stories)
            for shelf in shelves:
                with closing(shelf.reader()) as reader:
                    shown = {name: set(titles(reader, name)) for name in ("is:bookmarked", "has:tag", "has:note")}
                    assert {name: found & set(LATER) for name, found in shown.items()} == {
                        name: set() for name in shown
                    }
                    assert shown["is:bookmarked"] == (marked if bookmarks else set())
        with closing(State.open(shelves[0].paths.state_file, now=lambda: NOW)) as state:
            exported = json.loads(export_json(state.keepsakes()))["bookmarks"]
            assert {tag.tag for tag in state.marks.tags()} == marked
        if not bookmarks:
            return
        assert {each["story"]["title"] for each in exported} == marked
        for each in exported:
            assert each["tags"] == [each["story"]["title"]]
            assert each["note"] == each["story"]["title"]


TITLES = ("Mayor resigns", "Explosion in Kyiv", "Court sentences former mayor Smith over tram contract")
LIKE: tuple[Callable[[str], str], ...] = (
    lambda title: title,
    lambda title: f"Second {title.lower()}",
    lambda title: f"{title} again",
    lambda title: title.split(" ", 1)[1],
    lambda title: f"{title}s",
    lambda title: title.replace("Smith", "Jones").replace("Mayor", "Judge").replace("Kyiv", "Odesa"),
)


class Beside(NamedTuple):
    """A story that stands beside a marked one, with what both have of their own."""

    title: Callable[[str], str]
    text: str
    days: tuple[str, str]
    addresses: tuple[str, str]
    declared: tuple[str, str]
    place: str

    def file(self, title: str, which: int) -> Mapping[str, Any]:
        """The marked story, or the other one, as it stands in its file."""
        fields = {"id": self.declared[which], "published": self.days[which], "original": self.addresses[which]}
        text = self.text or f"{title}: {('he goes after the affair', 'nobody knew of it')[which]}."
        return {"title": title, "summary": text.strip(), **{name: value for name, value in fields.items() if value}}


besides = st.builds(
    Beside,
    st.sampled_from(LIKE),
    st.sampled_from(["", *TEXTS[:3]]),
    st.sampled_from([("", ""), ("2026-03-02", "2026-03-02"), ("2026-03-02", "")]),
    st.tuples(st.sampled_from(["", "https://post.example/1"]), st.sampled_from(["", "https://post.example/2"])),
    st.tuples(st.sampled_from(["", "one"]), st.sampled_from(["", "two"])),
    st.sampled_from(["a.yaml", "a (1).yaml", "b.yaml"]),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TITLES), besides, st.booleans(), st.booleans())
def test_no_mark_goes_over_to_a_story_that_stood_beside(title: str, beside: Beside, moves: bool, noted: bool) -> None:
    """Of two stories the marked one is removed; then the other one takes its file, is edited, and the cache is lost."""
    old, new = beside.file(title, 0), beside.file(beside.title(title), 1)
    assume((old["title"], old["summary"]) != (new["title"], new["summary"]))
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        if beside.place == "a.yaml":
            shelf.put("a.yaml", old, new)
        else:
            shelf.put("a.yaml", old)
            shelf.put(beside.place, new)
        with closing(shelf.reader()) as reader:
            rows = {row.id: row for row in reader.search.rows(numbers(reader))}
            assume(len(rows) == 2)  # of two with one id the library has one
            (marked,) = (row for row in rows.values() if told(reader, row.story) == (old["title"], old["summary"]))
            reader.marking.set_bookmark(marked.story, True)
            reader.marking.tag([marked.story], "mine", True)
            if noted:
                reader.marking.flush_marks()
        (other,) = rows.keys() - {marked.id}
        (shelf.root / "a.yaml").unlink()
        if beside.place == "a.yaml":
            shelf.put("a.yaml", new)
        assert_kept(shelf, old, other)
        if moves:
            (shelf.root / beside.place).unlink()
            shelf.put("a.yaml", {**new, "topics": ["later"]})
            assert_kept(shelf, old, other)
        shutil.rmtree(shelf.paths.cache)
        assert_kept(shelf, old, other)


def assert_kept(shelf: Shelf, old: Mapping[str, Any], other: str) -> None:
    """The bookmark is of the old story as it was, and the story with the id `other` has nothing of it."""
    with closing(shelf.reader()) as reader:
        (row,) = [row for row in reader.search.rows(numbers(reader)) if row.id == other]
        assert not row.bookmarked
        assert row.story not in numbers(reader, "tag:mine")
        (kept,) = reader.open_state().bookmarks.all()
        assert (kept.story.title, kept.story.summary) == (old["title"], old["summary"])


def told(reader: Reader, number: int) -> tuple[str, str]:
    stored = reader.search.story(number)
    assert stored is not None
    return stored.story.title, stored.story.summary


def fill(shelves: tuple[Shelf, Shelf], stories: list[Placed]) -> None:
    for story in stories:
        shelves[story.library].put(story.place, story.file)


def empty(shelves: tuple[Shelf, Shelf]) -> None:
    for shelf in shelves:
        for file in shelf.root.rglob("*.yaml"):
            file.unlink()


def mark(reader: Reader, *, bookmarks: bool) -> set[str]:
    """Tag each story and note on it its title, and perhaps bookmark it."""
    rows = reader.search.rows(numbers(reader))
    for row in rows:
        if bookmarks:
            reader.marking.set_bookmark(row.story, True)
        reader.marking.tag([row.story], row.title, True)
        reader.marking.write_note(row.id, row.title)
    return {row.title for row in rows}
