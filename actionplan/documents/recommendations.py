"""The recommendations about the plan, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.picture.words import REMOVED
from actionplan.reporting.models import Recommendation

from .content import Section, TableColumn, table_of
from .source import DocumentSource


def recommendations_section(source: DocumentSource) -> Iterator[Section]:
    """As they stood when the data were known; no section where there are none. Three queries."""
    known = Recommendation.objects.of_plan(source.picture.plan.pk).at(source.known_at)
    if rows := list(known.with_subjects()):
        caption = _("Recommendations, and what became of them")
        table = table_of(rows, recommendation_columns(), caption, _("Recommendations"))
        yield Section(_("Annex: recommendations"), [table], is_wide=True)


def recommendation_columns() -> dict[TableColumn, Any]:
    return {
        TableColumn(_("Number"), is_number=True): lambda row: row.number,
        TableColumn(_("Made by"), 3): lambda row: f"{row.get_source_display()}, {row.document}",
        TableColumn(_("Published on"), 2): lambda row: row.published_on,
        TableColumn(_("What"), 6): lambda row: _text(row, "text"),
        TableColumn(_("About"), 2): _about,
        TableColumn(_("Answer of the Government"), 4): lambda row: _text(row, "answer"),
        TableColumn(_("Followed up by"), 3): lambda row: (
            formatting.local(row.followed_up_by, "name") if row.followed_up_by else ""
        ),
        TableColumn(_("By"), 2): lambda row: row.due,
        TableColumn(_("State"), 2): lambda row: capfirst(row.get_state_display()),
        TableColumn(_("Why"), 3): lambda row: _text(row, "why"),
    }


def _text(row: Recommendation, field: str) -> str:
    return REMOVED.in_words if row.is_removed else formatting.local_in_words(row, field)


def _about(row: Recommendation) -> str:
    objectives = [_("objective %(number)s") % {"number": objective.number} for objective in row.objectives]
    return ", ".join([*objectives, *(action.code for action in row.actions)]) or _("the plan as a whole")
