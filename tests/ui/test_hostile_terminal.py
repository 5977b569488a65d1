"""A hostile library, gone through in a real terminal: nothing of it steers that."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final, Protocol

import pytest
import yaml
from tests.ui.stream import strange_parts
from tests.ui.terminal import reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STOLEN: Final = b64encode(b"stolen").decode()
STEERING: Final = (
    f"\x1b]52;c;{STOLEN}\x07\x1b]2;renamed\x1b\\\x1b]8;;ssh://evil.example\x1b\\\x1b[2J\x1b[31m\x1b[?1049l\x1bc\x1bPq\x1b\\"
    f"\x9b2J\x9d52;c;{STOLEN}\x9c\x90q\x9c\x84\x85\x00\x07\x08\x0e\x7f\r\u202eabc\u202c\u2066\u200b\u2028\ufeff\u00ad"
)
MARKUP: Final = (
    "[/] [@click=app.quit]quit[/] [ @click=app.exit]x [link=ssh://evil.example]y[/link] [bold $primary {x} %s"
)
FLOOD: Final = "Z" + "\u0301\u0489" * 200
EVIL: Final = f"{STEERING}{MARKUP} {FLOOD}"
STORIES: Final = 24


def write_hostile(root: Path) -> None:
    """A library in which everything that can be written by others is hostile."""
    root.mkdir()
    outlet = {
        "id": "evil",
        "name": f"Outlet {EVIL}",
        "aliases": [f"Alias {EVIL}"],
        "description": f"About {EVIL} {'long ' * 500}",
        "country": EVIL,
        "website": f"https://evil.example/{STEERING}",
        "bias": {"rating": "left", "source": f"Source {EVIL}", "as_of": EVIL, "note": EVIL, "url": f"ssh://{EVIL}"},
    }
    dump(root / "outlets.yaml", [outlet])
    stories = [
        {
            "title": f"Title {number} {EVIL} {'very ' * 300}long",
            "summary": f"Summary {EVIL}\n\nhttps://evil.example/{number} https://a@evil.example/ {'word ' * 200}",
            "key_points": [f"Point {EVIL}", "P" * 5000],
            "topics": [f"topic {EVIL}", "[/]"],
            "outlet": "evil" if number % 2 else {"name": f"Inline {number} {EVIL}", "website": EVIL},
            "original": {"url": f"https://evil.example/{number}[@click=app.quit]", "kind": "article"},
            "language": EVIL,
            "generator": EVIL,
            "ai_generated": True,
            "published": EVIL if number == 0 else "2024-06-20",
        }
        for number in range(STORIES - 1)
    ]
    dump(root / f"name\x1b]2;renamed\x07\u202e{MARKUP.replace('/', '')}.yaml", stories)
    (root / "body.md").write_text(
        f"---\ntitle: 'Marked {MARKUP}'\npublished: 2024-06-21\n---\n# Head {EVIL}\n\n[words {EVIL}](https://evil.example/a) "
        f"[bbc.co.uk](https://evil.example) ![i](file:///x) &#x202E;&#27;]2;renamed&#7; <b onclick=x>{EVIL}</b>\n\n"
        f"```\n{EVIL}\n```\n\n| a | {EVIL} |\n|---|---|\n| b | c |\n".replace("\x00", ""),
        encoding="utf-8",
    )
    (root / "bad\x1b[31m\x9b.yaml").write_text(f"title: {STEERING}: [\n{EVIL}: : :\n", encoding="utf-8")
    (root / "page.txt").write_bytes(b"\xff\x1b]2;renamed\x07\x9b\n\n\x1b[2J")


def dump(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=False), encoding="utf-8")


def shows(words: str) -> Callable[[str], bool]:
    return lambda text: words in text


BOXES: Final = "?!OvVtel"
"""The keys of all boxes."""
CORNER: Final = "╭─"
"""What only a box has."""


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
def test_nothing_of_a_hostile_library_steers_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    write_hostile(tmp_path / "news")
    columns, lines = size
    with reader(tmp_path, "--library", str(tmp_path / "news"), columns=columns, lines=lines) as terminal:
        terminal.wait_for(shows(f"{STORIES} of {STORIES}"), "the stories are listed")
        terminal.wait_for(shows("Marked"), "the Markdown story is there too")
        go_through(terminal)
        assert b"\x1b]52" not in terminal.written, "nothing was copied before the user did"
        whole = terminal.written.rpartition(b"\x1b")[0]  # the last sequence may still be on its way
        assert strange_parts(whole) == []
        terminal.press("y")
        terminal.wait_for(lambda _: b"\x1b]52;c;" in terminal.written, "the link is copied")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert STOLEN.encode() not in terminal.written
        assert b"\x1b]2;" not in terminal.written
        assert strange_parts(terminal.written, may_copy=True) == []


class Screen(Protocol):
    """A terminal with the reader in it."""

    def press(self, keys: str) -> None:
        """Type keys."""

    def wait_for(self, condition: Callable[[str], bool], what: str) -> str:
        """The text of the screen as soon as `condition` holds for it."""
        ...


def go_through(terminal: Screen) -> None:
    """Open everything there is to see, on stories of several kinds."""
    for _ in range(3):
        terminal.press("\r")
        terminal.wait_for(shows("["), "the story is shown")
        for key in (" ", "\x1b[6~", "\x1b[F", "z", "z", "3", "1"):
            terminal.press(key)
        for key in BOXES:
            terminal.press(key)
            terminal.wait_for(shows(CORNER), f"the box of {key} is shown")
            terminal.press("\x1b[B\x1b[B")
            terminal.press("\x1b")
            terminal.wait_for(lambda text: CORNER not in text, "the box is closed")
        terminal.press("j")
    terminal.press(":")
    terminal.wait_for(shows("─ Commands ─"), "the palette is shown")
    terminal.press("[/] out")
    terminal.wait_for(shows("[/] out"), "the palette searches")
    terminal.press("\x1b")
    terminal.wait_for(lambda text: "[/] out" not in text, "the palette is closed")
    terminal.press("/")
    terminal.press("topic:")
    terminal.wait_for(shows("topic"), "values are offered")
    terminal.press("t\x15\r1\x01b")
    terminal.wait_for(shows(CORNER), "it is asked")
    terminal.press("n")
    terminal.wait_for(lambda text: CORNER not in text, "the question is closed")
    terminal.press("f")
    terminal.press("r")
