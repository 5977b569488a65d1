"""Commands that run beside the reader: what they write is bounded, and none outlives who waits for it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from newsreader.ui.main.child import Child

LONGEST = 1_000_000


def child_of(program: str) -> Child:
    """A process that runs `program` in place of a command."""
    child = Child(Path(), ())
    child._words = (sys.executable, "-c", program)
    return child


async def lines_of(program: str) -> list[bytes]:
    """What is handed on of the output of a program."""
    lines: list[bytes] = []
    ended = await child_of(program).run(on_line=lines.append)
    assert ended.code == 0, ended.said
    return lines


async def test_each_line_is_handed_on_but_those_that_are_too_long() -> None:
    program = f"print('one'); print('x' * {LONGEST + 1}); print('two'); print('y' * {LONGEST}); print('no end', end='')"
    assert await lines_of(program) == [b"one", b"two", b"y" * LONGEST]


async def test_output_without_a_line_end_takes_no_more_room() -> None:
    assert await lines_of("import sys\nfor _ in range(100): sys.stdout.write('x' * 1_000_000)\nprint()\nprint(1)") == [
        b"1"
    ]


async def test_what_is_said_is_bounded_and_clean() -> None:
    ended = await child_of("import sys; sys.stderr.write('\\x1b[31mbad\\u202e ' * 100_000); sys.exit(1)").run()
    assert ended.code == 1
    assert len(ended.said) <= 20_000
    assert len(ended.sentence) <= 600
    assert "\x1b" not in ended.said
    assert "\u202e" not in ended.said


async def test_a_process_that_takes_no_input_ends_all_the_same() -> None:
    ended = await child_of("import sys; sys.stdin.close(); print('done')").run("text " * 1_000_000)
    assert (ended.code, ended.output) == (0, b"done\n")


async def test_a_process_that_says_nothing_of_itself_is_told_with_its_code() -> None:
    ended = await child_of("import sys; sys.exit(9)").run()
    assert "exit status 9" in ended.sentence


@pytest.mark.parametrize(
    ("name", "is_killed"), [("SIGKILL", True), ("SIGTERM", True), ("SIGHUP", True), ("SIGSEGV", False)]
)
async def test_a_process_that_a_signal_ended_is_told_as_such(name: str, is_killed: bool) -> None:
    ended = await child_of(f"import os, signal; os.kill(os.getpid(), signal.{name})").run()
    assert ended.is_killed is is_killed
    assert ("was ended from outside" in ended.sentence) is is_killed


async def test_a_process_ends_with_who_waits_for_it() -> None:
    started = asyncio.Event()
    pids: list[int] = []

    def begun(line: bytes) -> None:
        pids.append(int(line))
        started.set()

    program = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    waiting = asyncio.create_task(child_of(program).run(on_line=begun))
    await started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


async def test_a_process_that_was_stopped_is_told_as_such() -> None:
    child = child_of("import time; print(1, flush=True); time.sleep(600)")
    ended = await child.run(on_line=lambda _: child.stop())
    assert ended.is_stopped
    assert ended.code


async def test_a_process_that_is_stopped_while_it_begins_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    child = child_of("import time; time.sleep(600)")
    begin = asyncio.create_subprocess_exec

    async def begun(*words: str, **named: Any) -> asyncio.subprocess.Process:
        child.stop()
        return await begin(*words, **named)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begun)
    async with asyncio.timeout(20):
        ended = await child.run()
    assert ended.is_stopped
    assert ended.code


async def test_a_program_that_can_not_be_started_is_told() -> None:
    child = Child(Path(), ())
    child._words = ("/no/such/program",)
    ended = await child.run()
    assert "could not be started" in ended.sentence
