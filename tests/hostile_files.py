"""Hostile story files, made by code: each with what it has to give, and where it has to complain.

They are data for whoever reads files: the tests, each in a process with bounds, and the fuzzer.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

GOOD: Final = b"title: Good neighbour\nsummary: It is read whatever stands beside it.\n"
"""A file that has to be read whatever is beside it."""


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A file: `titles` are those of the stories that it still gives.

    `complaints` are line, column and a part of the message of each problem, in their order.
    """

    name: str
    make: Callable[[], bytes]
    titles: tuple[str, ...] = ()
    complaints: tuple[tuple[int, int, str], ...] = ()

    @property
    def data(self) -> bytes:
        """What is in the file."""
        return self.make()


def _text(text: str, times: int = 1) -> Callable[[], bytes]:
    return lambda: (text * times).encode("utf-8", "surrogatepass")


def _story(name: str, rest: str, *complaints: tuple[int, int, str], title: str = "T") -> HostileFile:
    """A YAML file that begins with a sound title and summary, and keeps its story."""
    return HostileFile(name, _text(f"title: {title}\nsummary: S\n{rest}"), (title,), complaints)


def _refused(name: str, text: str, *complaints: tuple[int, int, str]) -> HostileFile:
    return HostileFile(name, _text(text), (), complaints)


_YAML: Final = (
    HostileFile("lists.yaml", _text("- ", 25_000), (), ((1, 67, "deeper than 32"), (1, 515, "far too deep"))),
    HostileFile("brackets.yaml", _text("[", 25_000), (), ((1, 1_001, "is not closed"),)),
    HostileFile("braces.yaml", _text("{a: ", 25_000), (), ((1, 129, "deeper than 32"), (1, 1025, "far too deep"))),
    HostileFile(
        "question-marks.yaml", _text("? ", 25_000), (), ((1, 3, "list or a mapping"), (1, 513, "far too deep"))
    ),
    _refused("alias-bomb.yaml", "title: T\na: &a [x,x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", (2, 4, "begins with `&`")),
    _refused("merge-bomb.yaml", "title: T\nsummary: S\n<<: {a: b}\n", (3, 1, "Merging with `<<`")),
    _refused("alias.yaml", "title: T\nsummary: *x\n", (2, 10, "begins with `*`")),
    _refused("tag.yaml", "title: !!python/object/apply:os.system [id]\nsummary: S\n", (1, 8, "begins with `!`")),
    _story("impossible-date.yaml", "published: 2024-13-45\n", (3, 12, "`published` is not a date: 2024-13-45.")),
    _story("endless-number.yaml", f"published: {'9' * 5_000}\n", (3, 12, "`published` is not a date: 9999")),
    _story(
        "endless-year.yaml", f"outlet:\n  id: o\n  name: O\n  founded: {'9' * 5_000}\n", (6, 12, "`founded` is not a")
    ),
    _story("twice.yaml", "title: Second\n", (3, 1, "`title` is given twice; the first one counts.")),
    _story("norway.yaml", "language: NO\nid: 0123\ntopics: [22:22, yes, ~]\n"),
    HostileFile("clock.yaml", _text("title: 22:22\nsummary: 0123\n"), ("22:22",)),
    HostileFile("colon.yaml", _text("title: Foo: bar\nsummary: S\n"), ("Foo: bar",), ((1, 11, "a second colon"),)),
    HostileFile(
        "long-title.yaml",
        lambda: b"title: " + b"x" * 1_000_000 + b"\nsummary: S\n",
        ("x" * 299 + "…",),
        ((1, 8, "cut after 300"),),
    ),
    HostileFile("paragraphs.yaml", lambda: b"title: T\nsummary: |\n" + b"  A paragraph.\n\n" * 781, ("T",)),
    HostileFile(
        "nodes.yaml",
        lambda: b"title: T\nsummary: S\ntopics:\n" + b"- a\n" * 200_000,
        (),
        ((199_999, 3, "more than 200,000 values"),),
    ),
    HostileFile(
        "too-long.yaml",
        lambda: b"title: T\nsummary: " + b"x" * 2_000_001 + b"\n",
        (),
        ((1, 1, "longer than 2 million"),),
    ),
    HostileFile(
        "keys.yaml",
        lambda: b"title: T\nsummary: S\n" + b"".join(b"k%d: v\n" % n for n in range(50_000)),
        ("T",),
        tuple((n, 1, "is not a field") for n in range(3, 23)),
    ),
    _refused("key-is-a-list.yaml", "? [a, b]\n: c\n", (1, 3, "list or a mapping")),
    _refused("scalar.yaml", "just words\n", (1, 1, "This is plain text, not a story.")),
    _refused("list-in-list.yaml", "- - - a\n", (1, 3, "This is a list within a list")),
    HostileFile("no-end.yaml", _text('title: "T\nsummary: S\n'), ("T",), ((1, 8, "never closed"),)),
    _refused("tab.yaml", "\ttitle: T\n", (1, 1, "A tab is used")),
    _refused("documents.yaml", "---\n" * 30_000, (1, 1, "There is no story")),
    HostileFile("many-documents.yaml", _text("---\ntitle: T\nsummary: S\nid: a\n", 3_000), ("T",) * 3_000),
    HostileFile("carriage-returns.yaml", _text("title: T\rsummary: S\r"), ("T",)),
    HostileFile(
        "escapes.yaml",
        _text('title: "T\\e]0;x\\a\\u202e"\nsummary: "\\ud800\\0"\n'),
        ("T",),
        ((2, 11, "\\uD800"),),
    ),
    HostileFile(
        "controls.yaml",
        _text("title: T\x1b]0;x\x07\u202e\nsummary: S\x9b2J\n"),
        ("T",),
        ((1, 9, "control character U+001B"),),
    ),
    HostileFile("one-line.yaml", lambda: b"x" * 3_000_000, (), ((1, 1, "plain text"),)),
    HostileFile("comment.yaml", lambda: b"#" + b"x" * 3_000_000, (), ((1, 1, "There is no story"),)),
    HostileFile("block.yaml", lambda: b"title: T\nsummary: |\n" + b"  x\n" * 400_000, ("T",)),
    HostileFile("quotes.yaml", lambda: b"title: T\nsummary: '" + b"''" * 500_000 + b"'\n", ("T",)),
    HostileFile(
        "indentation.yaml",
        lambda: b"".join(b" " * n + b"a:\n" for n in range(300)),
        (),
        ((33, 33, "deeper than 32"), (257, 257, "far too deep")),
    ),
)

_ENCODINGS: Final = (
    HostileFile("utf-16.yaml", lambda: "\ufefftitle: T\nsummary: S\n".encode("utf-16-le"), ("T",)),
    HostileFile("utf-16-big.yaml", lambda: "\ufefftitle: T\nsummary: S\n".encode("utf-16-be"), ("T",)),
    HostileFile("utf-16-bare.yaml", lambda: "title: T\nsummary: S\n".encode("utf-16-le"), (), ((1, 2, "NUL"),)),
    HostileFile("utf-32.yaml", lambda: "title: T\nsummary: S\n".encode("utf-32"), (), ((1, 1, "NUL"),)),
    HostileFile(
        "latin-1.yaml", lambda: "title: Café\nsummary: S\n".encode("latin-1"), ("Café",), ((1, 11, "byte 0xE9"),)
    ),
    HostileFile(
        "mixed.yaml", lambda: "title: Café\n".encode() + b"summary: Caf\xe9\n", ("Café",), ((2, 13, "byte 0xE9"),)
    ),
    HostileFile("half-a-character.yaml", lambda: b"title: T\nsummary: \xf0\x9f", ("T",), ((2, 10, "byte 0xF0"),)),
    HostileFile("surrogate.yaml", lambda: b"title: T\xed\xa0\x80\nsummary: S\n", ("Tí €",), ((1, 9, "byte 0xED"),)),
    HostileFile("odd-utf-16.yaml", lambda: b"\xff\xfet\0i\0t", (), ((1, 3, "not UTF-16"),)),
    HostileFile("bom-twice.yaml", _text("\ufeff\ufefftitle: T\nsummary: S\n"), ("T",)),
    HostileFile("bom-inside.yaml", _text("title: T\ufeff\nsummary: S\ufeff\n"), ("T",)),
    HostileFile("nul.yaml", lambda: b"title: T\nsummary: a\0b\n", (), ((2, 11, "NUL"),)),
    HostileFile("picture.yaml", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), (), ((1, 1, "byte 0x89"),)),
    HostileFile("packed.txt", lambda: gzip.compress(GOOD * 100, mtime=0), (), ((1, 2, "byte 0x8B"),)),
    HostileFile("program.md", lambda: b"\x7fELF" + bytes(4_000), (), ((1, 5, "NUL"),)),
    HostileFile("empty.yaml", lambda: b"", (), ((1, 1, "empty"),)),
    HostileFile("blank.txt", lambda: b" \n\t\n" * 100_000, (), ((1, 1, "empty"),)),
    HostileFile("bom-only.md", lambda: b"\xef\xbb\xbf", (), ((1, 1, "empty"),)),
)

_MARKDOWN: Final = (
    HostileFile("quotes.md", _text("# T\n\n" + ">" * 500_000 + " x\n"), ("T",)),
    HostileFile(
        "nested-lists.md", lambda: b"# T\n\n" + b"".join(b" " * (2 * n) + b"- x\n" for n in range(900)), ("T",)
    ),
    HostileFile("no-end.md", _text("---\ntitle: T\n" + "x\n" * 100_000), (), ((1, 1, "never closed"),)),
    HostileFile(
        "table.md",
        lambda: (
            b"# T\n\n"
            + b"|"
            + b" a |" * 1_000
            + b"\n"
            + b"|---" * 1_000
            + b"|\n"
            + (b"|" + b" b |" * 1_000 + b"\n") * 400
        ),
        ("T",),
    ),
    HostileFile("headings.md", _text("# T\n" * 100_000), ("T",)),
    HostileFile("stars.md", _text("# T\n\n" + "*" * 1_000_000 + "\n"), ("T",)),
    HostileFile("underscores.md", _text("# T\n\n" + "__a" * 300_000 + "\n"), ("T",)),
    HostileFile("hashes.md", _text("# T\n\n# " + "a #" * 300_000 + "b\n"), ("T",)),
    HostileFile("fences.md", _text("# T\n\n" + "```\n" * 200_000), ("T",)),
    HostileFile("html.md", _text("# T\n\n<script>alert(1)</script> &#x202E;![a](file:///etc/passwd)\n"), ("T",)),
    HostileFile(
        "front-matter-depth.md",
        _text("---\n" + "[" * 25_000 + "\n---\n# T\n\nS\n"),
        ("T",),
        ((2, 1_001, "is not closed"),),
    ),
    HostileFile("front-matter-list.md", _text("---\n- a\n---\n# T\n\nS\n"), (), ((2, 3, "has no fields"),)),
    HostileFile("points.md", _text("# T\n\n## Key points\n\n" + "- x\n" * 200_000), ("T",)),
    HostileFile("too-long.md", lambda: b"# T\n\n" + b"x" * 2_000_001, (), ((1, 1, "larger than 2 MB"),)),
    HostileFile("rules.md", _text("---\n" * 200_000), (), ((1, 1, "neither front matter nor a title"),)),
)

_PAGES: Final = (
    HostileFile("bullets.txt", _text("• x\n" * 300_000), ("• x",)),
    HostileFile("empty-bullets.txt", _text("T\n" + "•\n" * 300_000), (), ((1, 1, "nothing else"),)),
    HostileFile("title-only.txt", _text("T\n"), (), ((1, 1, "nothing else"),)),
    HostileFile("one-line.txt", lambda: b"x" * 1_900_000, ("x" * 299 + "…",)),
    HostileFile("carriage-returns.txt", _text("T\r\rS\r• a\r"), ("T",)),
    HostileFile("originals.txt", _text("T\n\nS\n" + "Original article here.\n" * 80_000), ("T",)),
    HostileFile(
        "labels.txt",
        _text("T\n\nS\n\n• a\n\n" + "Published: never\n" * 60_000),
        ("T",),
        ((7, 12, "This is not a date: never."),),
    ),
    HostileFile("colons.txt", _text("T\n\n" + "a : " * 400_000 + "\n"), ("T",)),
    HostileFile("spaces.txt", _text("T\n\nOriginal" + " " * 390 + "x\n" + "S\n"), ("T",)),
    HostileFile("brackets.txt", _text("T\n\n" + "[" * 900_000 + "](https://x\n"), ("T",)),
    HostileFile("links.txt", _text("T\n\nS\n" + "[a](https://x" * 100_000 + "\n"), ("T",)),
    HostileFile("entries.txt", _text("T\n\n" + "The Post is a newspaper.\n\n" * 60_000), ("T",)),
    HostileFile("copulas.txt", _text("T\n\n" + "The " + "a " * 800_000 + "\n"), ("T",)),
    HostileFile("indented.txt", lambda: b"".join(b" " * (n % 3_000) + b"x\n" for n in range(1_000)), ("x",)),
)

HOSTILE: Final = (*_YAML, *_ENCODINGS, *_MARKDOWN, *_PAGES)
"""All hostile files."""
