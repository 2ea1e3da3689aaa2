"""What the Platform asks, where everybody reads it: of whom and by when, as a picture has it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from actionplan.base.days import days_past
from actionplan.reporting.states import TextOwner
from actionplan.reporting.who_is_asked import who_is_to_do

from .by_name import GroupedRows, columns, grouped
from .moment import Moment

if TYPE_CHECKING:
    from .bodies import PlanAndBodies
    from .picture import ActionPicture


@dataclass(frozen=True, slots=True)
class AskPicture:
    """A question that everybody reads and that was not settled by the moment.

    Of one organisation or one minister, by key; `due` is the last day. `report` is the one that was accepted with it, if
    any. Closings of before questions were one have neither the key of the question nor whether it was answered.
    """

    report: int | None
    organisation: str | None
    minister: str | None
    due: datetime.date
    asked_at: datetime.datetime
    question: int | None = None
    text_of: str = TextOwner.ASKED.value
    """What its text is kept as: what was asked with a verdict, by the key of the report, or a question, by its own."""
    is_answered: bool = False

    def days_late(self, on: datetime.date) -> int:
        """Days since the last day; 0 until it has passed, and once it is answered."""
        return 0 if self.is_answered else days_past(self.due, on)

    @property
    def text_key(self) -> int | None:
        return self.report if self.text_of == TextOwner.ASKED else self.question

    @property
    def name(self) -> str:
        """By which its words are found among those of reports."""
        return f"{self.text_of}/{self.text_key}"


class AskRow(NamedTuple):
    """A question, with one of the messages in its thread, the oldest first."""

    pk: int
    report: int | None
    organisation: str | None
    minister: str | None
    due: datetime.date
    asked_at: datetime.datetime
    settled_at: datetime.datetime | None
    former_key: int | None
    message_at: datetime.datetime | None
    message_of: int | None
    message_of_minister: int | None

    def is_asked(self, moment: Moment) -> bool:
        if moment.is_now:
            return self.settled_at is None
        is_settled = self.settled_at is not None and self.settled_at <= moment.known_at
        return self.asked_at <= moment.known_at and not is_settled

    def answers(self, moment: Moment) -> bool | None:
        """Whether the message is an answer, not an addition of the Platform; None if it was not known."""
        if self.message_at is None or (not moment.is_now and self.message_at > moment.known_at):
            return None
        return bool(self.message_of or self.message_of_minister)


def asks_of(questions: Any) -> GroupedRows:
    """By action key, of a queryset of questions; one query."""
    rows = questions.filter(for_everybody=True).with_messages()
    names = ["pk", "report", "due", "asked_at", "settled_at", "former_key", "message_at", "message_of"]
    facts = columns(*names, "message_of_minister", organisation="organisation__key", minister="minister__key")
    return grouped(rows, "action", facts, AskRow)


def asks_at(rows: Iterable[AskRow], moment: Moment) -> tuple[AskPicture, ...]:
    """What everybody read as asked and not settled at the moment, by the last day."""
    threads: dict[int, list[AskRow]] = defaultdict(list)
    for row in rows:
        if row.is_asked(moment):
            threads[row.pk].append(row)
    asks = [_ask(thread, moment) for thread in threads.values()]
    return tuple(sorted(asks, key=lambda ask: (ask.due, ask.asked_at, ask.question)))


def _ask(thread: list[AskRow], moment: Moment) -> AskPicture:
    row = thread[0]
    said = [is_answer for row in thread if (is_answer := row.answers(moment)) is not None]
    return AskPicture(
        row.report,
        row.organisation,
        row.minister,
        row.due,
        row.asked_at,
        question=row.pk,
        text_of=TextOwner.ASKED.value if row.former_key else TextOwner.OPEN_QUESTION.value,
        is_answered=bool(said and said[-1]),
    )


def asked_and_to_do(ask: Any, action: ActionPicture, bodies: PlanAndBodies) -> tuple[Any, Any]:
    """The organisation or minister (keys of a picture, or rows) of whom it was asked, and the one that is to answer it now."""
    known: Mapping[str, Any] = bodies.organisations if ask.organisation else bodies.ministers
    first, others = (action.lead, action.bodies) if ask.organisation else (action.minister, action.ministers)
    asked = key_of(ask.organisation or ask.minister)
    successors = {key: body.succeeded_by for key, body in known.items()}
    now = who_is_to_do(asked, (first, *others) if first else others, successors)
    return known[asked], known[now]


def key_of(body: Any) -> str:
    return body if isinstance(body, str) else body.key
