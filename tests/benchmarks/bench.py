"""What all rows share: the library, the homes, how often to repeat."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.benchmarks import marks, processes
from tests.benchmarks.homes import Home
from tests.benchmarks.library import SEED, make_library
from tests.benchmarks.programs import BareSession, Program, ReaderSession
from tests.benchmarks.stories import Sample, story
from tests.benchmarks.targets import Name, Target, target

_MOST_SAMPLES: Final = 20_000
"""In a library of so many stories it is checked by brute force that the right ones are shown."""


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks: so many `stories` in `library`, everything else below `folder`."""

    stories: int
    library: Path
    folder: Path
    peers: bool = False
    quick: bool = False
    marked: bool = False
    """Whether the user has marked very much before: 100,000 stories read, 10,000 bookmarked."""
    kept_home: Path | None = None
    """Where the home with the warm index stays, or was left by an earlier run; None for one that goes again."""
    uneven: bool = False
    """Whether the stories of the library are as short and as long as real ones."""
    program: Program = field(default_factory=Program)
    """What is measured."""

    def times(self, many: int, quick: int) -> int:
        """How often to do something: `quick` times in a quick run."""
        return quick if self.quick else many

    def target(self, name: Name) -> Target:
        """What a row has to reach in this library."""
        return target(name, self.stories)

    def make_library(self) -> None:
        """Make the library where it is not there yet."""
        if not (self.library / "outlets.yaml").exists():
            say(f"making {self.stories:,} stories")
            make_library(self.library, self.stories, uneven=self.uneven)

    def new_home(self, name: str) -> Home:
        """The home of a user who has nothing yet."""
        return Home(self.folder / "homes" / name).make()

    @property
    def home(self) -> Home:
        """The home of a user who has read the library before: its index is there."""
        if self.kept_home is not None and self.kept_home.exists():
            return Home(self.kept_home).make()
        return self.first_index[0]

    @cached_property
    def first_index(self) -> tuple[Home, float]:
        """The home in which the library is read for the first time, with all its text, and the seconds that took."""
        home = self.new_home("reader")
        if self.kept_home is not None and not self.kept_home.exists():
            home = Home(self.kept_home).make()
        say("making the index")
        environment = self.program.environment(home)
        seconds = processes.seconds(self.program.newsreader(self.library, "list", "--limit", "1", "word"), environment)
        if self.marked:
            say("marking stories")
            counts = (min(count, self.stories) for count in (marks.READ, marks.BOOKMARKS))
            words = (str(self.library), *map(str, counts))
            processes.seconds(self.program.module("tests.benchmarks.marks", *words), environment)
        return home, seconds

    @cached_property
    def samples(self) -> tuple[Sample, ...] | None:
        """All stories, as they were made up; None where they are too many to look through."""
        if self.stories > _MOST_SAMPLES:
            return None
        return tuple(story(SEED, number, uneven=self.uneven) for number in range(self.stories))

    def reader(self) -> ReaderSession:
        """The reader on the library, its index warm."""
        return ReaderSession(self.home, self.library, self.program)

    def newsreader(self, *words: str) -> list[str]:
        """The command line of the program under test, for this library."""
        return self.program.newsreader(self.library, *words)

    @property
    def environment(self) -> dict[str, str]:
        """What commands of the user who has read the library before find around them."""
        return self.program.environment(self.home)

    def bare(self, *, has_input: bool = False) -> BareSession:
        """The bare app."""
        return BareSession(self.home, has_input=has_input)


def say(progress: str) -> None:
    """Tell whoever waits what goes on."""
    sys.stderr.write(f"{progress} …\n")
    sys.stderr.flush()
