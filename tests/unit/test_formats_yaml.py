"""Stories and outlet registries in YAML: what is read, what is refused, and what each fault costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml

from newsreader.bias import BY_ID
from newsreader.errors import Problem, Severity
from newsreader.formats import has_fast_parser, parse, parse_outlets, write
from newsreader.formats.yaml import events as yaml_events
from newsreader.story import Bias, Original, Outlet, Story, with_id

_WHOLE = """\
id: ferries
title: Two towns share their ferries
summary: |
  They will run together
  for ten years.


  One ticket is good for both.
key_points:
  - Ten years
  - "Every half hour: twice as often"
  - Cost: nothing
outlet:
  id: bbc-news
  name: BBC News
  aliases: [BBC, Beeb]
  description: A broadcaster.
  website: https://www.bbc.com
  country: United Kingdom
  founded: 1922
  bias: {rating: Lean Left, source: AllSides, url: https://example.org, as_of: 2023-07-31, note: news}
published: 2024-06-20
original: {url: https://example.org/a, kind: Video}
ai_generated: yes
generator: gpt-x
topics: [world, sea]
language: no
"""


@pytest.fixture(params=["fast", "pure"])
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With libyaml, and as it is where PyYAML was built without it."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))


def read(text: str) -> Story:
    """The one story of a file without problems."""
    parsed = parse(text.encode(), "x.yaml")
    assert parsed.problems == ()
    (placed,) = parsed.stories
    return placed.story


def problems(text: str) -> list[Problem]:
    return list(parse(text.encode(), "x.yaml").problems)


def titles(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [placed.story.title for placed in parse(data, "x.yaml").stories]


@pytest.mark.usefixtures("_each_parser")
def test_every_field_is_read() -> None:
    outlet = Outlet(
        id="bbc-news",
        name="BBC News",
        aliases=("BBC", "Beeb"),
        description="A broadcaster.",
        website="https://www.bbc.com",
        country="United Kingdom",
        founded=1922,
        bias=Bias(BY_ID["lean-left"], "AllSides", "https://example.org", date(2023, 7, 31), "news"),
    )
    story = Story(
        id="ferries",
        title="Two towns share their ferries",
        summary="They will run together for ten years.\n\nOne ticket is good for both.",
        key_points=("Ten years", "Every half hour: twice as often", "Cost: nothing"),
        outlet=outlet,
        published=date(2024, 6, 20),
        original=Original("https://example.org/a", "video"),
        ai_generated=True,
        generator="gpt-x",
        topics=("world", "sea"),
        language="no",
        id_declared=True,
    )
    assert read(_WHOLE) == story
    assert read(write(story, ".yml")) == story


@pytest.mark.parametrize(
    "text", ["NO", "22:22", "0123", "1e5", "yes", "2024-06-20", "1_000", "=", "<", "0x1F", ".inf", "Null and void"]
)
def test_text_stays_what_was_written(text: str) -> None:
    assert read(f"title: {text}\nsummary: {text}").title == text
    assert read(f"title: x\nkey_points: [{text}]").key_points == (text,)


@pytest.mark.parametrize("absent", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_is_an_absent_one(absent: str) -> None:
    story = read(f"title: x\nsummary: y\noutlet: {absent}\npublished: {absent}\noriginal: {absent}\ntopics: {absent}\n")
    assert story == with_id(Story(id="", title="x", summary="y"))


@pytest.mark.parametrize("quoted", ["'null'", '"~"'])
def test_a_quoted_null_is_text(quoted: str) -> None:
    assert read(f"title: {quoted}\nsummary: y\n").title == quoted[1:-1]


@pytest.mark.parametrize(
    ("text", "truth"),
    [("true", True), ("Yes", True), ("ON", True), ("'true'", True), ("false", False), ("No", False), ("off", False)],
)
def test_truths_have_several_spellings(text: str, truth: bool) -> None:
    assert read(f"title: x\nsummary: y\nai_generated: {text}\n").ai_generated is truth


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2024-06-20", date(2024, 6, 20)),
        ("2024-06-20 14:30", datetime(2024, 6, 20, 14, 30)),
        ("'2024-06-20T14:30:05Z'", datetime(2024, 6, 20, 14, 30, 5, tzinfo=UTC)),
        ("2024-06-20T14:30+02:00", datetime(2024, 6, 20, 14, 30, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_dates_are_days_or_moments(text: str, published: date) -> None:
    assert read(f"title: x\nsummary: y\npublished: {text}\n").published == published


def test_lists_may_be_written_as_text() -> None:
    story = read("title: x\nkey_points: |\n  - one\n    more\n  • two\ntopics: a, b，c\n")
    assert (story.key_points, story.topics) == (("one more", "two"), ("a", "b", "c"))
    assert read("title: x\nkey_points: |\n  one\n  two\n").key_points == ("one", "two")


def test_an_outlet_may_be_an_id_and_a_bias_a_word() -> None:
    assert read("title: x\nsummary: y\noutlet: bbc-news\n").outlet == Outlet(id="bbc-news")
    story = read("title: x\nsummary: y\noutlet: {name: BBC, bias: center}\n")
    assert story.outlet == Outlet(name="BBC", bias=Bias(BY_ID["center"]))


def test_an_original_may_be_an_address() -> None:
    assert read("title: x\nsummary: y\noriginal: https://example.org\n").original == Original("https://example.org")
    assert read("title: x\nsummary: y\noriginal: {kind: audio}\n").original == Original("", "audio")
    assert read("title: x\nsummary: y\noriginal: {}\n").original is None


def test_field_names_may_have_other_cases_and_gaps() -> None:
    assert read("Title: x\nKey points: [a]\nAI-generated: true\n").ai_generated


def test_lines_that_mean_something_in_markdown_are_kept() -> None:
    story = read(
        "title: x\nsummary: |\n  Two\n  lines.\n\n  - a\n    more\n  - b\n\n  > quoted\n  > twice\n\n  1. one\n  2. two"
    )
    assert story.summary == "Two lines.\n\n- a\n  more\n- b\n\n> quoted\n> twice\n\n1. one\n2. two"


@pytest.mark.usefixtures("_each_parser")
def test_a_file_may_mix_documents_and_lists() -> None:
    text = (
        "# first\n---\ntitle: a\nsummary: x\n---\n- title: b\n  summary: x\n"
        "\n- title: c\n  summary: x\n...\n---\n---\ntitle: d\nsummary: x\n"
    )
    parsed = parse(text.encode(), "x.yaml")
    assert [(placed.story.title, placed.line) for placed in parsed.stories] == [("a", 3), ("b", 6), ("c", 9), ("d", 14)]
    assert parsed.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, line_end: str) -> None:
    text = "title: Été\nsummary: |\n  One\n  line.\npublished: 20\n"
    parsed = parse(text.replace("\n", line_end).encode(encoding), "x.yaml")
    assert [placed.story.summary for placed in parsed.stories] == ["One line."]
    assert [(problem.line, problem.column) for problem in parsed.problems] == [(5, 12)]


@pytest.mark.parametrize(
    ("fault", "place", "message"),
    [
        ("titel: z", (3, 1), "`titel` is not a field of a story."),
        ("summary: again", (3, 1), "`summary` is given twice; the first one counts."),
        ("published: 2024-13-45", (3, 12), "`published` is not a date: 2024-13-45."),
        ("published: yesterday", (3, 12), "`published` is not a date: yesterday."),
        ("published: [2024-01-01]", (3, 12), "`published` is a list; it must be text."),
        ("ai_generated: maybe", (3, 15), "`ai_generated` is neither true nor false: maybe."),
        ("original: example.org", (3, 11), "`original` is not a web address: example.org."),
        ("original: javascript:alert(1)", (3, 11), "`original` is not a web address: javascript:alert(1)."),
        ("original: {kind: book}", (3, 18), "`kind` is not a kind of original: book."),
        ("outlet: [a]", (3, 9), "`outlet` is a list; it must be text."),
        ("outlet: {bias: {rating: centrist}}", (3, 25), "`rating` is not a media bias rating: centrist."),
        ("outlet: {bias: {source: AllSides}}", (3, 16), "`bias` has no `rating`."),
        ("outlet: {founded: soon}", (3, 19), "`founded` is not a year: soon."),
        ("outlet: {bias: {rating: left, as_of: 2024-02-30}}", (3, 38), "`as_of` is not a date: 2024-02-30."),
        ("topics: {a: b}", (3, 9), "`topics` is a mapping; it must be a list."),
        ("topics: [[a]]", (3, 10), "An item of `topics` is a list; it must be text."),
        ("key_points: [{a: b, c: d}]", (3, 14), "An item of `key_points` is a mapping; it must be text."),
        ("language: {a: b}", (3, 11), "`language` is a mapping; it must be text."),
    ],
)
def test_a_bad_field_costs_only_itself(fault: str, place: tuple[int, int], message: str) -> None:
    parsed = parse(f"title: x\nsummary: y\n{fault}\nlanguage: en\n".encode(), "x.yaml")
    problem = parsed.problems[0]
    assert ((problem.line, problem.column), problem.message) == (place, message)
    assert problem.severity is Severity.WARNING
    assert problem.fix
    assert [(placed.story.title, placed.story.summary) for placed in parsed.stories] == [("x", "y")]
    assert parsed.stories[0].story.published is None


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("titel", "title"),
        ("lang", "language"),
        ("model", "generator"),
        ("key_point", "key_points"),
        ("text", "summary"),
    ],
)
def test_an_unknown_field_names_the_nearest_one(key: str, meant: str) -> None:
    assert problems(f"title: x\nsummary: y\n{key}: z\n")[0].fix == f"Did you mean `{meant}`?"


def test_a_field_like_no_other_names_them_all() -> None:
    assert problems("title: x\nsummary: y\nqqqqqq: z\n")[0].fix.startswith("The fields are: id, title, summary")


def test_a_title_that_is_cut_is_a_warning() -> None:
    parsed = parse(f"title: {'word ' * 100}\nsummary: y\n".encode(), "x.yaml")
    assert [problem.message for problem in parsed.problems] == ["The title is cut after 300 characters."]
    assert len(parsed.stories[0].story.title) <= 300


@pytest.mark.parametrize(
    ("story", "place", "message"),
    [
        ("summary: y", (3, 3), "The story has no `title`."),
        ("title:\n  summary: y", (3, 3), "The story has no `title`."),
        ("title: [y]\n  summary: y", (3, 10), "`title` is a list; it must be text."),
        ("title: {y: z}\n  summary: y", (3, 10), "`title` is a mapping; it must be text."),
        ("title: y\n  summary: [y]", (4, 12), "`summary` is a list; it must be text."),
        ("title: y\n  summary: {y: z}", (4, 12), "`summary` is a mapping; it must be text."),
        ("title: y", (3, 3), "The story has no `summary` and no `key_points`."),
        ("title: y\n  summary: ''", (4, 3), "The story has no `summary` and no `key_points`."),
        ("title: &a y\n  summary: y", (3, 10), "A value that begins with `&` names itself for reference"),
        ("title: y\n  summary: *a", (4, 12), "A value that begins with `*` refers to another one"),
        ("title: !!str y\n  summary: y", (3, 10), "A value that begins with `!` states its type"),
        ("!!map {title: y, summary: y}", (3, 3), "A value that begins with `!` states its type"),
        ("<<: {a: b}\n  title: y\n  summary: y", (3, 3), "Merging with `<<` is not supported."),
        ("[a, b]: y\n  title: y\n  summary: y", (3, 3), "The name of a field is a list or a mapping."),
        ("? {a: b}\n  : y\n  title: y\n  summary: y", (3, 5), "The name of a field is a list or a mapping."),
        ("- title: y\n    summary: y", (3, 3), "This is a list within a list, not a story."),
        ("only text", (3, 3), "This is plain text, not a story."),
        ("*a", (3, 3), "A value that begins with `*` refers to another one"),
        ("topics: " + "[" * 40 + "]" * 40, (3, 42), "The nesting is deeper than 32 levels."),
    ],
)
@pytest.mark.usefixtures("_each_parser")
def test_a_bad_story_costs_only_itself(story: str, place: tuple[int, int], message: str) -> None:
    text = f"- title: a\n  summary: x\n- {story}\n- title: b\n  summary: x\n"
    assert titles(text) == ["a", "b"]
    (problem,) = problems(text)
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert problem.severity is Severity.ERROR
    assert problem.fix


@pytest.mark.parametrize("text", ["# nothing but a remark\n", "---\n---\n", "[]\n", "~\n"])
def test_a_file_without_a_story_is_a_problem(text: str) -> None:
    assert [problem.message for problem in problems(text)] == ["There is no story in this file."]


@pytest.mark.usefixtures("_each_parser")
def test_control_characters_are_removed_and_reported() -> None:
    parsed = parse(
        b"- title: a\n  summary: x\n- title: b\x07\n  summary: \x1b[31mred\n- title: c\n  summary: x\n", "x.yaml"
    )
    assert [placed.story.title for placed in parsed.stories] == ["a", "b\ufffd", "c"]
    assert parsed.stories[1].story.summary == "red"
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.severity) == (3, 11, Severity.WARNING)
    assert "U+0007" in problem.message


def test_a_story_that_is_too_long_is_left_out() -> None:
    text = f"- title: a\n  summary: x\n- title: b\n  summary: {'x' * 2_000_001}\n- title: c\n  summary: x\n"
    assert titles(text) == ["a", "c"]
    assert problems(text)[0].message == "This story is longer than 2 million characters."


def test_a_story_of_too_many_values_is_left_out() -> None:
    text = f"- title: a\n  topics: [{'a,' * 200_001}]\n- title: b\n  summary: x\n"
    assert titles(text) == ["b"]
    assert "more than 200,000 values" in problems(text)[0].message


def test_an_alias_bomb_is_refused_at_its_first_name() -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: x\nsummary: y\n"
    assert titles(text) == []
    assert [(problem.line, problem.column) for problem in problems(text)] == [(1, 4)]


def test_a_long_file_of_stories_is_read_whole() -> None:
    text = "".join(f"- title: story {number}\n  summary: text\n" for number in range(3000))
    assert len(titles(text)) == 3000


def test_the_fast_parser_is_there_where_pyyaml_has_it() -> None:
    assert has_fast_parser() == yaml.__with_libyaml__


def test_a_registry_of_outlets_is_read() -> None:
    parsed = parse_outlets(
        b"- id: bbc-news\n  name: BBC News\n  bias: {rating: center, source: AllSides, as_of: 2023-07-31}\n- id: cnn\n",
        "outlets.yaml",
    )
    assert parsed.outlets == (
        Outlet(id="bbc-news", name="BBC News", bias=Bias(BY_ID["center"], "AllSides", as_of=date(2023, 7, 31))),
        Outlet(id="cnn", name="cnn"),
    )
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("- id: a\n- name: B\n", (2, 3), "The outlet has no `id`."),
        ("- id: a\n- id: a\n", (2, 3), "There is an outlet `a` above already; this one is left out."),
        ("- id: a\n- just text\n", (2, 3), "This is plain text, not an outlet."),
        ("- id: a\n- {id: &x b}\n", (2, 8), "A value that begins with `&` names itself for reference"),
        ("- id: a\n- id: 'b\n", (2, 7), "The quote opened here is never closed."),
    ],
)
def test_a_bad_outlet_costs_only_itself(text: str, place: tuple[int, int], message: str) -> None:
    parsed = parse_outlets(text.encode(), "outlets.yaml")
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert [outlet.id for outlet in parsed.outlets] == ["a"]
