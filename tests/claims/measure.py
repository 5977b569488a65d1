"""Measure the check of summaries: which planted faults are told, and which honest sentences are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.claims.texts import KINDS, CheckedText, Fault

from newsreader.claims import Source, source_of, unsupported


@dataclass(frozen=True)
class Share:
    """So many of `all` texts."""

    count: int
    all: int

    @property
    def percent(self) -> float:
        """Return the share in percent; 100 of nothing."""
        return 100 * self.count / self.all if self.all else 100.0


def source_of_text(text: CheckedText) -> Source:
    """Return the prepared source of a text."""
    return source_of(text.text, title=text.title, published=text.published, language=text.language)


def missed(text: CheckedText) -> Iterator[Fault]:
    """Yield the faults that the check does not tell."""
    source = source_of_text(text)
    for fault in text.faults:
        if not any(is_told(fault.wrong, thing) for thing in unsupported([fault.sentence], source)[0]):
            yield fault


def marked(text: CheckedText) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the honest sentences in which the check tells something, and what."""
    found = unsupported(text.honest, source_of_text(text))
    yield from ((sentence, things) for sentence, things in zip(text.honest, found, strict=True) if things)


def found_share(texts: Iterable[CheckedText], kind: str) -> Share:
    """Return how many faults of a kind are told."""
    texts = list(texts)
    planted = sum(fault.kind == kind for text in texts for fault in text.faults)
    return Share(planted - sum(fault.kind == kind for text in texts for fault in missed(text)), planted)


def marked_share(texts: Iterable[CheckedText]) -> Share:
    """Return how many honest sentences are marked."""
    texts = list(texts)
    return Share(sum(len(list(marked(text))) for text in texts), sum(len(text.honest) for text in texts))


def table(texts: Sequence[CheckedText]) -> str:
    """Return what is found and what is marked without cause, for all texts and by language, as a Markdown table."""
    lines = [
        "| language | texts | wrong numbers found | wrong names found | wrong units found | marked without cause |",
        "|---|---|---|---|---|---|",
    ]
    for language in ("all", *sorted({text.language for text in texts})):
        some = [text for text in texts if language in ("all", text.language)]
        shares = [*(found_share(some, kind) for kind in KINDS), marked_share(some)]
        lines.append(f"| {language} | {len(some)} | {' | '.join(map(_told, shares))} |")
    return "\n".join(lines)


def _told(share: Share) -> str:
    return f"{share.count} of {share.all}" if share.all else ""


def is_told(wrong: str, thing: str) -> bool:
    """Return whether a thing that the check tells is, or has, what is wrong."""
    words = ({word.strip(".,%") for word in text.split()} for text in (wrong, thing))
    return bool(set.intersection(*words)) or wrong in thing or thing in wrong
