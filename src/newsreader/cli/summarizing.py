"""Summaries for stories of the library, and for files."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from newsreader.cli.fetching import own_library
from newsreader.cli.model_run import InterruptedRunError, ModelRun, cost_sentence, failure_data, failure_line, open_run
from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.session import open_listing
from newsreader.cli.telling import Telling
from newsreader.errors import NewsreaderError, UsageError
from newsreader.news.needed import require_extra
from newsreader.news.prompts import Estimate
from newsreader.news.summarizing import Chosen, Result, Written, choose
from newsreader.text import clean_line
from newsreader.unsupported import things_listed

_MOST_NAMED: Final = 20
"""How many stories that get no summary are named, where there are many."""


def summarize(arguments: Namespace) -> int:
    """Make summaries for the stories of a query, or for files; returns 1 if any of them got none."""
    if files := _files(arguments.query):
        if arguments.progress:
            raise UsageError("--progress is for stories of the library, not for files.")
        return _add(files, arguments)
    if arguments.summarize == "model":
        require_extra()
    library, config = own_library(arguments)
    line = Telling(arguments.progress)
    with open_run(library, config, arguments.summarize, line) as run:
        chosen = _chosen(arguments, library, run)
        if arguments.dry_run:
            _tell_estimates(chosen, run, is_json=arguments.format == "json")
        else:
            result, seconds = run.do(chosen.jobs, is_agreed=arguments.yes)
            _tell_result(result, chosen, library, seconds, arguments, line)
            if result.failed:
                return 1
    return 1 if chosen.refused else 0


def _files(words: Sequence[str]) -> list[str]:
    """Return the files among `words`, if they are all files."""
    files = [word for word in words if os.path.isfile(os.path.expanduser(word))]
    if files and len(files) < len(words):
        raise UsageError(f"Give files, or a query, but not both: {clean_line(files[0])} is a file.")
    return files


def _add(files: Sequence[str], arguments: Namespace) -> int:
    """Add files with their summaries; what is wrong with one costs only itself."""
    from newsreader.cli.adding import add

    code = 0
    for file in files:
        try:
            add(Namespace(**vars(arguments), source=file, outlet=None))
        except (InterruptedRunError, UsageError):
            raise
        except NewsreaderError as error:
            say(f"{clean_line(file)}: {error}" if len(files) > 1 else str(error))
            code = 1
    return code


def _chosen(arguments: Namespace, library: Path, run: ModelRun) -> Chosen:
    with open_listing(arguments) as (reader, query):
        numbers = reader.search.select(query) or ()
        found = [stored for number in numbers if (stored := reader.search.story(number)) is not None]
    if not found:
        say("No story matches.")
    return choose(library, run.own, found, run.maker)


def _tell_estimates(chosen: Chosen, run: ModelRun, *, is_json: bool) -> None:
    """Tell what it would take, story by story and in all."""
    estimates = run.estimates(chosen.jobs)
    whole = sum(estimates, Estimate())
    settings = run.settings
    if is_json:
        stories = [
            {"id": job.story.id, "title": job.story.title, **_estimate_data(each, run)}
            for job, each in zip(chosen.jobs, estimates, strict=True)
        ]
        data = {"stories": stories, **_estimate_data(whole, run), **_rest_data(chosen)}
        write(json_text(data, indent=2) + "\n")
    else:
        for job, each in zip(chosen.jobs, estimates, strict=True):
            write(f"{clean_line(job.story.title)}: {_figures(each)}\n")
    stories_told = plural(len(chosen.jobs), "story", "stories")
    say(" ".join((f"{stories_told}: {_figures(whole)}.", *cost_sentence(whole, settings), "Nothing was sent.")))
    _say_rest(chosen)


def _figures(estimate: Estimate) -> str:
    characters = plural(estimate.characters, "character")
    if not estimate.requests:
        return f"{characters}, and nothing is sent"
    return f"{characters}, about {estimate.tokens:,} tokens, {plural(estimate.requests, 'request')}"


def _estimate_data(estimate: Estimate, run: ModelRun) -> dict[str, Any]:
    cost = estimate.cost(run.settings.price_in, run.settings.price_out)
    return {
        "characters": estimate.characters,
        "tokens": estimate.tokens,
        "requests": estimate.requests,
        "cost": round(cost, 6),
    }


def _rest_data(chosen: Chosen) -> dict[str, Any]:
    return {"refused": [failure_data(each) for each in chosen.refused], "already": chosen.already}


def _tell_result(
    result: Result, chosen: Chosen, library: Path, seconds: float, arguments: Namespace, line: Telling
) -> None:
    data = {
        "summarized": [_written_data(each, library) for each in result.written],
        "failed": [failure_data(each) for each in result.failed],
        "left": result.left,
        **_rest_data(chosen),
        "seconds": round(seconds, 2),
    }
    if line.is_json:
        line.event("done", **data)
    elif arguments.format == "json":
        write(json_text(data, indent=2) + "\n")
    else:
        write("".join(f"{each.story.id}\n" for each in result.written))
    parts = [f"{plural(len(result.written), 'story', 'stories')} summarized, in {seconds:.0f} s."]
    if doubtful := sum(bool(each.story.origin and each.story.origin.unsupported) for each in result.written):
        has, text = ("has", "its text does") if doubtful == 1 else ("have", "their texts do")
        parts.append(f"{doubtful:,} {has} numbers or names that {text} not have: newsreader list has:unsupported")
    say(" ".join(parts))
    for each in result.failed[:_MOST_NAMED]:
        say(failure_line(each))
    if result.left:
        say(f"{plural(result.left, 'story was', 'stories were')} not tried after that.")
    _say_rest(chosen)


def _written_data(written: Written, library: Path) -> dict[str, Any]:
    story, origin = written.story, written.story.origin
    things = things_listed(origin.unsupported) if origin else ()
    return {"id": story.id, "path": written.path.relative_to(library).as_posix(), "unsupported": list(things)}


def _say_rest(chosen: Chosen) -> None:
    """Say which stories get no summary, and why."""
    if chosen.already:
        have = "story has" if chosen.already == 1 else "stories have"
        say(f"{chosen.already:,} {have} such a summary already.")
    for each in chosen.refused[:_MOST_NAMED]:
        say(failure_line(each))
    if len(chosen.refused) > _MOST_NAMED:
        say(f"So it is with {len(chosen.refused) - _MOST_NAMED:,} more. All of them: --format json")
