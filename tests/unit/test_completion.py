"""What is offered while a filter is typed, and what the text becomes when it is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.query import FIELDS, QueryError, parse_query
from newsreader.query.completion import Completion, Vocabulary, complete, correction

TODAY = date(2024, 6, 21)
VOCABULARY = Vocabulary(
    outlets=("Harbour Post", "Hill Courier", "The Harbour", "BBC", "Le Monde (fr)", 'The "Daily" Mail', "Café Züri", "***"),
    topics=("weather", "C++", "cost of living", "health, mind", "10:30", "北京"),
    tags=("later", "to read", "to-do"),
)  # fmt: skip


def offered(text: str, limit: int = 6) -> tuple[str, list[str]] | None:
    """The text that may be replaced, and by what; the cursor is at | or at the end."""
    before, _, after = text.partition("|")
    completion = complete(before + after, len(before), VOCABULARY, limit)
    return ((before + after)[completion.start : completion.end], list(completion.choices)) if completion else None


def taken(text: str, number: int = 0) -> str:
    """The text with one choice taken, with | at the cursor."""
    before, _, after = text.partition("|")
    completion = complete(before + after, len(before), VOCABULARY)
    assert completion is not None
    changed, cursor = completion.accept(before + after, completion.choices[number])
    return f"{changed[:cursor]}|{changed[cursor:]}"


@pytest.mark.parametrize(
    ("text", "replaced", "choices"),
    [
        ("ou", "ou", ["outlet:"]),
        ("storm OU", "OU", ["outlet:"]),
        ("no", "no", ["note:"]),
        ("to", "to", ["topic:"]),
        ("-ha", "ha", ["has:"]),
        ("(a OR so", "so", ["sort:"]),
        ("NOT da", "da", ["date:"]),
        ("bi|as", "bias", ["bias:"]),
        ("ti|t:x", "tit:", ["title:"]),
        ("outlet", "outlet", ["outlet:"]),
        ("is:", "", ["bookmarked", "read", "unread", "ai", "new", "hidden"]),
        ("is:r", "r", ["read"]),
        ("IS:R", "R", ["read"]),
        ("is:| storm", "", ["bookmarked", "read", "unread", "ai", "new", "hidden"]),
        ("-has:v", "v", ["video"]),
        ("(has:v)|", None, []),
        ("(has:v|)", "v", ["video"]),
        ("has:video,", "", ["points", "link", "article", "audio", "tag", "note"]),
        ("sort:o", "o", ["oldest", "outlet"]),
        ("bias:le", "le", ["left", "lean-left", "lean-right"]),
        ("bias:left,le", "le", ["lean-left", "lean-right"]),
        ("bias:le|,left", "le", ["lean-left", "lean-right"]),
        ("bias:left..c", "c", ["center"]),
        ("bias:l|..right", "l", ["left", "lean-left", "lean-right"]),
        ("bias:left..m", None, []),
        ("bias:m", "m", ["mixed"]),
        ("bias:le|ft", "left", ["left", "lean-left", "lean-right"]),
        ("date:", "", ["today", "yesterday", "7d", "2w", "3m", "1y"]),
        ("date:yesterday..t", "t", ["today"]),
        ('is:"re', '"re', ["read"]),
        ("outlet:h", "h", ['"Harbour Post"', '"Hill Courier"', '"The Harbour"']),
        ("outlet:HARB", "HARB", ['"Harbour Post"', '"The Harbour"']),
        ('outlet:"harb', '"harb', ['"Harbour Post"', '"The Harbour"']),
        ('outlet:"hill cou', '"hill cou', ['"Hill Courier"']),
        ('-(outlet:"harb', '"harb', ['"Harbour Post"', '"The Harbour"']),
        ('outlet:"harb| is:read', '"harb', ['"Harbour Post"', '"The Harbour"']),
        ('outlet:"har|" is:read', '"har"', ['"Harbour Post"', '"The Harbour"']),
        ("outlet:bbc,hil", "hil", ['"Hill Courier"']),
        ("outlet:b", "b", ["BBC"]),
        ("outlet:cafe", "cafe", ['"Café Züri"']),
        ("outlet:zuri", "zuri", ['"Café Züri"']),
        ("outlet:fr", "fr", ['"Le Monde (fr)"']),
        ("outlet:mail", "mail", ['"The Daily Mail"']),
        ("topic:c", "c", ["C++", '"cost of living"']),
        ("topic:c+", "c+", ["C++"]),
        ("topic:mind", "mind", ['"health, mind"']),
        ("topic:30", "30", ['"10:30"']),
        ("topic:京", "京", ["北京"]),
        ("tag:t", "t", ['"to read"', "to-do"]),
        ("tag:", "", ["later", '"to read"', "to-do"]),
    ],
)  # fmt: skip
def test_the_word_at_the_cursor_may_become(text: str, replaced: str | None, choices: list[str]) -> None:
    assert offered(text) == (None if replaced is None else (replaced, choices))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "|out", "o", "storm", "out5", "outßlet", "x-ou", '"ou', "ou |x", "12:ou", "is:read", "outlet:BBC", "outlet:bbc",
     'outlet:"Harbour Post"', "outlet:zzz", "outlet:-", 'outlet:"harb"x', "title:har", "lang:e", "id:", "zzz:h", "bais:l",
     "tag:later", "bias:left.", "bias:left.|.right", "is:x", "a NOT| b", "OR", "https://ou", "("],
)  # fmt: skip
def test_nothing_is_offered(text: str) -> None:
    assert offered(text) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("ou", "outlet:|"),
        ("-(ou|)", "-(outlet:|)"),
        ("tit|:x", "title:|x"),
        ("is:r", "is:read |"),
        ("is:r| storm", "is:read |storm"),
        ("(is:r|)", "(is:read|)"),
        ("is:r|,ai", "is:read|,ai"),
        ("bias:l|..right", "bias:left|..right"),
        ("bias:left..c", "bias:left..center |"),
        ('a outlet:"harb', 'a outlet:"Harbour Post" |'),
        ("outlet:", 'outlet:"Harbour Post" |'),
    ],
)
def test_a_choice_takes_the_place_and_the_cursor_goes_behind_it(text: str, after: str) -> None:
    assert taken(text) == after


def test_another_choice_than_the_first_can_be_taken() -> None:
    assert taken("outlet:harb", 1) == 'outlet:"The Harbour" |'


def test_no_more_than_the_limit_are_offered() -> None:
    assert offered("outlet:", limit=2) == ("", ['"Harbour Post"', '"Hill Courier"'])
    assert offered("bias:", limit=1) == ("", ["left"])
    assert offered("outlet:", limit=0) is None


def test_names_that_begin_so_come_first_and_each_keeps_its_rank() -> None:
    names = tuple(f"{first} {second}" for first in ("red", "blue") for second in ("red", "tea", "blue"))
    completion = complete("topic:blu", 9, Vocabulary(topics=names), limit=5)
    assert completion is not None
    assert completion.choices == ('"blue red"', '"blue tea"', '"blue blue"', '"red blue"')


def test_a_name_is_offered_once_and_on_one_line() -> None:
    vocabulary = Vocabulary(tags=("a\nb", "a b", 'a "b"', "\x1b]0;x\x07a b", "  a  b "))
    assert complete("tag:", 4, vocabulary) == Completion(4, 4, ('"a b"',))


def test_a_mistake_is_offered_its_nearest_word() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("a bais:left", TODAY)
    completion = correction(caught.value)
    assert completion == Completion(2, 7, ("bias:",))
    assert completion.accept("a bais:left", "bias:") == ("a bias:left", 7)
    with pytest.raises(QueryError) as caught:
        parse_query("a zzz:left", TODAY)
    assert correction(caught.value) is None


names = st.one_of(
    st.text(max_size=12), st.sampled_from(["Harbour Post", "a, b", "C++", "é:x", "a..b", "(", '"', "-x", "OR"])
)
vocabularies = st.builds(
    lambda outlets, topics, tags: Vocabulary(tuple(outlets), tuple(topics), tuple(tags)), *[st.lists(names, max_size=5)] * 3
)  # fmt: skip
pieces = (
    *(f"{name}:" for name in FIELDS),
    '"',
    ",",
    "..",
    " ",
    "(",
    ")",
    "-",
    "OR ",
    "a",
    "ha",
    "é",
    "c++",
    "le",
    "\0",
    "\ud800",
)
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(pieces), max_size=10).map("".join))


@settings(max_examples=500, deadline=None)
@given(texts, st.integers(-2, 60), vocabularies, st.integers(-1, 7))
@example('outlet:"', 8, VOCABULARY, 6)
@example('outlet:""', 9, VOCABULARY, 6)
@example("bias:...", 7, VOCABULARY, 6)
def test_any_text_can_be_completed_anywhere(text: str, cursor: int, vocabulary: Vocabulary, limit: int) -> None:
    completion = complete(text, cursor, vocabulary, limit)
    if completion is None:
        return
    assert 0 <= completion.start <= min(cursor, len(text)) <= completion.end <= len(text)
    assert 0 < len(completion.choices) <= limit
    assert len(set(completion.choices)) == len(completion.choices)
    for choice in completion.choices:
        changed, at = completion.accept(text, choice)
        assert changed[:at].rstrip(" ").endswith(choice)


@settings(max_examples=300, deadline=None)
@given(st.lists(names, min_size=1, max_size=6).map(tuple))
def test_every_name_that_is_offered_is_a_value_that_stands_alone(topics: tuple[str, ...]) -> None:
    completion = complete("topic:", 6, Vocabulary(topics=topics))
    for choice in completion.choices if completion else ():
        text, cursor = f"topic:{choice}", len(f"topic:{choice}")
        query = parse_query(text, TODAY)
        assert [words.span.end for words in query.wanted_words()] == [cursor], text
        assert [words.text for words in query.wanted_words()] == [choice.strip('"')]
