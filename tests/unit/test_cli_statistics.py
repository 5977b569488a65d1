"""What `stats` counts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.shelf import Shelf, numbers

from newsreader.bias import SCALE
from newsreader.index.statistics import Statistics

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

STORIES = """\
- {id: a, title: A, summary: s, outlet: post, language: en, published: 2024-01-02, ai_generated: true}
- {id: b, title: B, summary: s, outlet: post, language: en, published: 2024-03-04}
- {id: c, title: C, summary: s, outlet: Mail, language: pt-BR}
- {id: d, title: D, summary: s}
"""
OUTLETS = """\
- {id: post, name: Post, bias: {rating: left, source: AllSides, as_of: 2023-07-31}}
- {id: none, name: Without stories}
"""


def place_of(home: Home, folder: Path) -> Home:
    library = folder / "library"
    library.mkdir()
    (library / "stories.yaml").write_text(STORIES, encoding="utf-8")
    (library / "outlets.yaml").write_text(OUTLETS, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def test_the_library_and_the_marks_are_counted(home: Home, tmp_path: Path, run: Run, call: Run) -> None:
    place = place_of(home, tmp_path)
    call(place, "bookmark", "add", "a", "c")
    call(place, "mark", "read", "id:a")
    call(place, "tag", "add", "later", "id:a OR id:b")
    call(place, "tag", "add", "work", "id:a")
    call(place, "note", "set", "d", "Hm.")
    done = run(place, "stats", "--format", "json")
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "library": place["NEWSREADER_LIBRARY"],
        "stories": 4,
        "unread": 3,
        "bookmarked": 2,
        "tagged": 2,
        "noted": 1,
        "ai_generated": 1,
        "undated": 2,
        "oldest": "2024-01-02",
        "newest": "2024-03-04",
        "outlets": 2,
        "ratings": {rating.id: {"left": 2, "not-rated": 2}.get(rating.id, 0) for rating in SCALE},
        "languages": {"en": 2, "und": 1, "pt-br": 1},
        "tags": {"later": 2, "work": 1},
    }


def test_the_table_has_the_same_figures(home: Home, tmp_path: Path, call: Run) -> None:
    place = place_of(home, tmp_path)
    call(place, "tag", "add", "later", "id:a")
    rows = dict(line.split("  ", 1) for line in call(place, "stats").stdout.splitlines())
    shown = {name: count.strip() for name, count in rows.items()}
    assert shown["Stories"] == "4"
    assert shown["Oldest"] == "2024-01-02"
    assert (shown["Rating: Left"], shown["Rating: Not Rated"]) == ("2", "2")
    assert "Rating: Right" not in shown
    assert (shown["Language: en"], shown["Language: not given"], shown["Tag: later"]) == ("2", "1", "1")


def test_an_empty_library_has_figures_too(home: Home, tmp_path: Path, call: Run) -> None:
    shown = json.loads(call(home, "--library", tmp_path, "stats", "--format", "json").stdout)
    assert (shown["stories"], shown["oldest"], shown["languages"], shown["tags"]) == (0, None, {}, {})
    assert "no date" in call(home, "--library", tmp_path, "stats").stdout


def test_of_very_many_languages_the_table_shows_some(home: Home, tmp_path: Path, call: Run) -> None:
    stories = [{"title": f"T{n}", "summary": "s", "language": f"x-{n:02}"} for n in range(15)]
    (tmp_path / "all.yaml").write_text(json.dumps(stories), encoding="utf-8")
    written = call(home, "--library", tmp_path, "stats").stdout
    assert written.count("Language: x-") == 10
    assert "Language: others  5 languages" in " ".join(written.split("\n")).replace("   ", "  ")
    assert len(json.loads(call(home, "--library", tmp_path, "stats", "--format", "json").stdout)["languages"]) == 15


stories = st.lists(
    st.fixed_dictionaries(
        {"title": st.just("T"), "language": st.sampled_from(["", "en", "de"])},
        optional={
            "published": st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str),
            "ai_generated": st.booleans(),
            "outlet": st.sampled_from(["Left Post", "Other"]),
        },
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(written=stories)
def test_the_figures_are_those_that_the_stories_give_one_by_one(written: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.registry(
            {"id": "l", "name": "Left Post", "bias": {"rating": "left", "source": "x", "as_of": "2024-01-01"}}
        )
        shelf.put("all.yaml", *({**story, "id": f"s{n}"} for n, story in enumerate(written)))
        reader = shelf.reader()
        rows = numbers(reader)
        if rows:
            reader.marking.mark_read(rows[::2], True)
            reader.marking.tag(rows[:1], "later", True)
            reader.marking.set_bookmarks(rows[:2], True)
            reader.marking.flush_marks()
        figures = reader.search.statistics()
        reader.close()
    days = sorted(story["published"] for story in written if "published" in story)
    tags = [story["language"] for story in written]
    lefts = sum(story.get("outlet") == "Left Post" for story in written)
    assert figures == Statistics(
        stories=len(written),
        read=len(rows[::2]),
        tagged=min(1, len(rows)),
        noted=0,
        ai_generated=sum(story.get("ai_generated", False) for story in written),
        undated=len(written) - len(days),
        oldest=days[0] if days else "",
        newest=days[-1] if days else "",
        ratings={rating.id: {"left": lefts, "not-rated": len(written) - lefts}.get(rating.id, 0) for rating in SCALE},
        languages={tag: tags.count(tag) for tag in set(tags)},
    )
