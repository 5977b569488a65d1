"""Takes summaries out of invented articles and writes how long each took: `python -m tests.benchmarks.extracting 300`.

The floor is to find sentences and words: without them nothing can be chosen.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter

from tests.benchmarks.library import SEED
from tests.benchmarks.stories import story

from newsreader.folding import tokens
from newsreader.news.extract import extract
from newsreader.sentences import sentences


def main(count: int) -> None:
    """Extract from so many articles."""
    seconds: list[float] = []
    floors: list[float] = []
    is_verbatim = True
    for number in range(count):
        first, second = story(SEED, 2 * number), story(SEED, 2 * number + 1)
        text = "\n\n".join((*first.summary, *second.summary))
        begun = perf_counter()
        for sentence in sentences(text):
            tokens(sentence)
        halfway = perf_counter()
        found = extract(text, first.title)
        seconds.append(perf_counter() - halfway)
        floors.append(halfway - begun)
        is_verbatim &= all(sentence in text for sentence in (*found.summary, *found.key_points))
    print(json.dumps({"seconds": seconds, "floors": floors, "is_verbatim": is_verbatim}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
