"""The command of summaries, with its options."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Final

from newsreader.cli.command import Command


def summarize_options(parser: ArgumentParser) -> None:
    """Add the options of `summarize`."""
    parser.add_argument("query", metavar="QUERY|FILE", nargs="+", help="a query for stories, or files")
    parser.add_argument(
        "--with",
        dest="summarize",
        choices=("extract", "model"),
        default="model",
        help="who writes: the model that the config names, or nobody: sentences of the text (default: model)",
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what it would take; send and write nothing")
    parser.add_argument("--progress", choices=("json",), help="a line of JSON for each step")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the output (default: text)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: go on")


SUMMARIZE: Final = Command(
    "summarize",
    "Have a model summarize stories, or take sentences of their text",
    "newsreader summarize date:today --dry-run",
    "summarizing:summarize",
    summarize_options,
    "The model is the one that [summarize] of the config names; without it nothing is sent. Stories that the query\n"
    "finds get a new summary in their files, but only those that nobody has written or edited by hand. A FILE is\n"
    "added to the library, as add does. Only words are taken from the model: title, link, outlet, day and language\n"
    "stay. A story says that an AI wrote its summary, and which numbers and names its text does not have.",
    takes_query=True,
)
