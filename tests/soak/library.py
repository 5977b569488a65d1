"""A library that changes while it is read: files written, rewritten, moved, deleted, broken, and a folder gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

_WORDS: Final = [
    "storm",
    "budget",
    "guard",
    "café",
    "ferry",
    "tram",
    "election",
    "Київ",
    "東京",
    "harbour",
    "summit",
    "strike",
    "vaccine",
    "river",
    "court",
]
_STORIES: Final = 80
_OUTLETS: Final = """\
- id: harbour
  name: Harbour Post
  website: https://harbour.example
  bias: {rating: lean-left, source: AllSides, as_of: 2023-07-31}
- id: hill
  name: Hill Courier
  bias: {rating: right, source: AllSides, as_of: 2023-07-31}
"""


class ChangingLibrary:
    """The folder `root`; every change follows from `chance` and from what is there."""

    def __init__(self, root: Path, chance: Random) -> None:
        self.root = root
        self._away = root.with_name(f"{root.name}-away")
        self._chance = chance
        self._made = 0
        root.mkdir(parents=True)
        (root / "outlets.yaml").write_text(_OUTLETS, encoding="utf-8")
        for _ in range(_STORIES):
            self._write()

    def change(self) -> str:
        """Change something and say what."""
        name = self._chance.choice(
            ("write", "write", "rewrite", "rewrite", "retitle", "move", "delete", "swap", "break", "folder", "root")
        )
        if self._away.exists():
            name = "root"
        with suppress(FileNotFoundError, FileExistsError):  # what is not there can't be changed
            getattr(self, f"_{name}")()
        return name

    def _stories(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*.*") if path.name != "outlets.yaml" and path.is_file())

    def _some(self) -> Path:
        stories = self._stories()
        return self._chance.choice(stories) if stories else self.root / "none.yaml"

    def _write(self, path: Path | None = None) -> None:
        chance = self._chance
        self._made += 1
        path = (
            path or self.root / chance.choice(("", "a", "b/c")) / f"{self._made}.{chance.choice(('yaml', 'md', 'txt'))}"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        title = " ".join(chance.choices(_WORDS, k=chance.randint(1, 7))).capitalize()
        text = " ".join(chance.choices(_WORDS, k=chance.randint(5, 200)))
        path.write_text(self._story(path.suffix, title, text), encoding="utf-8")

    def _story(self, suffix: str, title: str, text: str) -> str:
        if suffix == ".txt":
            return f"{title}\n\n{text}\n\n  • {text[:40]}\n\nOriginal video here.\n"
        day = f"2024-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}"
        fields = f"title: {title}\npublished: {day}\noutlet: {self._chance.choice(('harbour', 'hill', 'nobody'))}\n"
        if self._chance.random() < 0.5:
            fields += f"original: https://example.org/{self._made}\n"
        if suffix == ".md":
            return f"---\n{fields}---\n\n{text}\n\n| a | b |\n|---|---|\n| 1 | [2](https://example.org) |\n"
        return f"{fields}summary: {text}\nkey_points: [{title}, {text[:30]}]\n"

    def _rewrite(self) -> None:
        _change(self._some(), lambda text: f"{text.rstrip()} {self._chance.choice(_WORDS)}\n")

    def _retitle(self) -> None:
        _change(self._some(), lambda text: text.replace("title: ", f"title: {self._chance.choice(_WORDS)} ", 1))

    def _move(self) -> None:
        path = self._some()
        folder = self.root / self._chance.choice(("moved", "a", "b"))
        folder.mkdir(exist_ok=True)
        path.rename(folder / f"{self._chance.randint(1, 999)}-{path.name}")

    def _delete(self) -> None:
        if len(self._stories()) > _STORIES // 2:
            self._some().unlink()

    def _swap(self) -> None:
        """Another story in the place of one that was there."""
        self._write(self._some())

    def _break(self) -> None:
        self._some().write_bytes(self._chance.choice((b"title: [", b"", b"\xff\xfe\0", b"---\ntitle: x\n", b"\0" * 50)))

    def _folder(self) -> None:
        """A folder goes, with all that is in it, and comes back with another name."""
        folder = self.root / "a"
        other = self.root / "z"
        if other.exists():
            folder, other = other, folder
        if other.exists():
            shutil.rmtree(other)
        folder.rename(other)

    def come_back(self) -> None:
        """Have the library where it was, for who opens it."""
        if self._away.exists():
            self._away.rename(self.root)

    def _root(self) -> None:
        """The whole library goes, or comes back."""
        if self._away.exists():
            self.come_back()
        else:
            self.root.rename(self._away)


def _change(path: Path, make: Callable[[str], str]) -> None:
    """Write what `make` makes of a file's text; a broken one keeps the bytes that are no text."""
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    path.write_text(make(text), encoding="utf-8", errors="surrogateescape")
