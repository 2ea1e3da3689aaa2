"""A printed cell of milestones, in English or Dutch: one in a line, with a date or how often it comes again."""

from __future__ import annotations

import datetime
import re

from django.utils.translation import gettext as _

from actionplan.base.folding import key_from
from actionplan.base.formatting import vague
from actionplan.base.names import bare, one_line
from actions.states import Recurrence

from .proposals import LABELLED, CellProposal, Item, Remark, Sureness, not_read
from .timing import UNTIL
from .vague_dates import dates_in

RECURS = {
    Recurrence.MONTHLY: r"\b(?:monthly|every month|each month|maandelijkse?|elke maand)\b",
    Recurrence.SEVERAL_A_YEAR: r"\b(?:several (?:times )?a year|meermaals per jaar|enkele keren per jaar|halfjaarlijkse?|quarterly)\b",
    Recurrence.EVERY_TWO_YEARS: r"\b(?:every two years|biennial(?:ly)?|tweejaarlijkse?|om de twee jaar)\b",
    Recurrence.YEARLY: r"\b(?:yearly|annual(?:ly)?|every year|each year|jaarlijkse?|elk jaar)\b",
}
NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-•*–])\s+")


def milestones_of(cell: str) -> CellProposal:
    """The milestones, as a plan document has them; one without a date and without a recurrence is undated."""
    items = [_milestone(NUMBERED.sub("", line)) for line in re.split(r"[\n;]", cell) if bare(line)]
    if not items:
        return not_read(Remark.EMPTY)
    for place, item in enumerate(items):
        item["key"] = key_from(item["title"], {other["key"] for other in items[:place]}, "milestone")
    is_dated = all(item["due"] or item["recurrence"] for item in items)
    return CellProposal(tuple(items), Sureness.EXACT if is_dated else Sureness.VAGUE)


def milestone_in_words(item: Item) -> str:
    """A milestone in the language of the reader, as `milestones_of` reads it again."""
    if item["recurrence"]:
        when = str(Recurrence(item["recurrence"]).label)
    elif item["due"]:
        when = vague(datetime.date.fromisoformat(item["due"]), item["due_precision"])
    else:
        when = _("undated")
    return f"{when}{LABELLED}{item['title']}"


def _milestone(line: str) -> Item:
    when, mark, title = line.partition(LABELLED)
    dates = dates_in(when)
    recurrence = next((kind for kind, words in RECURS.items() if re.search(words, when, re.IGNORECASE)), None)
    if not mark:
        title = line
        if dates:
            title = f"{UNTIL.sub('', line[: dates[0].begins])} {line[dates[-1].ends :]}"
        title = bare(title) or one_line(line)
    due = dates[-1] if dates and not recurrence else None
    return {
        "key": "",
        "title": one_line(title),
        "due": due.last.isoformat() if due else None,
        "due_precision": due.precision if due else None,
        "recurrence": str(recurrence) if recurrence else None,
        "printed_as": one_line(line),
    }
