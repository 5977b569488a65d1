"""Adding one page as a process of its own, and taking a summary out of a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median, percentile
from tests.benchmarks.library import SEED
from tests.benchmarks.report import Line, figure
from tests.benchmarks.rows.fetch import Subscriber, bare
from tests.benchmarks.stories import story
from tests.benchmarks.targets import Name

_NAVIGATION: Final = "".join(f'<li><a href="/section-{number}">Section {number}</a></li>' for number in range(40))


def measure(bench: Bench) -> Iterator[Line]:
    """Add a page, and take the article out of it with the library alone, in turn."""
    user = Subscriber.make(bench, "add")
    ours: list[float] = []
    floors: list[float] = []
    for number in range(bench.times(7, 2)):
        page = bench.folder / f"page-{number}.html"
        page.write_text(_page(number), encoding="utf-8")
        floors.append(bare(bench, "page", str(page)))
        words = bench.program.newsreader(user.library, "add", str(page))
        ours.append(processes.seconds(words, user.environment))
    added = len(list((user.library / "added").rglob("*.yaml")))
    yield Line(
        "`newsreader add PAGE`, median",
        median(ours),
        bench.target(Name.ADD),
        floor=median(floors),
        spread=Spread.of_ratios(ours, floors),
        failed=added != len(ours),
    )


def measure_extract(bench: Bench) -> Iterator[Line]:
    """Take summary and key points out of many texts, in one process."""
    count = bench.times(300, 10)
    words = bench.program.module("tests.benchmarks.extracting", str(count))
    found = json.loads(processes.run(words, bench.program.environment(bench.new_home("extract"))))
    times, floors = found["seconds"], found["floors"]
    yield Line(
        "summary and key points of an article, p95",
        percentile(times, 95),
        bench.target(Name.EXTRACT),
        floor=percentile(floors, 95),
        failed=not found["is_verbatim"],
        notes=(f"{count} articles, median {figure(median(times))}, most {figure(max(times))}",),
    )


def _page(number: int) -> str:
    """Return a page as newspapers have them: the article between what leads elsewhere."""
    sample = story(SEED, number)
    article = "".join(f"<p>{escape(each)}</p>" for each in (*sample.summary, *sample.key_points))
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(sample.title)}</title><meta charset="utf-8">'
        f'<link rel="canonical" href="{sample.url}"></head><body><nav><ul>{_NAVIGATION}</ul></nav>'
        f"<main><article><h1>{escape(sample.title)}</h1>{article}</article></main>"
        f"<aside><ul>{_NAVIGATION}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
    )
