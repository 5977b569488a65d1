"""Print how well the check of summaries works: `python -m tests.claims`, with `--failures` each failure."""

from __future__ import annotations

import argparse

from tests.claims.measure import marked, missed, table
from tests.claims.swapped import swapped_table
from tests.claims.texts import checked_texts


def main() -> None:
    """Print the table, and the failures where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="name the faults that are missed, and what is marked")
    options = parser.parse_args()
    texts = checked_texts()
    print(table(texts))
    print(f"\n{swapped_table()}")
    if options.failures:
        for text in texts:
            for fault in missed(text):
                print(f"missed {fault.kind}: {fault.wrong}  |  [{text.language}] {fault.sentence}")
            for sentence, things in marked(text):
                print(f"marked: {', '.join(things)}  |  [{text.language}] {sentence}")


if __name__ == "__main__":
    main()
