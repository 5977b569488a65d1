"""Whatever stands in files, names and arguments, nothing that steers a terminal comes out of a command."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

Call = Callable[..., subprocess.CompletedProcess[str]]

EVIL: Final = "E\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202e\u200bvil"
STORY: Final = f"""\
title: "{EVIL.encode("unicode_escape").decode()} story"
summary: "{EVIL.encode("unicode_escape").decode()}"
id: "{EVIL.encode("unicode_escape").decode()}"
key_points: ["{EVIL.encode("unicode_escape").decode()}"]
topics: ["{EVIL.encode("unicode_escape").decode()}"]
outlet: {{id: "{EVIL.encode("unicode_escape").decode()}", name: "{EVIL.encode("unicode_escape").decode()}"}}
original: "https://x.example/{EVIL.encode("unicode_escape").decode()}"
"wrong\\x1b[31m": 1
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / f"lib{EVIL.replace('/', '')}"
    root.mkdir()
    (root / f"f{EVIL}.yaml").write_text(STORY, encoding="utf-8")
    (root / f"bad{EVIL}.yaml").write_text("title: \x1b[31m: x: y\n", encoding="utf-8")
    (root / os.fsdecode(b"raw\xff\x1b.md")).write_text(f"# {EVIL}\n\n{EVIL}\n", encoding="utf-8")
    (root / "outlets.yaml").write_text(f"- id: '\x1b[31m{EVIL}'\n  name: {EVIL}\n- id: x\n  id: y\n", encoding="utf-8")
    return root


def steering(text: str) -> set[str]:
    """The characters of `text` that steer, hide or reorder."""
    hidden = {chr(code) for code in (0x200B, 0x202E, 0x202D, 0x2066, 0xFEFF)}
    return {char for char in text if char in hidden or (unicodedata.category(char) == "Cc" and char != "\n")}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list",), 0),
        (("list", "--format", "json"), 0),
        (("list", "--format", "jsonl"), 0),
        (("list", "--format", "ids"), 0),
        (("show", "Evil"), 0),
        (("show", "Evil", "--format", "markdown"), 0),
        (("show", "Evil", "--format", "json"), 0),
        (("events",), 0),
        (("events", "--format", "json"), 0),
        (("events", f"event:{EVIL}"), 0),
        (("check",), 1),
        (("outlets",), 0),
        (("outlets", "--format", "json"), 0),
        (("bookmark", "add", "Evil"), 0),
        (("mark", "read", "evil"), 0),
        (("tag", "add", EVIL, "evil"), 0),
        (("tag", "list"), 0),
        (("bookmark", "export", "-"), 0),
        (("bookmark", "export", "-", "--format", "markdown"), 0),
        (("doctor",), 0),
        (("list", f"is:{EVIL}"), 2),
        (("list", f"date:{EVIL}"), 2),
        (("list", f"{EVIL}"), 0),
        (("show", EVIL), 1),
        (("bookmark", "add", EVIL), 1),
        (("bookmark", "import", EVIL), 2),
        (("check", EVIL), 2),
        ((EVIL,), 2),
        (("list", f"--{EVIL}"), 2),
        (("list", "--format", EVIL), 2),
        (("list", "--limit", EVIL), 2),
        (("show",), 2),
        (("--filter", f"is:{EVIL}"), 2),
        (("init", f"/dev/null/{EVIL}"), 1),
    ],
    ids=lambda value: (
        " ".join(value).encode("unicode_escape").decode()[:40] if isinstance(value, tuple) else str(value)
    ),
)
def test_no_command_steers_the_terminal(
    library: Path, home: dict[str, str], call: Call, words: tuple[str, ...], code: int
) -> None:
    if words[:2] == ("bookmark", "export") or words == ("tag", "list"):
        call(home, "--library", library, "bookmark", "add", "Evil")
        call(home, "--library", library, "tag", "add", EVIL, "evil")
    done = call(home, "--library", library, *words, code=code)
    assert steering(done.stdout) == set()
    assert steering(done.stderr) == set()
    assert done.stdout or done.stderr


def test_what_json_escapes_is_still_what_it_was(library: Path, home: dict[str, str], call: Call) -> None:
    (story,) = [
        data
        for data in json.loads(call(home, "--library", library, "list", "--format", "json").stdout)
        if data["path"].startswith("f")
    ]
    assert story["path"] == f"f{EVIL}.yaml"
    assert story["title"] == "Evil story"


def test_an_unknown_library_is_named_clean(home: dict[str, str], call: Call, tmp_path: Path) -> None:
    done = call(home, "--library", tmp_path / EVIL, "list", code=2)
    assert steering(done.stderr) == set()
    assert "There is no library" in done.stderr
