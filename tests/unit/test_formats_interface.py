"""The way in: decoding, choosing a format, and what importing and hostile files may not do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsreader.errors import FormatError
from newsreader.formats import SUFFIXES, decode, parse, parse_outlets, write
from newsreader.story import Story, with_id

_BINARY = "There is a NUL character here: this looks like a binary file, not text."
_STORY = with_id(Story(id="", title="x", summary="y"))


def _run(code: str) -> str:
    """What a new interpreter prints for `code`; fails if it does not end well."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_of_several_encodings_are_decoded(encoding: str) -> None:
    assert decode("Été \U0001f680".encode(encoding)) == "Été \U0001f680"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"", (1, 1), "The file is empty."),
        (b" \r\n\t", (1, 1), "The file is empty."),
        (b"\xef\xbb\xbf", (1, 1), "The file is empty."),
        ("a\nÉté caf\xe9".encode("latin-1"), (2, 1), "The byte 0xC9 here is not UTF-8 text."),
        ("a\r\nÉté caf".encode() + b"\xe9", (2, 8), "The byte 0xE9 here is not UTF-8 text."),
        (b"\xff\xfea\x00\x00\xd8", (1, 2), "The byte 0x00 here is not UTF-16 text."),
        (b"one\ntw\x00o", (2, 3), _BINARY),
        ("title: x".encode("utf-32"), (1, 1), _BINARY),
        (b"x" * 64_000_001, (1, 1), "The file is larger than 64 MB."),
    ],
)  # fmt: skip
def test_what_is_not_text_says_where(data: bytes, place: tuple[int, int], message: str) -> None:
    with pytest.raises(FormatError) as caught:
        decode(data)
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.message == message
    assert caught.value.fix


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("data", [b"", b"\xff", b"a\0b", "\u200b\u202e\n".encode()])
def test_a_file_that_is_not_text_is_a_problem_in_each_format(suffix: str, data: bytes) -> None:
    parsed = parse(data, f"x{suffix}")
    assert parsed.stories == ()
    assert len(parsed.problems) == 1
    assert len(parse_outlets(data, "outlets.yaml").problems) == 1


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_file_of_one_story_has_a_smaller_limit(suffix: str) -> None:
    assert parse(b"x" * 2_000_001, f"x{suffix}").problems[0].message == "The file is larger than 2 MB."


@pytest.mark.parametrize("suffix", [*sorted(SUFFIXES), ".YAML", ".Md", ".TXT"])
def test_the_ending_says_which_format_it_is(suffix: str) -> None:
    assert [placed.story for placed in parse(write(_STORY, suffix).encode(), f"a.b/x{suffix}").stories] == [_STORY]


@pytest.mark.parametrize("path", ["x", "x.json", "yaml", ".yaml/x"])
def test_another_ending_is_a_problem(path: str) -> None:
    parsed = parse(b"title: x", path)
    assert parsed.stories == ()
    assert [problem.fix for problem in parsed.problems] == ["Give it one of the endings .md, .txt, .yaml, .yml."]


def test_another_ending_cannot_be_written() -> None:
    with pytest.raises(ValueError, match=r"'\.json' is not one of \.md"):
        write(_STORY, ".json")


def test_importing_the_package_imports_no_yaml() -> None:
    code = "import sys, newsreader.formats as f; f.parse(b'a\\n\\nb', 'x.txt'); print('yaml' in sys.modules)"
    assert _run(code) == "False\n"


@pytest.mark.parametrize("piece", ["- ", "[", "{a: ", "? ", "- - a\n  - ", "[{"])
def test_deep_nesting_is_refused_even_on_a_small_stack(piece: str) -> None:
    code = f"""
import threading
from newsreader.formats import parse, parse_outlets
data = ({piece!r} * 50_000)[:50_000].encode()
def read():
    for name in ("x.yaml", "x.md"):
        text = data if name == "x.yaml" else b"---\\n" + data + b"\\n---\\n# T\\n\\nText\\n"
        assert parse(text, name).problems
    assert parse_outlets(data, "outlets.yaml").problems
    print("survived")
threading.stack_size(64 * 1024)
thread = threading.Thread(target=read)
thread.start()
thread.join()
"""
    assert _run(code) == "survived\n"


@pytest.mark.parametrize(
    "data",
    [
        b"title: " + b"a: " * 100_000,
        b"title: x\nsummary: " + b"'" * 100_001,
        b"title: x\n" + b"a: b\n" * 50_000,
        b"- " * 30 + b"title: x",
        b"title: x\nsummary: y\nfounded: " + b"9" * 5000,
        b"!!python/object/apply:os.system ['true']",
        b"title: !!python/name:os.system x\nsummary: y",
        b"%TAG ! tag:example.org,2000:\n---\ntitle: !x y\n",
        b"\x00\xfe\xff" * 1000,
        b"title: x\nsummary: |9\n  y\n",
        b"? " * 1000,
        b"a\n\n" + b"\\" * 100_000,
        b"a\n\n" + b"-" * 100_000,
        b"a\n\n" + b"- " * 100_000,
        b"a\n\nThe " + b"is " * 30_000,
        b"a\n\n" + b"this summary is AI " * 20,
        b"a\n\n" + b"Original " * 40,
        b"# a\n\n" + b"#" * 100_000,
        b"# a\n\n" + b"## " * 50_000,
        b"# a\n\n**" + b"*" * 100_000,
        b"---\n" * 50_000,
    ],
)
@pytest.mark.parametrize("suffix", [".yaml", ".md", ".txt"])
def test_hostile_files_give_stories_or_problems(data: bytes, suffix: str) -> None:
    parsed = parse(data, f"x{suffix}")
    assert parsed.stories or parsed.problems
