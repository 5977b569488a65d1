"""Programs that are run to their end, and what that takes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

_RESIDENT_UNIT: Final = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: seconds from start to end, and the most memory, in bytes, that it had at once."""

    seconds: float
    memory: int


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


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """What `command` takes; raises CalledProcessError where it fails."""
    with tempfile.TemporaryFile() as output:
        begun = perf_counter()
        process = subprocess.Popen(
            command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        taken = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, output.read().decode("utf-8", "replace"))
    return Cost(taken, usage.ru_maxrss * _RESIDENT_UNIT)
