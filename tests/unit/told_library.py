"""A library in which two events are told by several outlets, and one by nobody else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

OUTLETS = """\
- {id: harbour, name: Harbour Post, bias: {rating: lean-left, source: AllSides, as_of: 2023-07-31}}
- {id: hill, name: Hill Courier, bias: {rating: center, source: AllSides, as_of: 2023-07-31}}
- {id: morning, name: Morning Star, bias: {rating: right, source: AllSides, as_of: 2023-07-31}}
- {id: quiet, name: Quiet Weekly}
"""
FERRY = "The ferry Halvorsen sank off Bergen with salmon crates aboard"
COMET = "Astronomers photographed comet Ibarra near Jupiter"
STORIES = [
    ("ferry-harbour", "Ferry Halvorsen sinks off Bergen", f"{FERRY}.", "harbour", "2024-03-01"),
    ("ferry-hill", "Halvorsen sinks off Bergen with salmon", f"{FERRY}.", "hill", "2024-03-02"),
    ("ferry-morning", "Salmon crates drift after ferry Halvorsen sinks", f"{FERRY}.", "morning", "2024-03-03"),
    ("comet-quiet", "Comet Ibarra photographed near Jupiter", f"{COMET}.", "quiet", "2024-03-11"),
    ("comet-hill", "Astronomers photograph comet Ibarra", f"{COMET} on Sunday.", "hill", "2024-03-10"),
    ("alone", "Parliament rejects harbour tax", "A quarrel went on until midnight.", "hill", "2024-03-20"),
]


def write_library(folder: Path, stories: Sequence[tuple[str, ...]] = STORIES, outlets: str = OUTLETS) -> Path:
    """A library in which two events are told by several outlets, and one by nobody else."""
    library = folder / "library"
    library.mkdir(parents=True, exist_ok=True)
    (library / "outlets.yaml").write_text(outlets, encoding="utf-8")
    names = ("id", "title", "summary", "outlet", "published", "event")
    for story in stories:
        data = {"language": "en", **dict(zip(names, story, strict=False))}
        (library / f"{len(list(library.iterdir()))}.yaml").write_text(json.dumps(data), encoding="utf-8")
    return library
