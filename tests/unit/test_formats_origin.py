"""Where a story came from, in each kind of file."""

from __future__ import annotations

import pytest

from newsreader.formats import parse, write
from newsreader.story import Origin, Story, story_from_dict, story_to_dict, with_id

_STATED = """\
  feed: https://example.org/feed.xml
  fetched: 2026-11-27T09:30:00+00:00
  made: Extract
  text: sha256:00ff
"""
_ORIGIN = Origin("https://example.org/feed.xml", "2026-11-27T09:30:00+00:00", "extract", "sha256:00ff")


def _read(origin: str, name: str = "x.yaml") -> tuple[Origin | None, list[str]]:
    text = f"title: One\norigin:{origin}\nsummary: Text.\n"
    parsed = parse((text if name.endswith("yaml") else f"---\n{text}---\n").encode(), name)
    (placed,) = parsed.stories
    return placed.story.origin, [f"{each.line}:{each.column}: {each.message}" for each in parsed.problems]


_OF_A_MODEL = Origin(
    made="model",
    text="sha256:00ff",
    model="llama3.2:3b",
    endpoint="127.0.0.1:11434",
    prompt="summary-1",
    tokens="812",
    seconds="3.4",
    parts="2",
    unsupported="45; 1,200; Gregor Rzehak",
)


@pytest.mark.parametrize("suffix", [".yaml", ".md"])
def test_what_is_known_of_a_model_comes_back_from_a_file(suffix: str) -> None:
    story = with_id(Story("", "One", "Text.", origin=_OF_A_MODEL))
    parsed = parse(write(story, suffix).encode(), f"x{suffix}")
    assert [placed.story.origin for placed in parsed.stories] == [_OF_A_MODEL]
    assert not parsed.problems


def test_json_has_the_fields_of_a_model_where_they_are_stated() -> None:
    story = Story("a", "One", "Text.", origin=Origin(made="model", model="x", unsupported="45"))
    data = story_to_dict(story)
    stated = {"feed": None, "fetched": None, "made": "model", "text": None, "model": "x", "unsupported": "45"}
    assert data["origin"] == stated
    assert story_from_dict(data, id_declared=False) == story


@pytest.mark.parametrize("name", ["x.yaml", "x.md"])
def test_an_origin_is_read(name: str) -> None:
    assert _read(f"\n{_STATED}", name) == (_ORIGIN, [])


def test_it_is_read_in_toml_and_json() -> None:
    toml = '+++\ntitle = "One"\n[origin]\nfeed = "https://example.org/f"\nmade = "feed"\n+++\nText.\n'
    json = '{"title": "One", "origin": {"feed": "https://example.org/f", "made": "feed"}}\nText.\n'
    for text in (toml, json):
        (placed,) = parse(text.encode(), "x.md").stories
        assert placed.story.origin == Origin("https://example.org/f", made="feed")


@pytest.mark.parametrize(
    ("stated", "origin", "problems"),
    [
        ("", None, []),
        (" {}", None, []),
        (" https://example.org/feed", None, ["2:9: `origin` is not a mapping."]),
        (" [a]", None, ["2:9: `origin` is not a mapping."]),
        (" {made: magic}", None, ["2:16: `made` is not a way in which stories are made: magic."]),
        (" {Made: feed, made: model}", Origin(made="feed"), ["2:22: `made` is given twice; the first one counts."]),
        (" {fetched: soon}", Origin(fetched="soon"), ["2:19: `fetched` is not a date: soon."]),
        (" {feed: [a, b]}", None, ["2:16: `feed` of `origin` is not text, and is left out."]),
        (
            " {mood: x, feed: y}",
            Origin("y", others=(("mood", "x"),)),
            ["2:10: `mood` is not a field of an origin."],
        ),
        (' {feed: "a\\e[31m\\u202eb"}', Origin("ab"), []),
    ],
)
def test_what_is_wrong_costs_only_itself(stated: str, origin: Origin | None, problems: list[str]) -> None:
    assert _read(stated) == (origin, problems)


def test_very_many_unknown_fields_are_bounded() -> None:
    origin, problems = _read(" {" + ", ".join(f"x{n}: {n}" for n in range(5000)) + "}")
    assert origin
    assert len(origin.others) == len(problems) == 20


def test_a_very_long_name_of_a_field_is_reported_and_not_written() -> None:
    origin, problems = _read(f" {{made: feed, ? {'x' * 5000} : y}}")
    assert origin == Origin(made="feed")
    assert len(problems) == 1


def test_a_page_says_nothing_of_it() -> None:
    story = with_id(Story("", "One", "Text.", origin=_ORIGIN))
    assert write(story, ".txt") == "One\n\nText.\n"


def test_an_origin_changes_no_id() -> None:
    assert with_id(Story("", "One", origin=_ORIGIN)).id == with_id(Story("", "One")).id


def test_json_has_it_and_data_without_it_is_read() -> None:
    story = Story("a", "One", "Text.", origin=Origin("https://example.org/f", made="model", others=(("mood", "x"),)))
    data = story_to_dict(story)
    assert data["origin"] == {
        "feed": "https://example.org/f",
        "fetched": None,
        "made": "model",
        "text": None,
        "mood": "x",
    }
    assert story_from_dict(data, id_declared=False) == story
    del data["origin"]
    assert story_from_dict(data, id_declared=False).origin is None


@pytest.mark.parametrize("origin", ["text", ["feed"], {"feed": 1}, {"mood": {}}, {"model": {}}])
def test_data_that_is_no_origin_is_refused(origin: object) -> None:
    with pytest.raises(ValueError, match="not a story"):
        story_from_dict({**story_to_dict(Story("a", "One")), "origin": origin})
