"""The walk-throughs of CONTRIBUTING.md, taken apart and followed in a copy of the source.

A step that changes a file is a line such as ``` `src/newsreader/query/fields.py`, before `Field("sort",`: ``` with a
block of code below it. The anchor is the beginning of a line, without the spaces in front; the first such line counts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.unit.documents import ROOT

_SECTION: Final = re.compile(r"^### (?P<title>.+)\n(?P<text>(?:(?!^##).*\n)*)", re.MULTILINE)
_STEP: Final = re.compile(
    r"^ *`(?P<file>[\w/.]+)`, (?P<side>before|after|at the end|new)(?: `(?P<anchor>.+)`)?:\n\n"
    r"```\w+\n(?P<code>(?:(?!```).*\n)*)```$",
    re.MULTILINE,
)
_BLOCK: Final = re.compile(r"^```\w+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """Put `code` into a file: before or after the line that begins with `anchor`, at the end, or as a new file."""

    file: str
    side: str
    anchor: str
    code: str

    def apply(self, project: Path) -> None:
        """Change the file in the copy `project`."""
        path = project / self.file
        if self.side == "new":
            assert not path.exists(), f"{self.file} is there already"
            path.write_text(self.code, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        place = len(lines) if self.side == "at the end" else self._line_in(lines) + (self.side == "after")
        lines.insert(place, f"\n\n{self.code}" if place == len(lines) else self.code)
        path.write_text("".join(lines), encoding="utf-8")

    def _line_in(self, lines: list[str]) -> int:
        found = [number for number, line in enumerate(lines) if line.lstrip().startswith(self.anchor)]
        assert found, f"{self.file} has no line that begins with {self.anchor}"
        return found[0]


def titles() -> list[str]:
    """List the titles of all walk-throughs."""
    return [match["title"] for match in _SECTION.finditer(_contributing())]


def steps(title: str) -> list[Step]:
    """List the steps of a walk-through, in which every block of code is a step."""
    text = next(match["text"] for match in _SECTION.finditer(_contributing()) if match["title"] == title)
    found = [Step(match["file"], match["side"], match["anchor"] or "", match["code"]) for match in _STEP.finditer(text)]
    assert len(found) == len(_BLOCK.findall(text)), f"“{title}” has a block without a line that says where it goes"
    return found


def _contributing() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the source in which walk-throughs are followed."""

    project: Path

    def follow(self, title: str) -> None:
        """Do all that a walk-through says."""
        for step in steps(title):
            step.apply(self.project)

    def python(self, home: Mapping[str, str], *words: str) -> str:
        """Run the interpreter with the copy in place of the project, and return what it wrote."""
        done = subprocess.run(
            [sys.executable, *words],
            env={**os.environ, **home, "PYTHONPATH": str(self.project / "src")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def newsreader(self, home: Mapping[str, str], *words: str) -> str:
        """Run the program of the copy, and return what it wrote."""
        return self.python(home, "-m", "newsreader", *words)


def copy_of_the_source(folder: Path) -> Copy:
    """Copy what the program runs from into `folder`."""
    for part in ("src", "sample_content"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Copy(folder)
