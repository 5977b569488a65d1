"""The command line: what is asked for, done, and said. Each command imports only what it needs, when it runs."""

from __future__ import annotations

import os
from collections.abc import Sequence

from newsreader.cli import output
from newsreader.cli.arguments import parse
from newsreader.errors import NewsreaderError


def run(words: Sequence[str]) -> int:
    """Do what the command line `words` asks for; returns the exit code.

    A reader of the output that goes away before its end, as `head` does, is no error.
    """
    output.prepare()
    try:
        code = _run(words)
        output.flush()
    except BrokenPipeError:
        output.give_up()
        return 0
    except output.OutputError as error:
        output.give_up()
        output.say(str(error))
        return error.exit_code
    return code


def _run(words: Sequence[str]) -> int:
    try:
        command, arguments = parse(words)
        return command.run(arguments)
    except (output.OutputError, BrokenPipeError):
        raise
    except NewsreaderError as error:
        output.say(str(error))
        return error.exit_code
    except OSError as error:
        place = "" if error.filename is None else f" ({os.fsdecode(error.filename)})"
        output.say(f"This could not be done: {error.strerror or error}{place}.")
        return NewsreaderError.exit_code
    except SystemExit as exit_:  # how argparse ends after --help, --version and bad usage
        return exit_.code if isinstance(exit_.code, int) else 0
