"""A filter finds what a comparison with every story finds, in the order that was asked for."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.bias import BY_ID, SCALE
from newsreader.folding import sort_key, tokens
from newsreader.index.compile import compile_query
from newsreader.index.conditions import Marks
from newsreader.query import Span, Words
from newsreader.reader import Reader
from newsreader.reader.search import Search
from newsreader.records import StoredStory
from newsreader.sync import IndexDamagedError

OUTLETS: Final = (
    {"id": "harbour", "name": "Harbour Post", "aliases": ["HP", "Le Havre"], "bias": {"rating": "lean-left"}},
    {"id": "hill", "name": "hill Courier", "bias": {"rating": "right"}},
    {"id": "mix", "name": "Вестник", "bias": {"rating": "mixed"}},
    {"id": "none", "name": "Quiet Weekly"},
)
WORDS: Final = (
    "putin", "Pütin", "putina", "sanctions", "Sanction", "Кремль", "кремлёвский", "北京", "京都の", "東北京", "C++",
    "it's", "defence", "pact", "defence-pact", "vietnam", "x1", "x", "İstanbul", "straße", "Strasse", "Ærø", "ﬁnal",
    "½", "ประเทศ", "a_b", "naïve", "AND", "NEAR", "café", "한국어", "“quoted”", "C", "C#", "AT&T", "at the", "U.S.",
    "us said", "it said", "don’t", "don't", "$5bn", "COVID-19", "Ångström", "ガザ地区", "ไทย", "#metoo", "A+E", "18+",
    "תל־אביב", "сімʼя", "сім'я", "المـــتحف", "مصطفى", "🎄", "👍🏽", "🇩🇪", "Railglow™ lamps", "1,000,000", "1000000", "2,024", "2024",
    "二〇〇八年", "हिन्दी", "pact¹", "5 km²", "٣",
)  # fmt: skip
TYPED: Final = (
    *(word for word in WORDS if " " not in word and word != "AND"), "p", "put", "def", "кремл", "京", "北", "strass", "is", "fin", "2",
    "ประ", "aero", "zzz", "*x*", "c", "c+", "C++2", "at&", "u.s", "u.", "it’s", "don", "$5", "covid-1", "angs", "ザ地",
    "ท", "a+", "İst", "אביב", "сім’я", "المتحف", "مصطفي", "👍", "100000", "1,000", "〇八年", "हिंदी", "km2", "3",
)  # fmt: skip
WITHOUT_COMMA: Final = tuple(typed for typed in TYPED if "," not in typed)
"""Words that are one value of a field: a comma in them would make two."""

IN_MEMORY: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None
UNDATED_SINCE: Final = date(2024, 3, 3)
FIELDS: Final = ("title", "summary", "points", "outlet", "topic", "tag", "note")


@dataclass(frozen=True)
class Seen:
    """A story as a plain look sees it; `place` orders stories of one day."""

    id: str
    columns: dict[str, str]
    rating: str
    outlet: str | None
    day: date | None
    place: int
    kind: str
    has_link: bool
    has_points: bool
    ai: bool
    language: str
    bookmarked: bool
    read_at: int
    tags: tuple[str, ...]
    note: str
    kept: bool

    @property
    def read(self) -> bool:
        return self.read_at > 0

    @property
    def newest_first(self) -> tuple[bool, int, int]:
        return self.day is None, -(self.day or UNDATED_SINCE).toordinal(), -self.place

    @property
    def oldest_first(self) -> tuple[bool, int, int]:
        return self.day is None, (self.day or UNDATED_SINCE).toordinal(), self.place


@dataclass(frozen=True)
class Asked:
    """The text of a part of a filter, what it means, and how it has to be wrapped to stand among others.

    Stories whose file is gone are looked at where `is:bookmarked` stands in it, excluded an even number of times.
    """

    text: str
    fits: Callable[[Seen], bool]
    is_or: bool = False
    is_and: bool = False
    with_archived: bool = False
    with_kept_if_excluded: bool = False


def holds(column: str, typed: str, *, whole: bool) -> bool:
    """Whether the tokens typed stand side by side in a text, the last of them perhaps going on."""
    there = tokens(column)
    return any(_holds(there, list(wanted), whole=whole) for wanted in Words(typed, span=Span(0, len(typed))).forms())


def _holds(there: list[str], wanted: list[str], *, whole: bool) -> bool:
    for at in range(len(there) - len(wanted) + 1):
        piece = there[at : at + len(wanted)]
        if piece == wanted or (not whole and piece[:-1] == wanted[:-1] and piece[-1].startswith(wanted[-1])):
            return True
    return False


def words(typed: str, field: str = "", *, whole: bool = False) -> Callable[[Seen], bool]:
    whole = not Words(typed, span=Span(0, len(typed)), phrase=whole).may_go_on
    if field == "tag":
        return lambda seen: holds("\n".join(seen.tags), typed, whole=whole)
    if field == "note":
        return lambda seen: holds(seen.note, typed, whole=whole)
    return lambda seen: any(
        holds(text, typed, whole=whole) for name, text in seen.columns.items() if field in ("", name)
    )


def ratings(*ids: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.rating in ids


def days(first: date | None, last: date | None) -> Callable[[Seen], bool]:
    return lambda seen: seen.day is not None and (first or date.min) <= seen.day <= (last or date.max)


FIXED: Final = (
    Asked("bias:center", ratings("center")),
    Asked("bias:left,lean-left", ratings("left", "lean-left")),
    Asked("bias:lean-left..center", ratings("lean-left", "center")),
    Asked("bias:..left", ratings("left")),
    Asked("bias:lean-right..", ratings("lean-right", "right")),
    Asked("bias:right..lean-left", ratings("lean-left", "center", "lean-right", "right")),
    Asked("bias:not-rated,mixed", ratings("not-rated", "mixed")),
    Asked("bias:lean", ratings("lean-left", "lean-right")),
    Asked("is:bookmarked", lambda seen: seen.bookmarked, with_archived=True),
    Asked("is:read", lambda seen: seen.read),
    Asked("is:unread", lambda seen: not seen.read),
    Asked("is:ai", lambda seen: seen.ai),
    Asked("is:read,ai", lambda seen: seen.read or seen.ai),
    Asked("has:video", lambda seen: seen.kind == "video"),
    Asked("has:article", lambda seen: seen.kind == "article"),
    Asked("has:audio", lambda seen: seen.kind == "audio"),
    Asked("has:tag", lambda seen: bool(seen.tags)),
    Asked("has:note", lambda seen: bool(seen.note)),
    Asked("has:points", lambda seen: seen.has_points),
    Asked("has:link", lambda seen: seen.has_link),
    Asked("date:2024-06-20", days(date(2024, 6, 20), date(2024, 6, 20))),
    Asked("date:2024-06", days(date(2024, 6, 1), date(2024, 6, 30))),
    Asked("date:2024-06..", days(date(2024, 6, 1), None)),
    Asked("date:..2023", days(None, date(2023, 12, 31))),
    Asked("date:2023-12..2024-02", days(date(2023, 12, 1), date(2024, 2, 29))),
    Asked("date:7d", days(date(2024, 6, 15), None)),
    Asked("date:..", days(None, None)),
    Asked("lang:en", lambda seen: seen.language.lower().split("-")[0] == "en"),
    Asked("lang:EN-gb,de", lambda seen: seen.language.lower() in ("en-gb", "de")),
    Asked("id:s1", lambda seen: seen.id.startswith("s1")),
    Asked('id:"s_"', lambda seen: seen.id.startswith("s_")),
    Asked("id:%", lambda seen: False),
)


@st.composite
def text_terms(draw: st.DrawFn) -> Asked:
    field = draw(st.sampled_from(("", "", *FIELDS)))
    prefix = f"{field}:" if field else ""
    how = draw(st.sampled_from(("word", "phrase", "list" if field else "word")))
    if how == "phrase":
        typed = " ".join(draw(st.lists(st.sampled_from(TYPED), min_size=1, max_size=3)))
        return Asked(f'{prefix}"{typed}"', words(typed, field, whole=True))
    if how == "list":
        first, second = draw(st.sampled_from(WITHOUT_COMMA)), draw(st.sampled_from(TYPED))
        parts = words(first, field), words(second, field, whole=True)
        return Asked(f'{prefix}{first},"{second}"', lambda seen: any(part(seen) for part in parts))
    typed = draw(st.sampled_from(WITHOUT_COMMA if field else TYPED))
    return Asked(prefix + typed, words(typed, field))


terms = st.one_of(text_terms(), text_terms(), st.sampled_from(FIXED))


def grouped(asked: Asked) -> str:
    return f"({asked.text})" if asked.is_or or asked.is_and else asked.text


def negated(asked: Asked, sign: str) -> Asked:
    return Asked(
        sign + grouped(asked),
        lambda seen: not asked.fits(seen),
        with_archived=asked.with_kept_if_excluded,
        with_kept_if_excluded=asked.with_archived,
    )


def all_of(parts: Sequence[Asked]) -> Asked:
    return Asked(
        " ".join(f"({part.text})" if part.is_or else part.text for part in parts),
        lambda seen: all(part.fits(seen) for part in parts),
        is_and=True,
        with_archived=any(part.with_archived for part in parts),
        with_kept_if_excluded=any(part.with_kept_if_excluded for part in parts),
    )


def any_of(parts: Sequence[Asked], sign: str) -> Asked:
    return Asked(
        sign.join(part.text for part in parts),
        lambda seen: any(part.fits(seen) for part in parts),
        is_or=True,
        with_archived=any(part.with_archived for part in parts),
        with_kept_if_excluded=any(part.with_kept_if_excluded for part in parts),
    )


def combined(inner: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(negated, inner, st.sampled_from(("-", "NOT "))),
        st.builds(all_of, several),
        st.builds(any_of, several, st.sampled_from((" OR ", " | "))),
        inner.map(lambda asked: replace(asked, text=f"( {asked.text} )", is_or=False, is_and=False)),
    )


queries = st.recursive(terms, combined, max_leaves=6)
text_of_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", ", ", "-", "… ", "\n", "'"))), min_size=1, max_size=5
).map(lambda pairs: "".join(word + gap for word, gap in pairs).strip())


@st.composite
def raw_stories(draw: st.DrawFn) -> dict[str, Any]:
    story: dict[str, Any] = {
        "title": " ".join(draw(text_of_words).split()),
        "summary": draw(text_of_words),
        "key_points": [" ".join(point.split()) for point in draw(st.lists(text_of_words, max_size=2))],
        "topics": draw(st.lists(st.sampled_from(WORDS), max_size=2)),
        "language": draw(st.sampled_from(("", "en", "en-GB", "de", "enx"))),
        "ai_generated": draw(st.sampled_from(("true", "false"))),
    }
    outlet = draw(st.sampled_from(("", "harbour", "hill", "mix", "none", "stranger")))
    day = draw(
        st.sampled_from(("", "2024-06-20", "2024-06-01", "2024-05-31", "2023-12-31", "2024-02-29", "0001-01-01"))
    )
    original = {
        "url": draw(st.sampled_from(("", "https://example.org/a"))),
        "kind": draw(st.sampled_from(("", "video", "article", "audio"))),
    }
    story |= {"outlet": outlet} if outlet else {}
    story |= {"published": day} if day else {}
    story |= {"original": original} if any(original.values()) else {}
    return story


def seen(story: dict[str, Any], place: int, **marks: Any) -> Seen:
    outlet = next((known for known in OUTLETS if known["id"] == story.get("outlet")), None)
    named: str | None = str(outlet["name"]) if outlet else story.get("outlet")
    aliases = outlet.get("aliases", []) if outlet else []
    assert isinstance(aliases, list)
    bias = outlet.get("bias") if outlet else None
    assert bias is None or isinstance(bias, dict)
    original = story.get("original", {})
    return Seen(
        id=story["id"],
        columns={
            "title": story["title"],
            "summary": story["summary"],
            "points": "\n".join(story["key_points"]),
            "outlet": " ".join((named, story["outlet"], *aliases)) if named else "",
            "topic": "\n".join(story["topics"]),
        },
        rating=bias["rating"] if bias else "not-rated",
        outlet=named,
        day=date.fromisoformat(story["published"]) if "published" in story else None,
        place=place,
        kind=original.get("kind", ""),
        has_link=bool(original.get("url")),
        has_points=bool(story["key_points"]),
        ai=story["ai_generated"] == "true",
        language=story["language"],
        **marks,
    )


ORDERS: Final[dict[str, Callable[[Seen], Any]]] = {
    "": lambda seen: seen.newest_first,
    "sort:newest": lambda seen: seen.newest_first,
    "sort:oldest": lambda seen: seen.oldest_first,
    "sort:bias": lambda seen: (BY_ID[seen.rating].rank, seen.newest_first),
    "sort:title": lambda seen: (sort_key(seen.columns["title"]), seen.newest_first),
    "sort:outlet": lambda seen: (seen.outlet is not None, sort_key(seen.outlet or ""), seen.newest_first),
    "sort:unread": lambda seen: (seen.read, seen.newest_first),
    "sort:read": lambda seen: (-seen.read_at, seen.newest_first),
}


@dataclass(frozen=True)
class Drawn:
    """A library, the first file of which will be deleted, and what is marked in it, by the ids of stories."""

    files: list[list[dict[str, Any]]]
    bookmarked: set[str]
    read: list[str]
    tags: dict[str, list[str]]
    notes: dict[str, str]
    later: set[str]
    """Stories whose marks are all changed in the end."""
    is_noted: bool
    """Whether the index has noted the marks when it is searched."""

    def mark(self, reader: Reader, clock: Clock, rows: Mapping[str, int] | None = None) -> None:
        by_id = rows or {stored.story.id: stored.row_id for stored in stories(reader)}
        for number in by_id.values():
            reader.marking.set_bookmark(number, stored_id(reader, number) in self.bookmarked)
        for second, story_id in enumerate(self.read):
            clock.now = NOW + timedelta(seconds=second)
            reader.marking.set_read(story_id, True)
        for story_id, tags in self.tags.items():
            for tag in tags:
                reader.marking.tag([by_id[story_id]], tag, True)
        for story_id, note in self.notes.items():
            reader.marking.write_note(story_id, note)
        if self.is_noted:
            assert reader.marking.flush_marks()

    def mark_otherwise(self, reader: Reader) -> None:
        """Change every mark of some stories."""
        for stored in stories(reader):
            story_id, number = stored.story.id, stored.row_id
            if story_id in self.later:
                reader.marking.set_bookmark(number, story_id not in self.bookmarked)
                reader.marking.set_read(story_id, story_id not in self.read)
                for tag in (*self.tags.get(story_id, ()), "putin"):
                    reader.marking.tag([number], tag, tag not in self.tags.get(story_id, ()))
                reader.marking.write_note(story_id, "" if story_id in self.notes else "putin")

    def expected(self) -> list[Seen]:
        return [
            seen(
                story,
                place,
                bookmarked=story["id"] in self.bookmarked,
                read_at=int(NOW.timestamp()) + self.read.index(story["id"]) if story["id"] in self.read else 0,
                tags=tuple(sorted(set(self.tags.get(story["id"], ())))),
                note=self.notes.get(story["id"], ""),
                kept=file is self.files[0],
            )
            for place, (file, story) in enumerate((file, story) for file in self.files for story in file)
        ]


class Clock:
    """The time it is, as a test sets it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def stories(reader: Reader) -> list[StoredStory]:
    found = [reader.search.story(number) for number in numbers(reader)]
    return [stored for stored in found if stored is not None]


def stored_id(reader: Reader, number: int) -> str:
    stored = reader.search.story(number)
    assert stored is not None
    return stored.story.id


@st.composite
def libraries(draw: st.DrawFn) -> Drawn:
    gone = draw(st.lists(raw_stories(), max_size=2))
    for index, story in enumerate(gone):
        story["published"] = f"2022-0{index + 1}-11"
    files = [gone, *draw(st.lists(st.lists(raw_stories(), min_size=1, max_size=4), min_size=1, max_size=3))]
    known_ids: list[str] = []
    for story in (story for file in files for story in file):
        story["id"] = f"{draw(st.sampled_from('sS'))}{draw(st.sampled_from('1_x'))}{len(known_ids)}"
        known_ids.append(story["id"])
    some = st.sets(st.sampled_from(known_ids))
    return Drawn(
        files=files,
        bookmarked=draw(some),
        read=draw(st.lists(st.sampled_from(known_ids), unique=True)),
        tags=draw(
            st.dictionaries(st.sampled_from(known_ids), st.lists(st.sampled_from(WORDS), max_size=2), max_size=3)
        ),
        notes=draw(st.dictionaries(st.sampled_from(known_ids), text_of_words, max_size=3)),
        later=draw(some),
        is_noted=draw(st.booleans()),
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(libraries(), st.lists(st.tuples(queries, st.sampled_from(tuple(ORDERS))), min_size=10, max_size=16))
def test_a_filter_finds_what_a_comparison_with_every_story_finds(
    library: Drawn, asked: list[tuple[Asked, str]]
) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        shelf = Shelf(Path(folder))
        shelf.registry(*OUTLETS)
        written = datetime.combine(UNDATED_SINCE, datetime.min.time(), UTC)
        paths = [shelf.put(f"{index}.yaml", *file, written=written) for index, file in enumerate(library.files) if file]
        clock = Clock()
        reader = Reader(shelf.root, shelf.paths, now=clock)
        reader.sync()
        library.mark(reader, clock)
        clock.now = NOW
        if library.files[0]:
            paths[0].unlink()
            reader.sync()
        known = [story for story in library.expected() if not story.kept or story.bookmarked]
        found: dict[str, list[str]] = {}
        for query, order in asked:
            expected = sorted(
                (story for story in known if query.fits(story) and (query.with_archived or not story.kept)),
                key=ORDERS[order],
            )
            found[f"{query.text} {order}"] = [story.id for story in expected]
            assert ids(reader, f"{query.text} {order}") == [story.id for story in expected], (query.text, order)
            assert ids(reader, f"{order} {query.text}") == [story.id for story in expected], (query.text, order)
            first = reader.search.first(reader.query(f"{query.text} {order}"), 3)
            assert first is None or list(first) == numbers(reader, f"{query.text} {order}")[:3]
            by_relevance = ids(reader, f"sort:relevance {query.text}")
            assert sorted(by_relevance) == sorted(story.id for story in expected)
        reader.marks.hold()
        library.mark_otherwise(reader)
        for text, before in found.items():
            assert ids(reader, text) == before, f"{text}: what is marked meanwhile moves nothing"
        reader.close()


def ids(reader: Reader, query: str) -> list[str]:
    return [row.id for row in reader.search.rows(numbers(reader, query))]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_the_model_knows_every_rating() -> None:
    assert {rating.id for rating in SCALE} == set(BY_ID)


def test_relevance_puts_a_word_in_the_title_before_one_in_the_text(shelf: Shelf) -> None:
    filler = "Many other words stand here too. " * 5
    shelf.put(
        "a.yaml",
        {"title": "Weather today", "summary": f"A ferry sank. {filler}", "published": "2024-06-20"},
        {"title": "The ferry is back", "summary": filler, "published": "2024-06-01"},
        {"title": "Nothing of it", "summary": filler, "published": "2024-06-02"},
    )
    reader = shelf.reader()
    assert titles(reader, "ferry") == ["Weather today", "The ferry is back"]
    assert titles(reader, "ferry sort:relevance") == ["The ferry is back", "Weather today"]
    reader.close()


def test_many_stories_of_one_second_all_have_their_row(shelf: Shelf) -> None:
    stories = [{"title": f"Story {index:03}", "published": "2024-06-20"} for index in range(300)]
    next_second = {"title": "A second later", "published": "2024-06-20T00:00:01"}
    shelf.put("a.yaml", *stories, next_second)
    reader = shelf.reader()
    assert len(set(titles(reader))) == 301
    shelf.put("b.yaml", {"title": "One more", "published": "2024-06-20"})
    reader.sync()
    assert titles(reader, "sort:newest")[0] == "One more"
    reader.close()


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_have_a_place(shelf: Shelf, published: str) -> None:
    shelf.put("a.yaml", {"title": "At the end", "published": published}, {"title": "Today", "published": "2024-06-20"})
    reader = shelf.reader()
    expected = ["At the end", "Today"] if published.startswith("9") else ["Today", "At the end"]
    assert titles(reader) == expected
    assert titles(reader, f"date:{published[:10]}") == ["At the end"]
    reader.close()


def test_a_search_that_is_cancelled_finds_nothing_and_says_so(shelf: Shelf) -> None:
    shelf.put("a.yaml", *({"title": f"Story {index}"} for index in range(400)))
    reader = shelf.reader()
    query = reader.query("sort:title -nothing")
    assert reader.search.select(query, lambda: True) is None
    asked = 0

    def after_a_while() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    assert reader.search.select(query, after_a_while) is None
    assert len(reader.search.select(query) or ()) == 400
    reader.close()


def test_stories_that_are_gone_leave_no_row(shelf: Shelf) -> None:
    path = shelf.put("a.yaml", {"title": "Soon gone"})
    shelf.put("b.yaml", {"title": "Stays"})
    reader = shelf.reader()
    found = numbers(reader)
    path.unlink()
    reader.sync()
    assert [row.title for row in reader.search.rows(found)] == ["Stays"]
    assert sum(reader.search.story(number) is None for number in found) == 1
    reader.close()


@pytest.mark.parametrize("beginning", ["%", "_", "\\", "A", "\ud800", "\0", "a" * 10_000])
def test_the_beginning_of_an_id_is_taken_literally(shelf: Shelf, beginning: str) -> None:
    shelf.put("a.yaml", {"title": "One", "id": "a-one"}, {"title": "Two", "id": "a-two"})
    reader = shelf.reader()
    with pytest.raises(Exception, match="No story has an id"):
        reader.search.find(beginning)
    with pytest.raises(Exception, match="More than one"):
        reader.search.find("a-")
    assert reader.search.find("a-o").story.title == "One"
    reader.close()


def test_an_id_that_begins_another_is_found_itself(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Long", "id": "ferry-2"}, {"title": "Short", "id": "ferry"})
    reader = shelf.reader()
    assert reader.search.find("ferry").story.title == "Short"
    reader.close()


def test_outlets_are_counted_with_those_of_the_registry_that_have_no_story(shelf: Shelf) -> None:
    shelf.registry(*OUTLETS)
    shelf.put("a.yaml", {"title": "One", "outlet": "harbour"}, {"title": "Two", "outlet": "HP"})
    shelf.put("b.yaml", {"title": "Three", "outlet": {"name": "Elsewhere"}})
    reader = shelf.reader()
    counted = {count.outlet.name: count.stories for count in reader.search.outlets()}
    assert counted == {"Harbour Post": 2, "hill Courier": 0, "Вестник": 0, "Quiet Weekly": 0, "Elsewhere": 1}
    harbour = next(count.outlet for count in reader.search.outlets() if count.outlet.id == "harbour")
    assert reader.search.stories_of(harbour) == 2
    reader.close()


def settled_index(shelf: Shelf) -> Path:
    """The index of a shelf that no reader has open, as one file with nothing left in a log beside it."""
    index = shelf.paths.index_file(shelf.root)
    connection = sqlite3.connect(index)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return index


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"garbage" * 1000,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + b"\xff" * (len(data) - 100),
        lambda data: data[:60] + (99).to_bytes(4, "big") + data[64:],
    ],
    ids=["garbage", "empty", "truncated", "only its header left", "another version"],
)
def test_a_damaged_index_is_made_again(shelf: Shelf, damage: Callable[[bytes], bytes]) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    shelf.reader().close()
    index = settled_index(shelf)
    index.write_bytes(damage(index.read_bytes()))
    again = shelf.reader(synced=False)
    assert again.index.is_new
    again.sync()
    assert titles(again) == ["Story"]
    again.close()


def test_damage_that_only_a_search_meets_is_fixed_by_the_next_start(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    shelf.reader().close()
    spoil_table(settled_index(shelf), "stories")
    reader = shelf.reader(synced=False)
    with pytest.raises(IndexDamagedError):
        numbers(reader, "has:link")
    with pytest.raises(IndexDamagedError):
        reader.sync()
    reader.close()
    again = shelf.reader()
    assert titles(again) == ["Story"]
    again.close()


def test_an_index_that_was_swept_away_while_open_can_be_made_again(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    shutil.rmtree(shelf.paths.cache)
    with pytest.raises(IndexDamagedError):
        reader.sync()
    reader.clear_index()
    reader.sync()
    assert titles(reader) == ["Story"]
    reader.close()


def spoil_table(index: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    connection = sqlite3.connect(index)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with index.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xee" * size)


def test_a_damaged_index_costs_no_bookmark(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[0], True)
    reader.close()
    index = shelf.paths.index_file(shelf.root)
    index.write_bytes(b"garbage")
    index.with_name(index.name + "-wal").unlink(missing_ok=True)
    again = shelf.reader()
    assert titles(again, "is:bookmarked") == ["Story"]
    again.close()


def test_an_index_that_is_no_longer_itself_while_open_can_be_made_again(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[0], True)
    reader.clear_index()
    assert reader.index.is_new
    assert titles(reader) == []
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Story"]
    reader.close()


def test_an_index_without_its_tables_is_made_again(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    shelf.reader().close()
    connection = sqlite3.connect(shelf.paths.index_file(shelf.root))
    connection.execute("DROP TABLE bookmarked")
    connection.commit()
    connection.close()
    again = shelf.reader()
    assert titles(again) == ["Story"]
    again.close()


def test_days_count_from_the_readers_clock(shelf: Shelf) -> None:
    today = NOW.date()
    shelf.put("a.yaml", *({"title": f"{back} back", "published": str(today - timedelta(back))} for back in (0, 6, 7)))
    reader = shelf.reader()
    assert titles(reader, "date:7d") == ["0 back", "6 back"]
    assert titles(reader, "date:1d") == ["0 back"]
    reader.close()


def test_of_very_many_stories_the_latest_are_ranked_and_the_rest_follow_by_date(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.index.select._MOST_RANKED", 3)
    for day in range(1, 7):
        in_title = day in (1, 2, 4)
        title, summary = ("Ferry", "Short.") if in_title else ("Other", "Long words, and a ferry among them.")
        shelf.put(f"{day}.yaml", {"title": title, "summary": summary, "id": f"d{day}", "published": f"2024-01-0{day}"})
    reader = shelf.reader()
    assert ids(reader, "ferry sort:relevance") == ["d4", "d6", "d5", "d3", "d2", "d1"]
    assert reader.search.first(reader.query("ferry sort:relevance")) is None
    few = reader.search.select(reader.query("ferry sort:relevance"), limit=2)
    assert few is not None
    assert [row.id for row in reader.search.rows(few)] == ["d4", "d6"]
    reader.close()


def test_a_beginning_of_more_words_than_can_be_listed_is_found_too(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.index.select._MOST_TERMS", 3)
    for number in range(5):
        shelf.put(f"{number}.yaml", {"title": f"Word{number}", "id": f"w{number}"})
    reader = shelf.reader()
    assert set(ids(reader, "word")) == {"w0", "w1", "w2", "w3", "w4"}
    assert ids(reader, "word3") == ["w3"]
    assert ids(reader, "wordy") == []
    reader.close()


def test_no_order_of_whole_libraries_is_sorted_when_it_is_asked_for(shelf: Shelf) -> None:
    shelf.registry({"id": "a", "name": "Ärzteblatt"}, {"id": "b", "name": "Arzteblatt"})
    shelf.put("all.yaml", {"title": "Éclair", "id": "e", "outlet": "a"}, {"title": "eagle", "id": "f", "outlet": "b"})
    reader = shelf.reader()
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        for text in ("sort:title", "sort:outlet", "sort:bias", "sort:newest", "-zebra sort:title", "eagle sort:outlet"):
            selection = compile_query(reader.query(text), Marks(), lambda _: None, 0)
            plan = connection.execute(f"EXPLAIN QUERY PLAN {selection.sql(100)}", selection.values).fetchall()
            assert not any("TEMP B-TREE" in step[3] for step in plan), (text, plan)
        for text in ("sort:oldest", "eagle sort:oldest", "bias:left sort:oldest"):
            selection = compile_query(reader.query(text), Marks(), lambda _: None, 0)
            for is_dated in (True, False):
                sql = selection.oldest_sql(is_dated=is_dated, limit=100)
                plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", selection.values).fetchall()
                assert not any("TEMP B-TREE" in step[3] for step in plan), (text, plan)
    reader.close()


def test_lists_of_names_are_in_the_order_of_a_dictionary(shelf: Shelf) -> None:
    names = ["Ärzteblatt", "Bild", "Čapek", "Ødegård", "“Quoted”", "Zeit"]
    for number, name in enumerate(reversed(names)):
        shelf.put(f"{number}.yaml", {"title": f"“{name}”", "outlet": name, "topics": [name]})
    reader = shelf.reader()
    assert reader.search.outlet_names() == reader.search.topics() == names
    assert [count.outlet.name for count in reader.search.outlets()] == names
    assert titles(reader, "sort:title") == titles(reader, "sort:outlet") == [f"“{name}”" for name in names]
    reader.marking.tag(numbers(reader)[:1], "zeit", True)
    reader.marking.tag(numbers(reader)[:1], "ärzte", True)
    assert [count.tag for count in reader.open_state().marks.tags()] == ["ärzte", "zeit"]
    reader.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1000000", ["joined", "parted"]),
        ("1,000,000", ["joined", "parted"]),
        ("1.000.000", ["joined", "parted"]),
        ("1’000’000", ["joined", "parted"]),
        ('"1 000 000"', ["joined", "parted"]),
        ("100000", ["joined"]),
        ("1000", ["joined", "parted"]),
        ("2024", ["year"]),
        ("20,240", []),
        ("title:1,000,000", ["joined", "parted"]),
        ("tag:5000", ["parted"]),
        ("tag:5,000", ["parted"]),
    ],
)
def test_numbers_are_found_with_and_without_signs_between_their_digits(
    shelf: Shelf, text: str, found: list[str]
) -> None:
    shelf.put(
        "all.yaml",
        {"title": "The prize is $1,000,000", "id": "parted"},
        {"title": "The prize is $1000000", "id": "joined"},
        {"title": "The year 2024", "id": "year"},
    )
    reader = shelf.reader()
    reader.marking.tag(numbers(reader, "id:parted"), "5 000", True)
    assert sorted(ids(reader, text)) == found
    reader.marking.flush_marks()
    assert sorted(ids(reader, text)) == found
    reader.close()


def test_the_first_stories_of_a_selection_come_before_all_of_them(shelf: Shelf) -> None:
    stories = [{"title": f"Story {number}", "id": f"s{number}", "published": "2024-06-20"} for number in range(250)]
    shelf.put("all.yaml", *stories)
    reader = shelf.reader()
    for text in ("story sort:title", "sort:outlet", "story sort:oldest", "-other sort:bias"):
        first: list[Any] = []
        whole = reader.search.select(reader.query(text), on_first=first.append)
        assert whole is not None
        assert len(whole) == 250
        assert [list(begin) for begin in first] == [list(whole[: len(first[0])])]
    few: list[Any] = []
    assert len(reader.search.select(reader.query("title:249"), on_first=few.append) or ()) == 1
    assert few == []
    reader.close()


def test_the_place_of_a_story_is_found_in_steps(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.reader.search._PLACES_AT_ONCE", 3)
    selection = array("q", [9, 7, 5, 3, 8, 6, 4])
    assert [Search.place(selection, number) for number in selection] == list(range(7))
    assert Search.place(selection, 2) is None
    assert Search.place(selection, None) is None
    assert Search.place(selection, 4, lambda: True) is None
    assert Search.place_of_any(selection, frozenset({4, 8, 1})) == 4
    assert Search.place_of_any(selection, frozenset({1, 2})) is None
    assert Search.place_of_any(selection, frozenset()) is None
    assert Search.place_of_any(selection, frozenset({4}), lambda: True) is None
