"""Ratings from a list that the user has."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from newsreader.errors import UsageError
from newsreader.news.rating_list import Line, read_list

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

REGISTRY = """\
# ours
- id: harbour  # the first
  name: Harbour Post
  website: https://www.harbour.example/news
- id: hill
  name: Hill Times
  website: https://hill.example
  bias: {rating: right, source: Them, as_of: 2020-01-01}   # theirs
- id: lake
  name: Lake Daily
  bias:
    rating: left
    source: Raters
    as_of: 2024-01-01
- id: moor
  name: Moor News
  website: https://moor.example
  bias: {rating: not-rated}
"""
LIST = """\
Name,Domain,Rating
The Harbour,harbour.example,Lean Left
Hill Times,hill.example,Center
lake daily,,Lean-Left
Moor News,https://www.moor.example/,Mixed
Unknown,unknown.example,Left
"""
WRITTEN = (
    REGISTRY.replace(
        "rating: left\n    source: Raters\n    as_of: 2024-01-01",
        "rating: lean-left\n    source: Raters\n    as_of: 2026-11-01",
    )
    .replace("/news\n", "/news\n  bias:\n    rating: lean-left\n    source: Raters\n    as_of: 2026-11-01\n")
    .replace("{rating: not-rated}", "{rating: mixed, source: Raters, as_of: 2026-11-01}")
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "outlets.yaml").write_text(REGISTRY, encoding="utf-8")
    return folder


def written_list(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")
    return path


def words(library: Path, path: Path, *more: str) -> tuple[str | Path, ...]:
    return "--library", library, "ratings", "import", path, "--source", "Raters", "--as-of", "2026-11-01", *more


def test_a_list_changes_its_ratings_and_nothing_else(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    done = call(home, *words(library, written_list(tmp_path, LIST)))
    assert done.stdout.splitlines() == [
        "harbour: no rating → Lean Left",
        "lake: Left (Raters, 2024-01-01) → Lean Left",
        "moor: Not Rated → Mixed",
    ]
    assert done.stderr.splitlines() == [
        "hill stays Right (Them, 2020-01-01), not Center: see --replace.",
        "3 ratings written, 0 the same already, 1 kept, 1 of outlets that are not in outlets.yaml",
    ]
    assert (library / "outlets.yaml").read_text(encoding="utf-8") == WRITTEN


def test_once_more_it_changes_nothing(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    path = written_list(tmp_path, LIST)
    call(home, *words(library, path))
    before = (library / "outlets.yaml").stat()
    done = call(home, *words(library, path))
    assert (done.stdout, done.stderr.splitlines()[-1][:36]) == ("", "0 ratings written, 3 the same already"[:36])
    assert (library / "outlets.yaml").stat() == before


def test_what_would_change_is_shown_and_not_written(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    done = call(home, *words(library, written_list(tmp_path, LIST), "--dry-run", "--replace"))
    assert "hill: Right (Them, 2020-01-01) → Center" in done.stdout
    assert done.stderr.startswith("4 ratings would be written")
    assert (library / "outlets.yaml").read_text(encoding="utf-8") == REGISTRY


def test_another_source_is_replaced_when_that_is_wanted(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    call(home, *words(library, written_list(tmp_path, LIST), "--replace"))
    assert "{rating: center, source: Raters, as_of: 2026-11-01}   # theirs" in (library / "outlets.yaml").read_text(
        encoding="utf-8"
    )


def test_a_later_rating_of_the_same_source_stays(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    path = written_list(tmp_path, "name,rating\nLake Daily,Right\n")
    done = call(home, "--library", library, "ratings", "import", path, "--source", "raters", "--as-of", "2023-12-31")
    assert (done.stdout, "lake stays Left (Raters, 2024-01-01), not Right" in done.stderr) == ("", True)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["Lake Daily,,Leftish"], "Line 2: “Leftish” of Lake Daily is not a rating."),
        (["Lake Daily,,"], "Line 2: “” of Lake Daily is not a rating."),
        (["Lake Daily,,Left", "Lake daily,,Right"], "Lines 2 and 3 rate Lake daily differently. Neither is taken."),
        (
            ["Lake Daily,hill.example,Left"],
            "Line 2: the name Lake Daily is that of lake, but hill.example that of hill.",
        ),
        ([",\x1b[31mmoor.example,Up\u202edown"], "Line 2: “Updown” of moor.example is not a rating."),
        (["", ",,"], "Line 3: it has no name and no domain."),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_costs_only_itself(
    home: Home, call: Run, library: Path, tmp_path: Path, rows: list[str], fault: str
) -> None:
    text = "\n".join(["name,domain,rating", *rows, "Moor News,,Center", ""])
    done = call(home, *words(library, written_list(tmp_path, text)), code=1)
    assert fault in done.stderr
    assert done.stdout == "moor: Not Rated → Center\n"


def test_a_quote_that_is_not_closed_is_named(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    text = '\nname,domain,rating\n"Moor News",,Center\n"Lake Daily,,Left\nHill Times,,Left\n'
    done = call(home, *words(library, written_list(tmp_path, text)), code=1)
    assert "Line 4: a quote is opened here and never closed. Lines 4 to 5 are not read." in done.stderr
    assert done.stdout == "moor: Not Rated → Center\n"


def test_a_domain_of_another_part_of_a_site_is_not_the_outlet(
    home: Home, call: Run, library: Path, tmp_path: Path
) -> None:
    done = call(home, *words(library, written_list(tmp_path, "name,domain,rating\nx,sport.moor.example,Left\n")))
    assert done.stdout == ""
    assert "1 of outlets that are not in outlets.yaml" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "[",
        "[1, 2]",
        '{"a": [], "b": []}',
        "[" * 100_000,
        "name,rating\n",
        '[{"name": {}, "rating": []}]',
        "name,rating\n" + "x" * 200_000 + ",Left\n",
        "\0\0\0",
    ],
)
def test_what_is_no_list_is_bad_usage(home: Home, call: Run, library: Path, tmp_path: Path, text: str) -> None:
    call(home, *words(library, written_list(tmp_path, text)), code=2)
    assert (library / "outlets.yaml").read_text(encoding="utf-8") == REGISTRY


@pytest.mark.parametrize("more", [("--source", ""), ("--as-of", "soon"), ("--as-of", "")])
def test_a_rating_needs_a_source_and_a_day(
    home: Home, call: Run, library: Path, tmp_path: Path, more: tuple[str, str]
) -> None:
    call(home, *words(library, written_list(tmp_path, LIST), *more), code=2)


def test_a_registry_with_an_error_is_not_touched(home: Home, call: Run, library: Path, tmp_path: Path) -> None:
    broken = REGISTRY + "- {id: x\n"
    (library / "outlets.yaml").write_text(broken, encoding="utf-8")
    done = call(home, *words(library, written_list(tmp_path, LIST)), code=1)
    assert "has an error" in done.stderr
    assert (library / "outlets.yaml").read_text(encoding="utf-8") == broken


def test_the_sample_is_not_changed(home: Home, call: Run, tmp_path: Path) -> None:
    path = written_list(tmp_path, "name,rating\nBBC News,Left\n")
    done = call(home, "ratings", "import", path, "--source", "Me", "--as-of", "2026-11-01", "--replace", code=1)
    assert "The sample library can't be changed" in done.stderr


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9), st.sampled_from(["Left", "x", ""])), min_size=1),
    delimiter=st.sampled_from(",;\t"),
)
def test_lists_in_csv_and_json_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    as_csv = StringIO()
    writer = csv.writer(as_csv, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "domain", "rating"), *rows])
    objects = [dict(zip(("Name", "DOMAIN", "rating"), row, strict=True)) for row in rows]
    read: list[list[Line] | str] = []
    for text in (as_csv.getvalue(), json.dumps(objects)):
        (folder / "list").write_bytes(text.encode("utf-8", "replace"))
        try:
            read.append(read_list(folder / "list"))
        except UsageError:
            read.append("refused")
    assert isinstance(read[0], str) or all(line.shown or line.fault for line in read[0])
    if all(part.isprintable() for row in rows for part in row):
        if not isinstance(read[0], str):
            read[0] = [replace(line, number=line.number - 1) for line in read[0]]  # the header is the first one
        assert read[0] == read[1]
