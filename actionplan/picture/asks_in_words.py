"""What the Platform asks about an action and everybody reads, in words for one reader: of whom, by when, and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.reporting.states import QuestionState

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
    """The organisation or the minister, and who is to answer since: `Growing Up Agency (now Prevention Agency)`."""
    text: WrittenText
    late: str
    """How long the last day has passed; empty until it has, and once it is answered."""

    @property
    def state(self) -> str:
        return str(QuestionState.ANSWERED.label if self.ask.is_answered else QuestionState.TO_ANSWER.label)

    @property
    def by_when(self) -> str:
        """`by 1 March 2023, 3 days late`; `by 1 March 2023, answered`."""
        day = _("by %(day)s") % {"day": formatting.day(self.ask.due)}
        return f"{day}, {self.more}" if self.more else day

    @property
    def more(self) -> str:
        """That it is answered, or how late it is; empty if neither."""
        return self.state if self.ask.is_answered else self.late

    @property
    def of_whom_and_when(self) -> str:
        return _("Asked of %(who)s, %(by_when)s") % {"who": self.of_whom, "by_when": self.by_when}

    def sentence(self, not_shown: object = NOT_SHOWN, longest: int = MAX_ASKED) -> str:
        """`Asked of Education and Training, by 1 March 2023, 3 days late: …`"""
        text = str(not_shown) if self.text.is_hidden else Truncator(self.text.in_words).chars(longest)
        return f"{self.of_whom_and_when}: {text}" if text else f"{self.of_whom_and_when}."


def asks_in_words(
    action: ActionPicture, words: Mapping[int | str, ReportWords], bodies: PlanAndBodies
) -> list[AskInWords]:
    """By the last day. `words` are those of `words_of` for the action, for the reader."""
    asks = []
    for ask in action.asks:
        late = ask.days_late(action.reckoned_on)
        asks.append(
            AskInWords(
                ask,
                _of_whom(ask, action, bodies),
                words[ask.name].show_question() if ask.name in words else ABSENT,
                formatting.late_words(late) if late else "",
            )
        )
    return asks


def _of_whom(ask: AskPicture, action: ActionPicture, bodies: PlanAndBodies) -> str:
    asked, now = asked_and_to_do(ask, action, bodies)
    return str(asked) if now is asked else _("%(who)s (now %(now)s)") % {"who": asked, "now": now}
