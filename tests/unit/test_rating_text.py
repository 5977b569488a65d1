"""Writing a rating into the text of a registry: everything else of it stays as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.strategies import filled_lines, urls

from newsreader.bias import BY_ID, SCALE
from newsreader.formats import parse_outlets
from newsreader.formats.reports import ParsedOutlets
from newsreader.formats.values import is_web_address
from newsreader.formats.yaml import rating
from newsreader.formats.yaml.places import comments, extents
from newsreader.formats.yaml.rating import with_ratings
from newsreader.formats.yaml.registry_text import NotRatedError
from newsreader.formats.yaml.story import parse_outlet_registry
from newsreader.paths import sample_library
from newsreader.story import Bias, Outlet

NEW = Bias(BY_ID["lean-left"], "Me: a reader", "", date(2026, 11, 27))
BLOCK = '    rating: lean-left\n    source: "Me: a reader"\n    as_of: 2026-11-27\n'
FLOW = '{rating: lean-left, source: "Me: a reader", as_of: 2026-11-27}'

SHAPES = {
    "no rating": ("- id: a\n  name: A\n", f"- id: a\n  name: A\n  bias:\n{BLOCK}"),
    "no end of line": ("- id: a\n  name: A", f"- id: a\n  name: A\n  bias:\n{BLOCK[:-1]}"),
    "a comment at the end": (
        "- id: a\n  name: A  # the first\n\n# the second\n- id: b\n",
        f"- id: a\n  name: A  # the first\n  bias:\n{BLOCK}\n# the second\n- id: b\n",
    ),
    "a text at the end": (
        "- id: a\n  description: >-\n    One\n    # no comment\n\n- id: b\n",
        f"- id: a\n  description: >-\n    One\n    # no comment\n  bias:\n{BLOCK}\n- id: b\n",
    ),
    "another rating": (
        "- id: a\n  bias:\n    # of theirs\n    rating: left # so\n    source: Them\n    url: https://x.example # gone?\n"
        "    as_of: 2020-01-01\n    note: old\n  name: A\n",
        '- id: a\n  bias:\n    # of theirs\n    rating: lean-left # so\n    source: "Me: a reader"\n    # gone?\n'
        "    as_of: 2026-11-27\n  name: A\n",
    ),
    "a rating alone": ("- id: a\n  bias: left  # so\n  name: A\n", f"- id: a\n  bias:  # so\n{BLOCK}  name: A\n"),
    "an empty rating": ("- id: a\n  bias:\n  name: A\n", f"- id: a\n  bias:\n{BLOCK}  name: A\n"),
    "in brackets": ("- {id: a, name: A}\n", f"- {{id: a, name: A, bias: {FLOW}}}\n"),
    "a comma at the end": ("- {id: a, name: A,}\n", f"- {{id: a, name: A, bias: {FLOW},}}\n"),
    "a rating in brackets": (
        "- id: a\n  bias: {rating: left, source: Them, note: old}  # so\n",
        f"- id: a\n  bias: {FLOW}  # so\n",
    ),
    "a rating alone in brackets": ("- {id: a, bias: left, name: A}\n", f"- {{id: a, bias: {FLOW}, name: A}}\n"),
    "JSON": (
        '[\n{"id": "a", "bias": {"rating": "left", "source": "Them"}}\n]',
        f'[\n{{"id": "a", "bias": {FLOW}}}\n]',
    ),
    "an outlet alone": ("id: a\nname: A\n", f"id: a\nname: A\nbias:\n{BLOCK.replace('    ', '  ')}"),
    "documents": ("---\nid: b\n---\nid: a\n...\n", f"---\nid: b\n---\nid: a\nbias:\n{BLOCK.replace('    ', '  ')}...\n"),
    "not there": ("- id: b\n", f"- id: b\n- id: a\n  name: A\n  bias:\n{BLOCK}"),
    "not there, with empty lines": (
        "- id: c\n\n- id: b\n# end\n",
        f"- id: c\n\n- id: b\n\n- id: a\n  name: A\n  bias:\n{BLOCK}# end\n",
    ),
    "not there, indented": ("  - id: b", f"  - id: b\n  - id: a\n    name: A\n    bias:\n{BLOCK[:-1].replace('    ', '      ')}"),
    "not there, in brackets": ("[{id: b}]\n", f"[{{id: b}}, {{id: a, name: A, bias: {FLOW}}}]\n"),
    "comments alone": ("# Outlets", f"# Outlets\n- id: a\n  name: A\n  bias:\n{BLOCK}"),
    "nothing": ("", f"- id: a\n  name: A\n  bias:\n{BLOCK}"),
}  # fmt: skip


def with_rating(data: bytes, outlet: Outlet, bias: Bias) -> bytes:
    return with_ratings(data, [(outlet, bias)])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_a_rating_is_written_in_the_way_of_the_file(shape: str, ends: str, mark: str) -> None:
    before, after = SHAPES[shape]
    if "\n" not in before:
        ends = "\n"
    data = (mark + before).replace("\n", ends).encode()
    assert with_rating(data, Outlet("a", "A"), NEW).decode() == (mark + after).replace("\n", ends)


def test_utf_16_stays_utf_16() -> None:
    assert with_rating("- id: a\n".encode("utf-16"), Outlet("a"), NEW).decode("utf-16") == f"- id: a\n  bias:\n{BLOCK}"


@pytest.mark.parametrize(
    "data",
    [
        b"- id: a\n  bias: [left]\n",
        b"- id: a\n  bias: !x {rating: left}\n",
        b"- id: a\n  bias: {rating: left\n",
        b"- id: a\n- id: a\n",
        b"- id: a\n  name: \xff\n",
        b"- &x {id: a}\n",
        b"plain text\n",
    ],
)
def test_a_registry_with_an_error_or_of_another_shape_is_refused(data: bytes) -> None:
    with pytest.raises(NotRatedError, match=r"\w.*\.$"):
        with_rating(data, Outlet("a"), NEW)


def test_each_outlet_of_the_sample_can_be_rated() -> None:
    data = (sample_library() / "outlets.yaml").read_bytes()
    for outlet in parse_outlets(data, "").outlets:
        check(data, outlet, NEW)


def test_several_ratings_read_the_registry_as_often_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (sample_library() / "outlets.yaml").read_bytes()
    outlets = parse_outlets(data, "").outlets
    one_by_one = data
    for outlet in outlets:
        one_by_one = with_rating(one_by_one, outlet, NEW)
    read: list[bytes] = []
    parse = parse_outlet_registry

    def counted(data: bytes, path: str) -> ParsedOutlets:
        read.append(data)
        return parse(data, path)

    monkeypatch.setattr(rating, "parse_outlet_registry", counted)
    assert with_ratings(data, [(outlet, NEW) for outlet in outlets]) == one_by_one
    assert len(read) == 2, "what there is, and what was made"


@pytest.mark.parametrize(
    "data",
    [
        b"- id: a\n- id: b\n  bias:\n    rating: left\n    url: http://x.example/\n    more: so\n",
        b"- id: a\n- id: b\n  bias:\n    more: so\n    rating: left\n    url: http://x.example/\n",
        b"[{id: a}, {id: b}]\n",
        b"id: a\n---\nid: b\nbias: left",
    ],
)
def test_outlets_are_rated_and_added_together(data: bytes) -> None:
    ratings = [(Outlet(id), NEW) for id in ("b", "c", "a", "d")]
    one_by_one = data
    for outlet, bias in ratings:
        one_by_one = with_rating(one_by_one, outlet, bias)
    assert with_ratings(data, ratings) == one_by_one


def check(data: bytes, outlet: Outlet, bias: Bias) -> None:
    """Rate an outlet, and compare all that is said of all outlets, and all comments."""
    before = parse_outlets(data, "").outlets
    written = with_rating(data, outlet, bias)
    expected = [replace(each, bias=bias) if each.id == outlet.id else each for each in before]
    if outlet.id not in {each.id for each in before}:
        expected.append(Outlet(outlet.id, outlet.name or outlet.id, bias=bias))
    assert list(parse_outlets(written, "").outlets) == expected
    then, now = data.decode("utf-8-sig"), written.decode("utf-8-sig")
    assert comments(now, extents(now)) == comments(then, extents(then))
    assert with_rating(written, outlet, bias) == written


COMMENTS = st.sampled_from(["", "", " # so", "  # a: b", " #"])
LINES_BETWEEN = st.lists(st.sampled_from(["", "# alone", "  # in", "      # deep", "#"]), max_size=2)
SCALARS = st.sampled_from(
    ["A", "'it''s'", '"a: b # c"', "http://x.example/#y", "two\n      lines", ">-\n      a text\n      # of text", "|+\n      kept\n", ""]
)  # fmt: skip
RATINGS = st.sampled_from(["left", "Lean Right", "'center'", '"mixed"'])


@st.composite
def block_biases(draw: st.DrawFn) -> str:
    names = draw(st.permutations(["rating", "source", "url", "as_of", "note", "other"]))
    chosen = [name for name in names if name == "rating" or draw(st.booleans())]
    lines = []
    for name in chosen:
        value = draw(RATINGS) if name == "rating" else "2020-01-02" if name == "as_of" else draw(SCALARS)
        value = "https://y.example" if name == "url" else value
        lines += [*draw(LINES_BETWEEN), f"    {name}: {value}{'' if chr(10) in value else draw(COMMENTS)}"]
    return f"bias:{draw(COMMENTS)}\n" + "\n".join(lines)


BIASES = st.one_of(
    st.just(""),
    block_biases(),
    RATINGS.map(lambda rating: f"bias: {rating}"),
    st.just("bias:"),
    st.just("bias: {}"),
    RATINGS.map(lambda rating: f"bias: {{ rating: {rating} , 'source':them }}"),
    RATINGS.map(lambda rating: f"bias: {{rating: {rating}, # why\n      note: x}}"),
)


@st.composite
def registries(draw: st.DrawFn) -> bytes:
    entries = []
    for number in range(draw(st.integers(0, 3))):
        fields = [f"name: N{number}", f"description: {draw(SCALARS)}", "aliases:\n  - x\n  - y", draw(BIASES)]
        fields = [each for each in draw(st.permutations(fields)) if each]
        entry = "\n".join(
            [f"id: o{number}{draw(COMMENTS)}", *(line for each in fields for line in (*draw(LINES_BETWEEN), each))]
        )
        entries.append("- " + entry.replace("\n", "\n  "))
    text = "\n".join([*draw(LINES_BETWEEN), *entries, *draw(LINES_BETWEEN)])
    end = draw(st.sampled_from(["\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + text + draw(st.sampled_from(["", "\n", "\n\n"]))).replace("\n", end).encode()


NEW_BIASES = st.builds(
    Bias,
    st.sampled_from(SCALE),
    filled_lines,
    st.one_of(st.just(""), urls.filter(is_web_address)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@settings(max_examples=400)
@given(registries(), st.integers(0, 3), NEW_BIASES)
@example(b"- id: o0\n  bias: {rating: left, # why\n    note: x}\n", 0, NEW)
def test_only_the_rating_changes_whatever_the_registry_looks_like(data: bytes, number: int, bias: Bias) -> None:
    check(data, Outlet(f"o{number}", "N"), bias)


def test_the_file_of_another_program_is_no_registry(tmp_path: Path) -> None:
    with pytest.raises(NotRatedError):
        with_rating(b"a: [1, 2]\n", Outlet("a"), NEW)


def test_a_comment_behind_text_that_looks_like_one_stays() -> None:
    data = b'- id: o2\n  name: N2\n  bias:\n    rating: left\n    source: "a: b # c" # so\n    as_of: 2020-01-02\n'
    bias = Bias(BY_ID["center"], "Somebody", "", date(2024, 6, 20))
    made = with_rating(data, Outlet("o2", "N2"), bias).decode()
    assert "# so" in made
    assert "# c" not in made
    assert "source: Somebody" in made
