"""Print how well events are found in the labelled stories: `python -m tests.events`, with `--failures` each failure."""

from __future__ import annotations

import argparse

from tests.events.measure import failures, found_events, table
from tests.events.texts import LabelledStory, labelled_stories


def main() -> None:
    """Print the table of all languages, and the failures where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="name the pairs that are wrong or missed")
    options = parser.parse_args()
    stories = labelled_stories()
    print(table(stories))
    if options.failures:
        found = failures(stories, found_events(stories))
        for name, pairs in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in pairs:
                print(f"{name}: {_name(one)}  |  {_name(other)}")


def _name(story: LabelledStory) -> str:
    return f"[{story.event or '-'}] {story.title} ({story.outlet}, {story.published})"


if __name__ == "__main__":
    main()
