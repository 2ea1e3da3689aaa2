"""What the Platform asks about an action, in words for one reader: of whom, by when, and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.base import formatting

from .asks import AskPicture, asked_and_to_do
from .bodies import PlanAndBodies
from .picture import ActionPicture
from .words import ABSENT, NOT_SHOWN, ReportWords, WrittenText

MAX_ASKED = 240
"""Characters in a sentence; the full text is on the action."""


@dataclass(frozen=True)
class AskInWords:
    ask: AskPicture
    of_whom: str
    """The organisation or the minister, and who is to do it since: `Growing Up Agency (now Prevention Agency)`."""
    text: WrittenText
    late: str
    """How long the last day has passed; empty until it has."""

    @property
    def by_when(self) -> str:
        day = _("by %(day)s") % {"day": formatting.day(self.ask.due)}
        return f"{day}, {self.late}" if self.late else day

    @property
    def of_whom_and_when(self) -> str:
        return _("Asked of %(who)s, %(by_when)s") % {"who": self.of_whom, "by_when": self.by_when}

    def sentence(self, not_shown: object = NOT_SHOWN, longest: int = MAX_ASKED) -> str:
        """`Asked of Education and Training, by 1 March 2023, 3 days late: …`"""
        text = str(not_shown) if self.text.is_hidden else Truncator(self.text.in_words).chars(longest)
        return f"{self.of_whom_and_when}: {text}" if text else f"{self.of_whom_and_when}."


def asks_in_words(
    action: ActionPicture, words: Mapping[int, ReportWords], bodies: PlanAndBodies
) -> list[AskInWords]:
    """By the last day. `words` are those of `words_of` for the action, for the reader."""
    asks = []
    for ask in action.asks:
        late = ask.days_late(action.reckoned_on)
        asks.append(
            AskInWords(
                ask,
                _of_whom(ask, action, bodies),
                words[ask.report].asked if ask.report in words else ABSENT,
                formatting.late_words(late) if late else "",
            )
        )
    return asks


def _of_whom(ask: AskPicture, action: ActionPicture, bodies: PlanAndBodies) -> str:
    asked, now = asked_and_to_do(ask, action, bodies)
    return str(asked) if now is asked else _("%(who)s (now %(now)s)") % {"who": asked, "now": now}
