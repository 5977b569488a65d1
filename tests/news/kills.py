"""A fetch that is ended at many moments: `python -m tests.news.kills --times 200`, with -9, or with `--signal INT`.

After each of them every file is whole, and after the next fetch every story is there, once.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.news.server import FeedServer, fetch_config, running
from tests.news.texts import item, rss

from newsreader.formats import parse
from newsreader.sync.files import read_registry

FEEDS: Final = 6
ITEMS: Final = 40
LONGEST: Final = 1.0
"""Seconds from the start within which every second fetch is ended, however many stories there are."""
_INTERRUPTED: Final = 130
_ID: Final = re.compile(r"^id: (f-[0-9a-f]{16})$", re.MULTILINE)


def environment(folder: Path, server: FeedServer) -> dict[str, str]:
    """Make a user in `folder` who has a library with feeds."""
    home = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    home |= {"HOME": str(folder), "PYTHONUTF8": "1"}
    home |= {f"XDG_{kind.upper()}_HOME": str(folder / kind) for kind in ("config", "data", "cache")}
    (folder / "library").mkdir(parents=True)
    (folder / "config" / "newsreader").mkdir(parents=True)
    (folder / "config" / "newsreader" / "config.toml").write_text(
        f'library = "{folder / "library"}"\n{fetch_config(server.host)}', encoding="utf-8"
    )
    lines = []
    for feed in range(FEEDS):
        items = (item(feed * 1000 + number, guid=f"{feed}-{number}") for number in range(ITEMS))
        lines.append(f"- url: {server.serve(f'/{feed}', rss(*items), ETag=f'{chr(34)}{feed}{chr(34)}')}\n")
    (folder / "library" / "feeds.yaml").write_text("".join(lines), encoding="utf-8")
    return home


def fetching(home: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a fetch of all feeds."""
    words = [sys.executable, "-m", "newsreader", "fetch", "--all", "--yes"]
    return subprocess.Popen(words, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def end_at(home: dict[str, str], folder: Path, count: int, more: float, number: signal.Signals) -> tuple[bool, str]:
    """End a fetch `more` seconds after the library has so many stories.

    Returns whether it went on until then, and what was wrong with how it ended.
    """
    with fetching(home) as process:
        while process.poll() is None and len(files_of(folder)) < count:
            pass
        try:
            process.wait(more)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        _, told = process.communicate()
    is_ended = process.returncode in (_INTERRUPTED, -number)
    # Python itself can't be interrupted before it has come to the first lines of the program.
    is_only_starting = b"Traceback" in told and b"newsreader/" not in told.replace(b"newsreader/__main__.py", b"")
    is_right = is_ended or is_only_starting or process.returncode == 0
    return is_ended, "" if is_right and (is_only_starting or b"Traceback" not in told) else told.decode()


def files_of(folder: Path) -> list[Path]:
    """Return the story files of the library."""
    return [path for path in (folder / "library").rglob("*.yaml") if path.parent.parent.parent.name == "news"]


def faults_of(folder: Path, *, is_whole: bool) -> list[str]:
    """Return what is wrong with a library: half files, stories that are there twice, or missing where it `is_whole`."""
    faults: list[str] = []
    ids: list[str] = []
    for path in files_of(folder):
        data = path.read_bytes()
        parsed = parse(data, path.name)
        if len(parsed.stories) != 1 or parsed.problems or not data.endswith(b"\n"):
            faults.append(f"{path.name} is no whole story")
        ids += _ID.findall(data.decode())
    faults += [f"{story} is there {count} times" for story, count in Counter(ids).items() if count > 1]
    for store in (folder / "data").rglob("feeds.db"):
        with closing(sqlite3.connect(store)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        faults += [] if verdict == "ok" else [f"feeds.db: {verdict}"]
    registry = read_registry(folder / "library")
    faults += [f"outlets.yaml: {problem.message}" for problem in registry.problems]
    if len(registry.outlets) > 1:
        faults.append(f"outlets.yaml has {len(registry.outlets)} outlets")
    if is_whole:
        if len(ids) != FEEDS * ITEMS:
            faults.append(f"there are {len(ids)} stories, not {FEEDS * ITEMS}")
        faults += [f"{path.name} is left" for path in (folder / "library").rglob(".*")]
    return faults


def end(folder: Path, times: int, seed: int, number: signal.Signals = signal.SIGKILL) -> tuple[int, list[str]]:
    """End fetches `times` times; returns how many were ended in their midst, and what was wrong afterwards."""
    chance = random.Random(seed)
    ended = 0
    faults: list[str] = []
    with running() as server:
        home: dict[str, str] = {}
        for run in range(times):
            place = folder / f"home-{run // 3}"
            if run % 3 == 0:
                home = environment(place, server)
            most = FEEDS * ITEMS
            there = len(files_of(place))
            count, more = (chance.randint(there, most), 0.02) if run % 2 else (0, LONGEST)
            is_ended, told = end_at(home, place, count, chance.uniform(0, more), number)
            ended += is_ended
            faults += [f"run {run}: {told}"] if told else []
            faults += [f"run {run}: {fault}" for fault in faults_of(place, is_whole=False)]
            if run % 3 == 2 or run == times - 1:
                for left in (place / "library").glob(".*.new"):
                    os.utime(left, (0, 0))  # what is new may be somebody's who is writing it
                with fetching(home) as process:
                    _, said = process.communicate()
                if process.returncode:
                    faults.append(f"run {run}: {said.decode()}")
                faults += [f"after run {run}: {fault}" for fault in faults_of(place, is_whole=True)]
    return ended, faults


def main() -> int:
    """End as often as the command line says; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--signal", choices=("KILL", "INT"), default="KILL")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        number = signal.Signals[f"SIG{arguments.signal}"]
        ended, faults = end(Path(folder), arguments.times, arguments.seed, number)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{arguments.times} runs, {ended} ended in their midst, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
