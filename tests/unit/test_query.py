"""The filter language: what can be typed, what it means, and what is said where it can't be understood."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.query import (
    FIELDS,
    And,
    Field,
    Flag,
    Is,
    Language,
    Node,
    Not,
    Or,
    Published,
    Query,
    QueryError,
    Ratings,
    Sort,
    Span,
    StoryId,
    TextField,
    Words,
    asks_for,
    cut_message,
    parse_query,
    without_begun_field,
)
from newsreader.reader import Reader

TODAY = date(2024, 6, 21)
ANYWHERE = Span(0, 0)


def root(text: str) -> Node | None:
    """The tree of a query without its places."""
    return placeless(parse_query(text, TODAY).root)


def placeless(node: Node | None) -> Node | None:
    match node:
        case Not(term):
            return Not(placeless(term) or term)
        case And(terms):
            return And(tuple(placeless(term) or term for term in terms))
        case Or(terms):
            return Or(tuple(placeless(term) or term for term in terms))
        case None:
            return None
        case _:
            return replace(node, span=ANYWHERE)


def word(text: str, where: TextField = TextField.ANY, *, phrase: bool = False) -> Words:
    return Words(text, where, phrase, span=ANYWHERE)


def rated(*ids: str) -> Ratings:
    return Ratings(frozenset(ids), span=ANYWHERE)


def published(first: date | None, last: date | None) -> Published:
    return Published(first, last, span=ANYWHERE)


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize("text", ["bias:", "bias: left", "sort:", "title:(a", "-tag:"])
def test_a_field_without_a_value_is_a_mistake_only_once_nobody_types(text: str) -> None:
    parse_query(text, TODAY)
    with pytest.raises(QueryError, match=r"has no value\. Write it right behind the colon: "):
        parse_query(text, TODAY, is_finished=True)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("   ", None),
        ("a", A),
        ("a b", And((A, B))),
        ('"a b"', word("a b", phrase=True)),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("--a", A),
        ("a -b", And((A, Not(B)))),
        ("a OR b", Or((A, B))),
        ("a | b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("-(a b)", Not(And((A, B)))),
        ("-(a OR b) c", And((Not(Or((A, B))), C))),
        ("((a))", A),
        ("a or b", And((A, word("or"), B))),
        ("not a", And((word("not"), A))),
        ("ORa", word("ORa")),
        ("a AND b", And((A, B))),
        ("a && b", And((A, B))),
        ("(a AND b) OR c", Or((And((A, B)), C))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a and b", And((A, word("and"), B))),
        ("ANDa", word("ANDa")),
        *(
            (phrase, word("a b", phrase=True))
            for phrase in (
                "“a b”",
                "„a b“",
                "„a b”",
                "”a b”",
                "«a b»",
                "»a b«",
                "‹a b›",
                "›a b‹",
                "＂a b＂",
                "「a b」",
                "『a b』",
                "《a b》",
                "‚a b‘",
                "‘a b’",
                '“a b"',
                "〝a b〟",
            )
        ),
        ("‘don’t go’", word("don’t go", phrase=True)),
        ("’90s", word("’90s")),
        ("a’s b’", And((word("a’s"), word("b’")))),
        ("新「a b」", And((word("新"), word("a b", phrase=True)))),
        ("-“a b” c", And((Not(word("a b", phrase=True)), C))),
        ("title:“a, b”,c", Or((word("a, b", TextField.TITLE, phrase=True), word("c", TextField.TITLE)))),
        ("title：a，b", Or((word("a", TextField.TITLE), word("b", TextField.TITLE)))),
        ("bias：left", rated("left")),
        *((f"{minus}a", Not(A)) for minus in "-‐‑‒–−－﹣"),
        ("（a｜b） ｜ c", Or((word("a｜b"), C))),
        ("（a\u3000｜\u3000b）\u3000c", And((Or((A, B)), C))),
        ('צה"ל a', And((word('צה"ל'), A))),
        ('outlet:צה"ל', word('צה"ל', TextField.OUTLET)),
        ("Straßen\u00adbahn super\u200bmarket", And((word("Straßenbahn"), word("supermarket")))),
        ("bias:le\u200bft", rated("left")),
        ("a\u00a0b", And((A, B))),
        ("\x1b[31ma\x1b[0m b", And((A, B))),
        ("title:a", word("a", TextField.TITLE)),
        ("TITLE:a", word("a", TextField.TITLE)),
        ('summary:"a b"', word("a b", TextField.SUMMARY, phrase=True)),
        ("points:a", word("a", TextField.POINTS)),
        ("topic:a", word("a", TextField.TOPIC)),
        ("-outlet:a", Not(word("a", TextField.OUTLET))),
        ('outlet:a,"b c"', Or((word("a", TextField.OUTLET), word("b c", TextField.OUTLET, phrase=True)))),
        ('title:"a,b"', word("a,b", TextField.TITLE, phrase=True)),
        ("bias:center", rated("center")),
        ("bias:Centre", rated("center")),
        ("bias:left,lean-left", rated("left", "lean-left")),
        ("bias:lean-left..center", rated("lean-left", "center")),
        ("bias:..lean-left", rated("left", "lean-left")),
        ("bias:lean-right..", rated("lean-right", "right")),
        ("bias:not-rated", rated("not-rated")),
        ("bias:l", rated("left", "lean-left", "lean-right")),
        ("bias:mix", rated("mixed")),
        ("is:read", Is(Flag.READ, span=ANYWHERE)),
        ("is:book", Is(Flag.BOOKMARKED, span=ANYWHERE)),
        ("-is:unread", Not(Is(Flag.UNREAD, span=ANYWHERE))),
        ("is:ai", Is(Flag.AI, span=ANYWHERE)),
        ("has:video,audio", Or((Is(Flag.HAS_VIDEO, span=ANYWHERE), Is(Flag.HAS_AUDIO, span=ANYWHERE)))),
        ("has:points", Is(Flag.HAS_POINTS, span=ANYWHERE)),
        ("has:link", Is(Flag.HAS_LINK, span=ANYWHERE)),
        ("lang:EN,pt-br", Language(frozenset({"en", "pt-br"}), span=ANYWHERE)),
        ("id:3fA", StoryId("3fA", span=ANYWHERE)),
        ("date:2024-06-20", published(date(2024, 6, 20), date(2024, 6, 20))),
        ("date:2024-02", published(date(2024, 2, 1), date(2024, 2, 29))),
        ("date:2024-12", published(date(2024, 12, 1), date(2024, 12, 31))),
        ("date:2024", published(date(2024, 1, 1), date(2024, 12, 31))),
        ("date:2024-", published(date(2024, 1, 1), date(2024, 12, 31))),
        ("date:2024-06..", published(date(2024, 6, 1), None)),
        ("date:..2023", published(None, date(2023, 12, 31))),
        ("date:2023..2024-02", published(date(2023, 1, 1), date(2024, 2, 29))),
        ("date:7d", published(date(2024, 6, 15), TODAY)),
        ("date:1d", published(TODAY, TODAY)),
        ("date:0d", published(TODAY, TODAY)),
        ("date:2w", published(date(2024, 6, 8), TODAY)),
        ("date:3M", published(date(2024, 3, 22), TODAY)),
        ("date:1y", published(date(2023, 6, 22), TODAY)),
        ("date:18m", published(date(2022, 12, 22), TODAY)),
        ("date:0w", published(TODAY, TODAY)),
        ("date:today", published(TODAY, TODAY)),
        ("date:Yesterday", published(date(2024, 6, 20), date(2024, 6, 20))),
        ("date:yest", published(date(2024, 6, 20), date(2024, 6, 20))),
        ("date:yesterday..today", published(date(2024, 6, 20), TODAY)),
        ("date:2024-05..yesterday", published(date(2024, 5, 1), date(2024, 6, 20))),
        ("date:1w..", published(date(2024, 6, 15), None)),
        ("date:2w..1w", published(date(2024, 6, 8), date(2024, 6, 14))),
        ("date:1w..2w", published(date(2024, 6, 8), date(2024, 6, 14))),
        ("date:2024-06-25..2024-06-20", published(date(2024, 6, 20), date(2024, 6, 25))),
        ("date:2024..2023-05", published(date(2023, 5, 1), date(2024, 12, 31))),
        ("date:..1m", published(None, date(2024, 5, 21))),
        ("https://example.org/a", word("https://example.org/a")),
        ("12:30", word("12:30")),
        ("C++", word("C++")),
        ("it's", word("it's")),
    ],
)
def test_what_is_typed_has_a_meaning(text: str, tree: Node | None) -> None:
    assert root(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a b', word("a b")),
        ('"', None),
        ('""', None),
        ("(a", A),
        ("(a OR (b", Or((A, B))),
        ("a)", A),
        (")(", None),
        ("a OR", A),
        ("OR a", A),
        ("a OR OR b", Or((A, B))),
        ("a -", A),
        ("- a", A),
        ("-", None),
        ("a NOT ", A),
        ("(NOT ) a", A),
        ("-()", None),
        ("title:", None),
        ("-title: a", A),
        ('-title:"" a', A),
        ("-title:, a", A),
        ("-sort:newest a", A),
        ("title:*** a", A),
        ("*** a", A),
        ("-*** a", A),
        ("\ufe70 a", A),
        ('title:"a b', word("a b", TextField.TITLE)),
        ("title:a,", word("a", TextField.TITLE)),
        (":a", word(":a")),
        ("a\0b", word("a\ufffdb")),
        ("“", None),
        ("–", None),
        ("“a b", word("a b")),
        ("«a b", word("a b")),
        ("「a b", word("a b")),
        ("title:„a b", word("a b", TextField.TITLE)),
        ("‘a b", And((word("‘a"), B))),
        ("» a b", And((A, B))),
        ("AND a", A),
        ("a AND", A),
        ("a AND AND b", And((A, B))),
        ("a AND OR b", Or((A, B))),
        ("-AND a", A),
    ],
)
def test_what_is_not_finished_yet_is_taken_kindly(text: str, tree: Node | None) -> None:
    assert root(text) == tree


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2024, 5, 31), date(2024, 3, 1)),
        (date(2023, 5, 31), date(2023, 3, 1)),
        (date(2024, 1, 15), date(2023, 10, 16)),
        (date(2024, 3, 31), date(2024, 1, 1)),
    ],
)
def test_months_back_end_at_the_last_day_that_the_month_has(today: date, first: date) -> None:
    assert placeless(parse_query("date:3m", today).root) == published(first, today)


def test_a_leap_day_has_its_year_before() -> None:
    assert placeless(parse_query("date:1y", date(2024, 2, 29)).root) == published(date(2023, 3, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("text", "may_go_on"),
    [
        *((text, True) for text in ("a", "x-r", "$5bn", "COVID-19", "C+", "A+", "O'N", "Qur'a", "'s", "it'", "3.1", "ab.c",
                                    "AT&", "U.", "", "***", "½", "北'京", "C++1", "5+5")),
        *((text, False) for text in ("it's", "it’s", "IT’S", "don't,", "she'd", "AT&T", "R&D.", "U.S", "U.N.", "e.g", "C++",
                                     "F#", "C+++")),
    ],
)  # fmt: skip
def test_the_end_of_a_word_may_go_on_unless_it_is_a_letter_of_its_own(text: str, may_go_on: bool) -> None:
    assert word(text).may_go_on is may_go_on
    assert not word(text, phrase=True).may_go_on


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("bia", ""),
        ("coast bia", "coast "),
        ("coast -BIA", "coast "),
        ("(coast OR (i", "(coast OR ("),
        ("coast bias", "coast "),
        ("coast bia ", None),
        ("bias:", None),
        ("coast", None),
        ("bia coast", None),
        ("aéti", None),
        ("x-bia", None),
        ("“bia", None),
        ("", None),
    ],
)
def test_a_last_word_that_may_become_a_field_can_be_left_out(text: str, shorter: str | None) -> None:
    assert without_begun_field(text) == shorter


@pytest.mark.parametrize("sort", list(Sort))
def test_an_order_is_no_term(sort: Sort) -> None:
    query = parse_query(f"sort:{sort} a", TODAY)
    assert query.sort is sort
    assert placeless(query.root) == A
    assert parse_query(f"sort:{sort[:4]}", TODAY).sort is sort


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a titel:b c", "titel:", 'There is no field "titel:".', 'Did you mean "title:"?'),
        ("bais:left", "bais:", 'There is no field "bais:".', 'Did you mean "bias:"?'),
        ("a zzz:b", "zzz:", 'There is no field "zzz:".', "For plain text, put it in quotes"),
        ("is:raed b", "is:raed", '"is:" does not know "raed".', 'Did you mean "is:read"?'),
        (
            "is:zzz",
            "is:zzz",
            '"is:" does not know "zzz".',
            "It takes bookmarked, read, unread, ai, new, hidden, muted.",
        ),
        ("has:vidoe", "has:vidoe", '"has:" does not know', 'Did you mean "has:video"?'),
        ("a bias:centrist", "bias:centrist", '"bias:" does not know "centrist".', 'Did you mean "bias:center"?'),
        ("bias:mixed..left", "bias:mixed..left", '"mixed" has no place between left and right.', ""),
        ("sort:nwest", "sort:nwest", '"sort:" does not know', 'Did you mean "sort:newest"?'),
        ("x date:tomorrow", "date:tomorrow", '"tomorrow" is not a date.', "today, yesterday, 7d, 2w, 3m or 1y"),
        ("date:2024-13", "date:2024-13", '"2024-13" is not a date.', "2024-06"),
        ("date:2023-02-29", "date:2023-02-29", "is not a date.", "2024-06"),
        ("date:0000", "date:0000", "is not a date.", "2024-06"),
        ("date:999999d", "date:999999d", "is not a date.", "7d"),
        ("date:9999y", "date:9999y", "is not a date.", "1y"),
        ("***", "***", "There is nothing to look for in “***”.", "Add a word or a number."),
        ("-\ufe70", "\ufe70", "There is nothing to look for in", "Add a word"),
        ("\ud800", "\ud800", "There is nothing to look for in “\ufffd”.", "Add a word"),
        ("( — )", "—", "There is nothing to look for in “—”.", "Add a word"),
        ("sort:title «…»", "«…»", "There is nothing to look for in “«…»”.", "Add a word"),
        ("title:***,!", "title:***,!", "There is nothing to look for in “title:***,!”.", "Add a word"),
        ("a\u200b ti\u00adtel:b", "ti\u00adtel:", 'There is no field "titel:".', 'Did you mean "title:"?'),
        ("date:1..2..3", "date:1..2..3", "is not a date.", "7d"),
        ("a" * 10_000 + "bc", "bc", "A filter has at most 10,000 characters.", "Leave some"),
        ("is:" + "z" * 5_000, "is:" + "z" * 5_000, "z" * 59 + "…", "It takes bookmarked"),
        ("y" * 5_000 + ":a", "y" * 5_000 + ":", "y" * 39 + "…", "For plain text"),
        ("date:" + "9" * 5_000, "date:" + "9" * 5_000, "9" * 59 + "…", "2024-06"),
    ],
)
def test_what_cannot_be_understood_is_pointed_at_with_the_nearest_word(
    text: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, TODAY)
    error = caught.value
    assert text[error.span.start : error.span.end] == place
    assert message in error.message
    assert hint in error.hint
    assert str(error) == f"{error.message} {error.hint}".rstrip()


@pytest.mark.parametrize("text", ["-", "()", '""', "OR", "AND", "—", "“”"])
def test_a_query_of_signs_alone_is_a_mistake_once_nobody_types(text: str) -> None:
    with pytest.raises(QueryError, match=r"There is nothing to look for in “") as caught:
        parse_query(f" {text}", TODAY, is_finished=True)
    assert caught.value.span.start < caught.value.span.end <= len(text) + 1


@pytest.mark.parametrize("text", ["", " ", "sort:title", "is:read", "a ***", "*** OR a"])
def test_a_query_that_asks_for_something_is_none(text: str) -> None:
    parse_query(text, TODAY, is_finished=True)


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("a titel:b c", "a title:b c"),
        ("bais:left", "bias:left"),
        ("is:raed b", "is:read b"),
        ("is:ai,raed b", "is:ai,read b"),
        ('-has:"vidoe"', '-has:"video"'),
        ("bias:left,centrist", "bias:left,center"),
        ("bias:left..centrist", "bias:left..center"),
        ("bias:cntre..right", "bias:center..right"),
        ("sort:nwest", "sort:newest"),
        ("a\u200b  bias:ce\u00adtner b", "a\u200b  bias:center b"),
        ("titel：a", "title:a"),
        ("is:“raed”", "is:“read”"),
        ("a zzz:b", None),
        ("date:2024-13", None),
        ("bias:mixed..left", None),
        ("is:zzz", None),
    ],
)
def test_the_nearest_word_can_take_the_place_of_the_wrong_one(text: str, corrected: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, TODAY)
    nearest = caught.value.nearest
    if nearest is None:
        assert corrected is None
        return
    assert text[: nearest.span.start] + nearest.text + text[nearest.span.end :] == corrected
    assert not isinstance(parsed(corrected or ""), QueryError)


@pytest.mark.parametrize(
    ("text", "rest", "words"),
    [
        ("a " * 201, "a ", 200),
        ("a " * 200, None, 200),
        ("-a OR " * 200 + "(b OR c)", "b OR c)", 0),
        ("title:" + "a," * 201 + " b", "a, b", 200),
        ("lang:" + "a," * 201, "a,", 0),
        ("date:2024 " * 201, "date:2024 ", 0),
        ("a-" * 200 + "b", "b", 1),
        ('x "' + "a " * 200 + 'b" c', 'a b" c', 2),
        ("x 京" + "京" * 199 + " c", "京 c", 2),
        ("a " * 199 + "title:b-c,d e", "c,d e", 200),
        ("(" * 8 + "a (b) c", None, 3),
        ("(" * 8 + "a ((b) c", "(b) c", 1),
        ("(" * 25 + "a", "(" * 16 + "a", 0),
        ("a OR " * 2_000, "a OR " * 1_800, 200),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_too_long_for_one_search_is_cut_off_and_reported(text: str, rest: str | None, words: int) -> None:
    query = parse_query(text, TODAY)
    assert len(query.wanted_words()) == words
    if rest is None:
        assert query.left_out is None
    else:
        assert query.left_out is not None
        assert text[query.left_out.start : query.left_out.end] == rest
        assert cut_message(text, query.left_out).startswith("This filter is too long for one search: it is cut off")
        assert query.size() <= 400


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Trump: "I\'ll win" (again)', ["Trump", "I'll win", "again"]),
        ("note to self: buy 5 - 3", ["note", "to", "self", "buy", "5", "3"]),
        ("Titles: who won what", ["Titles", "who", "won", "what"]),
        ("U.S. -- China: what's next? (Part 2)", ["U.S.", "China", "what's", "next?", "Part", "2"]),
        ("“It’s over” – or is it? 10:30 a.m.", ["It’s over", "or", "is", "it?", "10:30", "a.m."]),
        ("https://example.org/a?b=c:d", ["https://example.org/a?b=c:d"]),
    ],
)
def test_a_headline_can_be_pasted(text: str, words: list[str]) -> None:
    assert [found.text for found in parse_query(text, TODAY).wanted_words()] == words


def test_every_part_knows_its_place() -> None:
    text = 'a -"b c" title:d,e (date:7d OR is:read)'
    places: list[str] = []
    nodes = [parse_query(text, TODAY).root]
    while nodes:
        match nodes.pop():
            case And(terms) | Or(terms):
                nodes.extend(reversed(terms))
            case Not(term):
                nodes.append(term)
            case None:
                pass
            case node:
                places.append(text[node.span.start : node.span.end])
    assert places == ["a", '"b c"', "title:d,e", "title:d,e", "date:7d", "is:read"]


def test_words_that_are_excluded_are_not_wanted() -> None:
    query = parse_query("a -b (c OR -d) -(e) is:read -(f -g)", TODAY)
    assert [words.text for words in query.wanted_words()] == ["a", "c", "g"]
    assert asks_for(query, Flag.READ)
    assert not asks_for(parse_query("-is:read", TODAY), Flag.READ)
    assert asks_for(parse_query("-(a -is:read)", TODAY), Flag.READ)


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_every_field_has_a_help_and_an_example_that_can_be_searched(field: Field, reader: Reader) -> None:
    assert FIELDS[field.name] is field
    assert field.help
    for value in (field.example, *field.values):
        query = parse_query(f"{field.name}:{value}", TODAY, is_finished=True)
        assert (query.root is None) == field.is_order
        assert reader.search.select(query) is not None


def parsed(text: str) -> Query | QueryError:
    try:
        return parse_query(text, TODAY)
    except QueryError as error:
        return error


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.put(
            "a.yaml",
            {"title": "The defence pact, 北京", "published": "2024-06-20", "language": "en", "id": "one"},
            {"title": "it's C++ and Кремль", "key_points": ["a", "b"], "original": "https://example.org/x"},
        )
        reader = shelf.reader()
        reader.marking.set_bookmark(numbers(reader)[0], True)
        yield reader
        reader.close()


PIECES = (
    *(f"{name}:" for name in FIELDS), "(", ")", "-", "NOT ", " OR ", "|", '"', "'", ",", "..", " ", "a", "C++", "北京",
    "*", "\0", "\ud800", "\\", "%", "left", "read", "2024", "7d", "video", "newest", "AND", "NEAR(", "^", "{", ":", "~",
    "+", "title", "\ufe70", "é", "\n", "٣", "²", "“", "”", "„", "«", "»", "「", "」", "‘", "’", "‚", "：", "，", "（", "）", "–",
    "｜", "AND ", "&&", "\u3000", "\u00ad", "\u200b", "\x1b[", "m", "\r\n", "🎄", "👩\u200d⚕", "1,000", "1000000", "צה\"ל",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), st.integers(1, 10_000))
@example("is:" + "x" * 50, 200)
@example('"', 10_000)
@example("bias:left..", 900)
@example("date:1..", 1_200)
@example("-(", 5_000)
@example("x:", 5_000)
@example("it's ", 2_000)
def test_a_text_of_any_length_is_understood_or_pointed_at(text: str, times: int) -> None:
    text = (text * times)[:10_000]
    query = parsed(text)
    if isinstance(query, QueryError):
        assert 0 <= query.span.start < query.span.end <= len(text)
        nearest = query.nearest
        assert nearest is None or query.span.start <= nearest.span.start <= nearest.span.end <= query.span.end
    else:
        assert all(isinstance(words.may_go_on, bool) for words in query.wanted_words())
        if query.left_out is not None:
            assert 0 <= query.left_out.start < query.left_out.end == len(text)
            assert cut_message(text, query.left_out)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@example("title:\0")
@example("id:\ud800")
@example("lang:\ud800,\0")
def test_whatever_is_typed_is_understood_and_runs_or_is_pointed_at(reader: Reader, text: str) -> None:
    text = text[:200]
    query = parsed(text)
    if isinstance(query, QueryError):
        assert 0 <= query.span.start < query.span.end <= len(text)
        assert query.message
        return
    found = reader.search.select(query)
    assert found is not None
    assert len(set(found)) == len(found) <= 2
    first = reader.search.first(query)
    assert first is None or list(first) == list(found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 9 + "defence" + ")" * 9,
        "(a OR " * 9 + "defence",
        "(a -b OR is:read " * 9,
        "-(a OR is:read " * 9 + "b",
        "is:read -(a -b OR is:read bias:left,right " * 9 + "date:2024",
        "is:ai is:read -(is:ai OR " * 9 + "date:2024",
        "a -(b OR c " * 9 + "d",
        "a -b -(-c OR -d " * 9 + "e",
        "-(-a -b OR -c " * 9 + "d",
        "-(lang:en OR id:a,b " * 9 + "has:video,audio",
        "defence OR " * 200,
        "-zzz " * 199 + "defence",
        "defence -zzz " * 100,
        "is:ai OR " * 200,
        "defence is:unread OR " * 100,
        "-is:read " * 200,
        "title:" + "zzz," * 199 + "defence",
        "date:" + "2024," * 199,
        "lang:" + "x," * 199 + "en",
        "bias:" + "left,not-rated," * 99,
        "is:" + "unread," * 199,
        "defence " * 200,
        "zzz" * 3333,
        "京" * 200,
        "京" * 10_000,
        "a " * 5_000,
        "(" * 10_000,
        "a|" * 5_000,
        "-(a OR b) " * 1_000,
        "a-" * 200,
        "é" * 10_000,
        '"' + "a " * 200 + '"',
        "title:" + "京" * 200,
        "id:" + "a" * 9_990,
        "lang:" + "a" * 9_990,
        "-" * 9_990 + "defence",
        '"' * 10_000,
        ")" * 10_000,
        "a" * 10_000,
    ],
    ids=lambda text: f"{text[:24]} ({len(text)})",
)
def test_queries_at_the_limits_run(reader: Reader, text: str) -> None:
    query = reader.query(text)
    found = reader.search.select(query)
    assert found is not None
    assert len(found) <= 2


def test_a_key_does_not_wait_for_a_query_of_many_words(reader: Reader) -> None:
    few, many = reader.query(" OR ".join(["def"] * 32)), reader.query(" OR ".join(["def"] * 33))
    assert reader.search.first(few) is not None
    assert reader.search.first(many) is None
    assert reader.search.first(reader.query('"' + "a " * 33 + '"')) is None
    assert reader.search.select(many) == reader.search.select(few)


def test_words_are_found_in_any_case_and_accent_and_at_their_beginnings(reader: Reader) -> None:
    for text in (
        "DEFÉNCE",
        "def pac",
        '"defence pact"',
        "北",
        "京",
        "北京",
        "кремл",
        "it's",
        "c++",
        "defence -vietnam",
    ):
        assert len(titles(reader, text)) == 1, text
    for text in ("efence", '"def pact"', '"defence pac"', "京北", "defence -pact"):
        assert titles(reader, text) == [], text
