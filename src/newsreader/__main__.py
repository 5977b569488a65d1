"""Starting the program: `newsreader`, or `python -m newsreader`."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def main() -> int:
    """Run the command line; returns the exit code."""
    try:
        from newsreader.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
