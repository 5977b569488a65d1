"""Labelled stories that measure the finding of events: what should be found together, and what should not.

The texts lie in `texts/*.yaml`, one file for each theme. All sentences were written for this project, and all
happenings in them are invented. The outlets are real names or plausible ones. None of them published these texts.

Each story has these keys:

- `title`, `summary`, `points`, `outlet`, `published`, `language`: as in a file of a library.
- `event`: a short word for the happening. Three stories of three outlets share it. `null` marks a neighbour: a story
  that resembles an event and is another happening, or that stands alone.
- `roundup`: true where the story tells many happenings at once, such as a morning briefing. The default is false.
- `note`: why a debatable label is as it is. It is for people and is not read.

The same happening in two languages is two events, because only stories of one language are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).with_suffix("")
"""Where the texts lie."""


@dataclass(frozen=True)
class LabelledStory:
    """One story and the event to which it belongs; `event` is None for a neighbour.

    `published` is a date, or a datetime with its zone.
    """

    title: str
    summary: str
    points: tuple[str, ...]
    outlet: str
    published: date
    language: str
    event: str | None
    is_roundup: bool


def labelled_stories() -> tuple[LabelledStory, ...]:
    """Return the stories of all files, in the order of the files' names and then of the stories in each file."""
    return tuple(
        _story(fields)
        for file in sorted(FOLDER.glob("*.yaml"))
        for fields in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


def _story(fields: Mapping[str, Any]) -> LabelledStory:
    return LabelledStory(
        title=fields["title"],
        summary=fields["summary"],
        points=tuple(fields["points"]),
        outlet=fields["outlet"],
        published=fields["published"],
        language=fields["language"],
        event=fields["event"],
        is_roundup=fields.get("roundup", False),
    )
