"""Print how well events are found in the labelled stories: `python -m tests.events`, with `--failures` each failure."""

from __future__ import annotations

import argparse

from tests.events.measure import accuracy, failures, found_events
from tests.events.texts import LabelledStory, labelled_stories


def main() -> None:
    """Measure all stories together, then those of each language by themselves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="name the pairs that are wrong or missed")
    options = parser.parse_args()
    stories = labelled_stories()
    languages = sorted({story.language for story in stories})
    print("language  stories  precision  recall  B-cubed precision  B-cubed recall")
    for language in ("all", *languages):
        _print_row(language, [story for story in stories if language in ("all", story.language)])
    if options.failures:
        found = failures(stories, found_events(stories))
        for name, pairs in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in pairs:
                print(f"{name}: {_name(one)}  |  {_name(other)}")


def _print_row(name: str, stories: list[LabelledStory]) -> None:
    measured = accuracy(stories, found_events(stories))
    print(
        f"{name:8}  {len(stories):7}  {measured.precision:9.3f}  {measured.recall:6.3f}"
        f"  {measured.cubed_precision:17.3f}  {measured.cubed_recall:14.3f}"
    )


def _name(story: LabelledStory) -> str:
    return f"[{story.event or '-'}] {story.title} ({story.outlet}, {story.published})"


if __name__ == "__main__":
    main()
