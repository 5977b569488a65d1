"""Reading a story: on to the next one, from found word to found word, and what a click in it means."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from newsreader.ui.highlight import Wanted
from newsreader.ui.story.page import LinkTarget, OutletTarget, TagTarget, TopicTarget
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.story_view import StoryView


class ReadingActions(Screen[None]):
    """What can be done with the text of the story that is shown."""

    wanted: tuple[Wanted, ...]

    def load_story(self, *, from_top: bool = False) -> None:
        """Show the story at the cursor."""
        raise NotImplementedError

    def show_pane(self, pane: int) -> None:
        """Show a pane and give it the keys."""
        raise NotImplementedError

    def toggle_term(self, term: str) -> None:
        """Narrow the list by `term`, or take it off the filter."""
        raise NotImplementedError

    def action_only_outlet(self) -> None:
        """Show stories of this outlet only, or all again."""
        raise NotImplementedError

    def open_target(self, target: LinkTarget) -> None:
        """Open a link of the text."""
        raise NotImplementedError

    def read_on(self) -> None:
        """Go to the next unread story."""
        raise NotImplementedError

    @on(StoryView.EndPassed)
    def _end_passed(self) -> None:
        self.read_on()

    @on(PageText.Clicked)
    def _clicked(self, event: PageText.Clicked) -> None:
        match event.target:
            case LinkTarget() as link:
                self.open_target(link)
            case OutletTarget():
                self.action_only_outlet()
            case TopicTarget(topic):
                self.toggle_term(_term("topic", topic))
            case TagTarget(tag):
                self.toggle_term(_term("tag", tag))

    def action_found_next(self) -> None:
        """Go to the next found word in the story."""
        self._go_to_found(1)

    def action_found_previous(self) -> None:
        """Go to the found word before in the story."""
        self._go_to_found(-1)

    def _go_to_found(self, step: int) -> None:
        self.load_story()
        view = self.query_one(StoryView)
        if not view.go_to_found(step):
            told = "The words of the filter are not in this story." if self.wanted else "The filter looks for no words."
            self.notify(told, markup=False)
        elif not view.is_on_screen:
            self.show_pane(2)


def _term(field: str, value: str) -> str:
    """The term of a filter that finds `value` in a field."""
    text = value.replace('"', " ")
    return f"{field}:{text}" if text.isalnum() and field == "tag" else f'{field}:"{text}"'
