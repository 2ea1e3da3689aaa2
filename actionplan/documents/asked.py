"""What the Platform asks and everybody reads, of whom and by when: in an extract and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.actions import Actions
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.words import LIMITED_LEFT_OUT

from .content import Paragraph, Section, Table, TableColumn, Value
from .source import DocumentSource


def asked_section(source: DocumentSource, actions: Actions) -> Iterator[Section]:
    """Nothing where nothing is asked."""
    asks = [
        (action, ask) for action in actions for ask in asks_in_words(action, source.words, source.picture)
    ]
    if not asks:
        return
    columns = [
        TableColumn(_("Action"), 4),
        TableColumn(_("What is asked"), 6),
        TableColumn(_("Of whom"), 4),
        TableColumn(_("By when"), 2),
        TableColumn(_("State"), 2),
    ]
    rows: list[list[Value]] = [
        [str(action), text_for_edition(ask), ask.of_whom, ask.ask.due, ask.state] for action, ask in asks
    ]
    sentence = ngettext(
        "The Platform asks %(count)s question.",
        "The Platform asks %(count)s questions.",
        len(asks),
    )
    late = sum(bool(ask.late) for _action, ask in asks)
    words = [sentence % {"count": len(asks)}]
    if late:
        passed = ngettext(
            "The last day of %(count)s has passed.", "The last days of %(count)s have passed.", late
        )
        words.append(passed % {"count": late})
    table = Table(_("What the Platform asks, of whom and by when"), columns, rows, _("What is asked"))
    yield Section(_("What is asked"), [Paragraph(" ".join(words)), table])


def text_for_edition(ask: AskInWords) -> str:
    return str(LIMITED_LEFT_OUT) if ask.text.is_hidden else ask.text.in_words
