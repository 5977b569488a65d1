"""Having summaries made for a command: what it would take is told, the user agrees, and it is counted."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Final

from newsreader.cli.fetching import open_store
from newsreader.cli.output import plural, say
from newsreader.cli.telling import Telling, asks, until_interrupted
from newsreader.config import Config
from newsreader.config.summarize import SummarizeSettings
from newsreader.errors import NewsreaderError, UsageError
from newsreader.news.feed_store import FeedStore
from newsreader.news.model import Model
from newsreader.news.model_key import Key, read_key
from newsreader.news.own_files import OwnFiles
from newsreader.news.prompts import Estimate, estimate
from newsreader.news.sources import Sources
from newsreader.news.summarizing import ExtractMaker, Job, Maker, ModelMaker, Refusal, Result, run
from newsreader.text import clean_line

_TRUSTED: Final = "sends to "
_LONGEST_TITLE: Final = 60


class InterruptedRunError(NewsreaderError):
    """Signal that the user has stopped a run; what was written until then is whole."""

    exit_code = 130


class ModelRun:
    """Has summaries made for one command and library, by a model, or of sentences of the text where `way` says so."""

    def __init__(self, library: Path, config: Config, store: FeedStore, way: str, line: Telling) -> None:
        self.own = OwnFiles(store)
        self._library = library
        self._config = config
        self._store = store
        self._line = line
        self._is_model = way == "model"
        if self._is_model:
            _require_model(config.summarize)

    @property
    def settings(self) -> SummarizeSettings:
        """The settings of the model."""
        return self._config.summarize

    @property
    def maker(self) -> Maker:
        """What knows which stories have such a summary already."""
        return self._maker(None)

    def _maker(self, key: Key | None) -> Maker:
        return ModelMaker(self.settings, self._model(key)) if self._is_model else ExtractMaker()

    def _model(self, key: Key | None) -> Model:
        return Model(self.settings, self._config.fetch, key)

    def estimates(self, jobs: Sequence[Job]) -> list[Estimate]:
        """Return what each job would take; nothing is sent for sentences of the text."""
        if not self._is_model:
            return [Estimate(len(job.source.text)) for job in jobs]
        return [estimate(job.source, self.settings.context) for job in jobs]

    def agree(self, jobs: Sequence[Job], *, is_agreed: bool) -> None:
        """Ask before text of this library goes to a host for the first time, and before much money is spent.

        Raises UsageError where there is nobody to ask, and NewsreaderError where the user does not want it.
        """
        if not self._is_model or not jobs:
            return
        question = self._question(sum(self.estimates(jobs), Estimate()), len(jobs))
        if not question:
            return
        say(question)
        if not is_agreed:
            answer = asks("Send it?")
            if answer is None:
                self._line.asks(f"{question} Send it?", host=self.settings.host)
                raise UsageError("Give --yes to send it.")
            if not answer:
                raise NewsreaderError("Nothing was sent.")
        if not self.settings.is_local:
            self._store.note(_TRUSTED + self.settings.host, "yes")

    def _question(self, whole: Estimate, count: int) -> str:
        """Return what is to be agreed to, "" for nothing."""
        settings = self.settings
        is_known = settings.is_local or self._store.noted(_TRUSTED + settings.host)
        cost = whole.cost(settings.price_in, settings.price_out)
        if is_known and cost <= settings.ask_above:
            return ""
        what = f"Title, day and text of {plural(count, 'story', 'stories')}, about {whole.tokens_in:,} tokens,"
        host = clean_line(settings.host)
        parts = [f"{what} go to the model {clean_line(settings.model)} at {host}."]
        parts += [] if is_known else [f"Nothing of this library went to {host} before."]
        return " ".join((*parts, *cost_sentence(whole, settings)))

    def do(self, jobs: Sequence[Job], *, is_agreed: bool) -> tuple[Result, float]:
        """Do the jobs; returns what came of them, and the seconds that it took.

        Raises InterruptedRunError after Ctrl+C.
        """
        self.agree(jobs, is_agreed=is_agreed)
        key = read_key(self.settings, os.environ) if self._is_model and jobs else None
        counter = _Counter(self._line)
        started = monotonic()
        try:
            result = asyncio.run(until_interrupted(self._run(jobs, key, counter)))
        except (asyncio.CancelledError, KeyboardInterrupt) as error:  # the latter before the run has begun
            done = len(counter.latest.written) if counter.latest else 0
            raise InterruptedRunError(
                f"Interrupted. {plural(done, 'summary is', 'summaries are')} written whole."
            ) from error
        finally:
            self._line.clear()
        return result, monotonic() - started

    async def _run(self, jobs: Sequence[Job], key: Key | None, counter: _Counter) -> Result:
        sources = Sources(self._library, are_kept=self.settings.keep_sources)
        if not self._is_model:
            return await run(sources, jobs, ExtractMaker(), counter.tell)
        async with self._model(key) as model:
            return await run(sources, jobs, ModelMaker(self.settings, model), counter.tell)


@contextmanager
def open_run(library: Path, config: Config, way: str, line: Telling) -> Iterator[ModelRun]:
    """Give what makes summaries for a library. Raises UsageError where no model is named that is to write them."""
    with open_store(library) as store:
        yield ModelRun(library, config, store, way, line)


def cost_sentence(whole: Estimate, settings: SummarizeSettings) -> list[str]:
    """Return what it costs at most, as sentences; none where the config names no prices."""
    if not settings.price_in and not settings.price_out:
        return []
    return [f"It costs about {whole.cost(settings.price_in, settings.price_out):,.4f}."]


def failure_line(failure: Refusal) -> str:
    """Return why a story got no summary, for a message."""
    title = clean_line(failure.title, _LONGEST_TITLE)
    return f"“{title}”: {failure.cause} {failure.advice}".rstrip()


def failure_data(failure: Refusal) -> Mapping[str, Any]:
    """Return the same for programs."""
    return {"id": failure.id, "title": failure.title, "cause": failure.cause, "advice": failure.advice}


class _Counter:
    """Counts stories while they are summarized, and tells each failure once."""

    def __init__(self, line: Telling) -> None:
        self.latest: Result | None = None
        self._line = line
        self._started = monotonic()
        self._failures = 0

    def tell(self, result: Result) -> None:
        """Tell how far it has come."""
        self.latest = result
        failed = len(result.failed)
        if not self._line.is_json:
            text = f"{result.done:,}/{result.total:,} stories  {failed:,} failed  {monotonic() - self._started:.0f} s"
            self._line.show(text)
            return
        for failure in result.failed[self._failures :]:
            self._line.event("failed", **failure_data(failure))
        self._failures = failed
        self._line.event("progress", done=result.done, total=result.total, failed=failed)


def _require_model(settings: SummarizeSettings) -> None:
    if not settings.endpoint or not settings.model:
        missing = "endpoint and model" if not settings.endpoint and not settings.model else "the rest"
        raise UsageError(
            f"No model is named. Write {missing} into [summarize] of the config: newsreader paths tells where it is. "
            "What needs no model is extract."
        )
