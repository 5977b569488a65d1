"""Summaries of stories: which stories may get one, how it is made, and how it gets into their files.

A file is written again only where nobody but the program has written it. The text that a summary is made from is kept
before that, so nothing is lost with the text that stood there.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.config.summarize import SummarizeSettings
from newsreader.errors import NewsreaderError
from newsreader.formats import parse
from newsreader.formats.blocks import tidy
from newsreader.index.checked import unsupported_by
from newsreader.kept_sources import kept_source
from newsreader.news.extract import extract
from newsreader.news.making import joined
from newsreader.news.model import Model, ModelFailedError
from newsreader.news.model_summaries import summarize
from newsreader.news.own_files import OwnFiles
from newsreader.news.prompts import PROMPT, Source
from newsreader.news.sources import Sources
from newsreader.news.stubs import fault_of_text
from newsreader.news.writing import encoded, rewrite_story
from newsreader.records import StoredStory
from newsreader.regular_file import read_regular_file
from newsreader.story import MODEL_FIELDS, Origin, Story, published_text
from newsreader.sync.files import LARGEST_FILE
from newsreader.text import clean_line
from newsreader.unsupported import listed

_WHOLE: Final = ("feed", "import")
"""Ways in which a story is made whose summary is the whole text that there is."""

_MOST_IN_A_ROW: Final = 3
"""So many failures one after the other end a run: the rest would fail, too."""

_NOT_OWN: Final = "It was written or edited by somebody, so it stays as it is."
_NO_TEXT: Final = "The text that its summary was made from is not kept."


class RefusedError(NewsreaderError):
    """Signal a story that gets no summary; the text says why."""


class TextMissingError(RefusedError):
    """Signal a story whose text is not known, or is too little: its page may have more."""


class Job(Struct, frozen=True):
    """A story that is to get a summary of `source`; `write` puts the story into its file, and returns its path.

    It raises NewsreaderError or OSError where that is not possible.
    """

    story: Story
    source: Source
    write: Callable[[Story], Path]


class Refusal(Struct, frozen=True):
    """A story that gets no summary, or got none: why, and what would help."""

    id: str
    title: str
    cause: str
    advice: str = ""


class Chosen(Struct, frozen=True):
    """What is to be done for the stories that were named; `already` is how many have such a summary."""

    jobs: tuple[Job, ...]
    refused: tuple[Refusal, ...]
    already: int


class Written(Struct, frozen=True):
    """A story that got its summary, and where its file is."""

    story: Story
    path: Path


class Result(Struct):
    """What a run has done so far; `left` is how many stories were not tried after others had failed."""

    total: int
    done: int = 0
    written: list[Written] = field(default_factory=list)
    failed: list[Refusal] = field(default_factory=list)
    left: int = 0


class Maker(Protocol):
    """Makes summaries in one way."""

    def is_made(self, story: Story) -> bool:
        """Return whether a story has such a summary already."""

    async def make(self, story: Story, source: Source) -> Story:
        """Return the story with its summary. Raises NewsreaderError where there is none."""


class ExtractMaker:
    """Takes the sentences that say most; no model has a part in it."""

    def is_made(self, story: Story) -> bool:
        """Return whether the summary of a story consists of such sentences."""
        return story.origin is not None and story.origin.made == "extract"

    async def make(self, story: Story, source: Source) -> Story:
        """Return the story with sentences of `source`. Raises RefusedError where it has none that can be taken."""
        taken = extract(source.text, source.title)
        if not taken.summary:
            raise RefusedError("Its text has no sentences that can be taken.")
        origin = replace(story.origin or Origin(), made="extract", **dict.fromkeys(MODEL_FIELDS, ""))
        return replace(
            story,
            summary=tidy(joined(taken.summary)),
            key_points=taken.key_points,
            ai_generated=False,
            generator="",
            origin=origin,
        )


class ModelMaker:
    """Has a model write summaries."""

    def __init__(self, settings: SummarizeSettings, model: Model) -> None:
        self._settings = settings
        self._model = model

    def is_made(self, story: Story) -> bool:
        """Return whether this model has written the summary of a story, told the same."""
        origin = story.origin or Origin()
        present = (origin.made, origin.model, origin.prompt)
        return present == ("model", self._settings.model, PROMPT) and story.language == self._language(story)

    async def make(self, story: Story, source: Source) -> Story:
        """Return the story with what the model writes: summary and key points, and nothing else of its answer.

        Raises ModelFailedError where the model writes no whole summary.
        """
        settings = self._settings
        found = await summarize(self._model, source, settings)
        origin = replace(
            story.origin or Origin(),
            made="model",
            model=settings.model,
            endpoint=settings.host,
            prompt=PROMPT,
            tokens=str(found.tokens or ""),
            seconds=f"{found.seconds:.1f}",
            parts=str(found.parts),
            unsupported="",
        )
        return replace(
            story,
            summary=found.summary,
            key_points=found.key_points,
            ai_generated=True,
            generator=settings.model,
            language=self._language(story),
            origin=origin,
        )

    def _language(self, story: Story) -> str:
        """Return the language of the summary: that of the config, which it was asked for, else that of the story."""
        return self._settings.language or story.language


def choose(library: Path, own: OwnFiles, stories: Iterable[StoredStory], maker: Maker) -> Chosen:
    """Return what is to be done for `stories`. Each that gets no summary is named with the reason."""
    jobs: list[Job] = []
    refused: list[Refusal] = []
    already = 0
    for stored in stories:
        if maker.is_made(stored.story):
            already += 1
            continue
        try:
            jobs.append(job_of(library, own, stored))
        except RefusedError as error:
            advice = _advice(stored.story) if isinstance(error, TextMissingError) else ""
            refused.append(Refusal(stored.story.id, stored.story.title, str(error), advice))
    return Chosen(tuple(jobs), tuple(refused), already)


def job_of(library: Path, own: OwnFiles, stored: StoredStory, text: str = "") -> Job:
    """Return the job for a story of the library: of `text`, else of the text that is known of it.

    Raises RefusedError where it gets no summary; the text says why.
    """
    path = library / stored.path
    try:
        data = read_regular_file(path, LARGEST_FILE, follows_link=False) if stored.path else b""
    except OSError as error:
        raise RefusedError(f"Its file can't be read: {error.strerror or error}.") from error
    placed = parse(data, stored.path).stories if data else ()
    if len(placed) != 1 or placed[0].story.id != stored.story.id or not own.has_written(stored.story.id, data):
        raise RefusedError(_NOT_OWN)
    story = placed[0].story
    text = text or _text_of(library, story)
    if fault := fault_of_text(text):
        raise TextMissingError(fault)

    def write(made: Story) -> Path:
        after = encoded(made, path.suffix)
        if not rewrite_story(path, data, made):
            raise RefusedError("It was edited meanwhile, so it stays as it is.")
        own.note(made.id, after)
        return path

    return Job(story, source_for(story, text), write)


def source_for(story: Story, text: str) -> Source:
    """Return what a summary of `text` is made from, for a story with its title and its day."""
    return Source(story.title, text, published_text(story.published)[:10])


def _text_of(library: Path, story: Story) -> str:
    origin = story.origin or Origin()
    kept = kept_source(library, origin.text)
    if kept is not None:
        return kept
    if origin.made in _WHOLE:
        return story.summary
    raise TextMissingError(_NO_TEXT)


def _advice(story: Story) -> str:
    """Return how the text of a story can be had, where it has an address."""
    if story.original is None or not story.original.url:
        return ""
    address = shlex.quote(clean_line(story.original.url))  # somebody may copy it into a shell
    return f"With the text of its page: newsreader add {address} --summarize model"


async def run(sources: Sources, jobs: Sequence[Job], maker: Maker, tell: Callable[[Result], None]) -> Result:
    """Do the jobs, one after the other. `tell` is called at first, and after each.

    The text of each summary is kept in `sources` first. What fails costs only itself, unless no other would fare
    better. Whoever cancels this leaves only whole files.
    """
    result = Result(len(jobs))
    in_a_row = 0
    tell(result)
    for job in jobs:
        try:
            made = await maker.make(job.story, job.source)
            made = _with_source(made, job.source.text, sources.keep(job.source.text))
            result.written.append(Written(made, job.write(made)))
            in_a_row, ends = 0, False
        except (NewsreaderError, OSError) as error:
            result.failed.append(_failure(job.story, error))
            in_a_row += 1
            ends = in_a_row == _MOST_IN_A_ROW or (isinstance(error, ModelFailedError) and error.is_for_all)
        result.done += 1
        tell(result)
        if ends:
            result.left = result.total - result.done
            break
    return result


def _with_source(made: Story, text: str, hashed: str) -> Story:
    """Return a story that names the text of its summary, and what of a model's words that text does not have."""
    origin = replace(made.origin or Origin(), text=hashed)
    made = replace(made, origin=origin)
    if not made.ai_generated:
        return made
    things = [thing for found in unsupported_by(made, text) for thing in found.things]
    return replace(made, origin=replace(origin, unsupported=listed(things)))


def _failure(story: Story, error: NewsreaderError | OSError) -> Refusal:
    if isinstance(error, ModelFailedError):
        return Refusal(story.id, story.title, error.cause, error.advice)
    if isinstance(error, OSError):
        return Refusal(story.id, story.title, f"Its file can't be written: {error.strerror or error}.")
    return Refusal(story.id, story.title, str(error))
