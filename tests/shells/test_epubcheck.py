"""Books, as the checker that publishers use judges them: `epubcheck`, a program in Java."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
from tests.unit.told_library import write_library

Run = Callable[..., subprocess.CompletedProcess[str]]
HOSTILE = (
    "hostile",
    "\x1b]0;x\x07 <script>alert(1)</script> ]]> --> \u202e & 'x' \"y\" {z}",
    "A text\0 with <b>markup</b>.\n\n]]>",
    "hill",
    "2024-03-21",
)


def judged(book: Path) -> str:
    program = which("epubcheck")
    assert program is not None
    done = subprocess.run(
        ["java", "-jar", program, str(book)],  # the program itself starts only where the system knows such files
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("of", ["the sample", "hostile stories"])
def test_a_book_has_no_error_and_no_warning(of: str, tmp_path: Path, home: dict[str, str], run: Run) -> None:
    place = home
    if of == "hostile stories":
        library = write_library(tmp_path)
        (library / "z.md").write_text('---\ntitle: "# x"\n---\n\n# A\n\n- [x](javascript:y)\n\n<svg onload=z>\n')
        names = ("id", "title", "summary", "outlet", "published")
        story = {**dict(zip(names, HOSTILE, strict=True)), "language": "ar", "ai_generated": True}
        (library / "hostile.yaml").write_text(json.dumps(story), encoding="utf-8")
        place = home | {"NEWSREADER_LIBRARY": str(library)}
    book = tmp_path / "book.epub"
    run(place, "export", book)
    assert "Messages: 0 fatals / 0 errors / 0 warnings / 0 infos" in judged(book)
