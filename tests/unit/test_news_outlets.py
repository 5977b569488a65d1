"""Who tells what comes in: found by the address, by the name, or new and without a rating."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.errors import NewsreaderError
from newsreader.formats import parse_outlets
from newsreader.news.outlets import KnownOutlets, append_outlets
from newsreader.story import Outlet

POST = Outlet("harbour-post", "Harbour Post", ("The Post",), website="https://www.harbour.example")
SPORT = Outlet("harbour-sport", "Harbour Sport", website="https://sport.harbour.example/")
WEEKLY = Outlet("weekly", "The Weekly", website="https://medium.com/weekly")
CHANNEL = Outlet("channel", "Channel Nine", website="https://www.youtube.com/@nine")
BLOG = Outlet("blog", "A Blog", website="https://hill.substack.com")
BARE = Outlet("bare", "Bare", website="https://youtube.com")
KNOWN = KnownOutlets((POST, SPORT, WEEKLY, CHANNEL, BLOG, BARE))


@pytest.mark.parametrize(
    ("url", "name", "found"),
    [
        ("https://harbour.example/2026/ferry", "", POST),
        ("http://WWW.Harbour.Example:8080/x", "", POST),
        ("https://m.harbour.example/x", "", POST),
        ("https://sport.harbour.example/x", "", SPORT),
        ("https://live.sport.harbour.example/x", "", SPORT),
        ("https://notharbour.example/x", "", None),
        ("https://harbour.example.evil.example/x", "", None),
        ("https://medium.com/weekly/ferry", "", WEEKLY),
        ("https://medium.com/weekly-other/ferry", "", None),
        ("https://www.youtube.com/watch?v=1", "", None),
        ("https://www.youtube.com/watch?v=1", "channel nine", CHANNEL),
        ("https://hill.substack.com/p/x", "", BLOG),
        ("https://vale.substack.com/p/x", "", None),
        ("", "The Post", POST),
        ("javascript:alert(1)", "", None),
        ("https://user:word@harbour.example/", "", None),
        ("", "", None),
    ],
)
def test_the_outlet_is_the_one_with_the_longest_fitting_domain(url: str, name: str, found: Outlet | None) -> None:
    assert KNOWN.of(url, name) == found


def test_a_new_outlet_has_a_name_a_website_and_no_rating() -> None:
    url = "https://www.valley.example/a/b"
    assert KNOWN.new(url, "Valley Times") == Outlet(
        "valley-times", "Valley Times", website="https://www.valley.example"
    )
    assert KNOWN.new(url, "") == Outlet("valley-example", "valley.example", website="https://www.valley.example")


def test_a_host_where_many_publish_is_no_outlet() -> None:
    assert KNOWN.new("https://www.youtube.com/watch?v=1", "") is None
    assert KNOWN.new("https://x.blogspot.com/1", "Hill Notes") == Outlet("hill-notes", "Hill Notes")


def test_an_id_that_is_taken_is_not_given_twice() -> None:
    made = KnownOutlets((Outlet("post"), Outlet("post-2"))).new("", "Post")
    assert made is not None
    assert made.id == "post-3"


@pytest.mark.parametrize(
    "name", ["\x1b[31mRed\x1b[0m", "a: b # c", "\u202eevil", "- x", "x" * 5000, '"', "{a}", "null"]
)
def test_an_outlet_of_any_name_is_appended_and_read_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text("# mine\n- id: a   # first\n  name: A\n")
    outlet = KnownOutlets((Outlet("a"),)).new("https://valley.example/x", name)
    assert outlet is not None
    append_outlets(tmp_path, [outlet])
    assert path.read_text().startswith("# mine\n- id: a   # first\n  name: A\n")
    parsed = parse_outlets(path.read_bytes(), "outlets.yaml")
    assert parsed.outlets[1:] == (outlet,)
    assert parsed.problems == ()


def test_a_registry_that_is_not_there_is_made(tmp_path: Path) -> None:
    append_outlets(tmp_path, [Outlet("a", "A", website="https://a.example")])
    assert (tmp_path / "outlets.yaml").read_text() == "- id: a\n  name: A\n  website: https://a.example\n"


def test_in_a_list_in_brackets_it_stands_there_too(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_text("[{id: a, name: A}]\n")
    append_outlets(tmp_path, [Outlet("b", "B", website="https://b.example")])
    assert (
        tmp_path / "outlets.yaml"
    ).read_text() == '[{id: a, name: A}, {id: b, name: B, website: "https://b.example"}]\n'


@pytest.mark.parametrize("content", ["- id: [\n", "- id: b\n  name: B\n"])
def test_a_registry_with_an_error_or_with_that_id_is_not_touched(tmp_path: Path, content: str) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text(content)
    with pytest.raises(NewsreaderError):
        append_outlets(tmp_path, [Outlet("b", "B")])
    assert path.read_text() == content


def test_a_registry_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("- id: a\n")
    (tmp_path / "outlets.yaml").symlink_to("real")
    with pytest.raises(NewsreaderError, match="can't be changed"):
        append_outlets(tmp_path, [Outlet("b", "B")])
    assert (tmp_path / "real").read_text() == "- id: a\n"


@pytest.mark.parametrize(
    "content", ["", "- id: a\n  name: A\n\n- id: b\n  name: B\n", "[{id: a}]\n", "id: a\nname: A\n", "# mine"]
)
def test_several_outlets_are_appended_at_once(tmp_path: Path, content: str) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text(content)
    before = parse_outlets(path.read_bytes(), "outlets.yaml").outlets
    added = [Outlet("c", "C", website="https://c.example"), Outlet("d", "D"), Outlet("e", "E: #")]
    append_outlets(tmp_path, added)
    parsed = parse_outlets(path.read_bytes(), "outlets.yaml")
    assert parsed.outlets == (*before, *added)
    assert parsed.problems == ()
    assert path.read_text().startswith(content.rstrip("]\n"))
