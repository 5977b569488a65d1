"""Rating an outlet."""

from __future__ import annotations

from argparse import Namespace

from newsreader.cli.output import say
from newsreader.cli.session import open_reader
from newsreader.errors import NewsreaderError, UsageError
from newsreader.reader import Reader
from newsreader.reader.rating import OtherSourceError, day_of_rating, wrong_source, wrong_url
from newsreader.story import Bias, Outlet
from newsreader.text import clean_line


def set_rating(arguments: Namespace) -> int:
    """Write the rating of `arguments` into the registry.

    Raises UsageError for a rating without a source or a day, and OtherSourceError where there is one of another source.
    """
    day = day_of_rating(arguments.as_of)
    wrong = wrong_source(arguments.source) or (day if isinstance(day, str) else "") or wrong_url(arguments.url)
    if wrong or isinstance(day, str):
        raise UsageError(wrong)
    bias = Bias(arguments.rating, clean_line(arguments.source), clean_line(arguments.url), day)
    with open_reader(arguments, lambda _: False) as reader:
        outlet = _find(reader, arguments.id)
        try:
            reader.rate(outlet, bias, replaces=arguments.replace)
        except OtherSourceError as error:
            raise NewsreaderError(f"{error} Give --replace to write the other one in its place.") from error
    say(f"{clean_line(outlet.name or outlet.id)} is rated {bias.rating.name} by {bias.source} as of {day} now.")
    return 0


def _find(reader: Reader, beginning: str) -> Outlet:
    """Return the outlet whose id begins so, or which has this name."""
    outlets = [count.outlet for count in reader.search.outlets()]
    exact = [outlet for outlet in outlets if outlet.id == beginning]
    named = [outlet for outlet in outlets if outlet.name.casefold() == beginning.casefold()]
    begun = [outlet for outlet in outlets if beginning and outlet.id.startswith(beginning)]
    found = exact or named or begun
    if len(found) > 1:
        ids = ", ".join(clean_line(outlet.id) for outlet in found[:5])
        raise NewsreaderError(f'More than one outlet has an id that begins with "{clean_line(beginning)}": {ids}.')
    if not found:
        raise NewsreaderError(
            f'No outlet has the id or name "{clean_line(beginning)}". List them: newsreader outlets --format json'
        )
    return found[0]
