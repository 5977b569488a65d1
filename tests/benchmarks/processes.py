"""Programs that are run to their end, and how long that takes."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from time import perf_counter


def run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """What `command` writes to its output; raises CalledProcessError where it fails."""
    done = subprocess.run(
        command, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long `command` takes from start to end; raises CalledProcessError where it fails."""
    begun = perf_counter()
    run(command, environment)
    return perf_counter() - begun
