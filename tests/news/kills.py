"""A fetch that is killed with -9 at many moments: `python -m tests.news.kills --times 200`.

After each kill every file is whole, and after the next fetch every story is there, once.
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

from tests.news.server import FeedServer, running
from tests.news.texts import item, rss

from newsreader.formats import parse

FEEDS: Final = 6
ITEMS: Final = 40
_ID: Final = re.compile(r"^id: (f-[0-9a-f]{16})$", re.MULTILINE)


def environment(folder: Path, server: FeedServer) -> dict[str, str]:
    """Make a user in `folder` who has a library with feeds."""
    home = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    home |= {"HOME": str(folder), "PYTHONUTF8": "1"}
    home |= {f"XDG_{kind.upper()}_HOME": str(folder / kind) for kind in ("config", "data", "cache")}
    (folder / "library").mkdir(parents=True)
    (folder / "config" / "newsreader").mkdir(parents=True)
    (folder / "config" / "newsreader" / "config.toml").write_text(
        f'library = "{folder / "library"}"\n[fetch]\nhost_pause = 0\n'
        f'[fetch.hosts."127.0.0.1:{server.port}"]\nprivate = true\n',
        encoding="utf-8",
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


def kill_at(home: dict[str, str], folder: Path, count: int, more: float) -> bool:
    """Kill a fetch `more` seconds after the library has so many stories; False if it ended before."""
    with fetching(home) as process:
        while process.poll() is None and len(list(files_of(folder))) < count:
            pass
        try:
            process.wait(more)
        except subprocess.TimeoutExpired:
            process.kill()
        _, _ = process.communicate()
        return process.returncode == -signal.SIGKILL


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
    if is_whole:
        if len(ids) != FEEDS * ITEMS:
            faults.append(f"there are {len(ids)} stories, not {FEEDS * ITEMS}")
        faults += [f"{path.name} is left" for path in (folder / "library").rglob(".*")]
    return faults


def kill(folder: Path, times: int, seed: int) -> tuple[int, list[str]]:
    """Kill fetches `times` times; returns how many were killed in their midst, and what was wrong afterwards."""
    chance = random.Random(seed)
    killed = 0
    faults: list[str] = []
    with running() as server:
        home: dict[str, str] = {}
        for run in range(times):
            place = folder / f"home-{run // 3}"
            if run % 3 == 0:
                home = environment(place, server)
            most = FEEDS * ITEMS
            there = len(files_of(place))
            killed += kill_at(home, place, chance.randint(there, most), chance.uniform(0, 0.02))
            faults += [f"run {run}: {fault}" for fault in faults_of(place, is_whole=False)]
            if run % 3 == 2 or run == times - 1:
                with fetching(home) as process:
                    _, told = process.communicate()
                if process.returncode:
                    faults.append(f"run {run}: {told.decode()}")
                faults += [f"after run {run}: {fault}" for fault in faults_of(place, is_whole=True)]
    return killed, faults


def main() -> int:
    """Kill as often as the command line says; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killed, faults = kill(Path(folder), arguments.times, arguments.seed)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{arguments.times} runs, {killed} killed in their midst, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
