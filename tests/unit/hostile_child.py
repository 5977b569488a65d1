"""Reads hostile files within bounds of time, memory and stack: `python -m tests.unit.hostile_child NAME...`.

A line of JSON for each file has its result. Each file is read in a process of its own, in a thread with a stack as
small as some systems give. So a file that breaks a bound costs no other file its result.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from typing import Any, Final

from tests.hostile_files import HOSTILE, HostileFile

from newsreader.formats import parse

SECONDS: Final = 20
"""Of processor time: far more than any file takes on the slowest machine, far less than an explosion."""

MEMORY: Final = 1024**3
STACK: Final = 128 * 1024


def outcome(file: HostileFile) -> dict[str, Any]:
    """What came of a file."""
    parsed = parse(file.data, file.name)
    return {
        "titles": [placed.story.title for placed in parsed.stories],
        "complaints": [(problem.line, problem.column, problem.message, problem.fix) for problem in parsed.problems],
    }


def answer(file: HostileFile) -> None:
    """Write the outcome of a file, from within the bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    threading.stack_size(STACK)
    found: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: found.append(outcome(file)))
    thread.start()
    thread.join()
    sys.stdout.write(json.dumps({"name": file.name, **found[0]}) + "\n")
    sys.stdout.flush()


def main(names: list[str]) -> None:
    """Answer for each file; for one that broke a bound, say how its process ended."""
    files = {file.name: file for file in HOSTILE}
    parse(b"title: T\nsummary: S\n", "warm.yaml")  # what is imported once is no file's fault
    for name in names:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                answer(files[name])
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write(json.dumps({"name": name, "ended": status}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
