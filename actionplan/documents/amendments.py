"""The amendments put in force since the round before and known by then."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.amendments.amended_words import amended_in_words, decision_in_words
from actionplan.planned.words import BodyNames
from actions.models import Amendment

from .content import Columns, Section, TableColumn, table_of
from .source import DocumentSource


def amendments_section(source: DocumentSource, earlier: DocumentSource | None) -> Iterator[Section]:
    """No section if the plan was not amended. Without an earlier round, all amendments since it was adopted."""
    rows = Amendment.objects.of_plan(source.picture.plan.pk).put_in_force()
    rows = rows.filter(put_in_force_at__lte=source.known_at).prefetch_related("actions")
    if earlier:
        rows = rows.filter(put_in_force_at__gt=earlier.known_at)
    if amendments := list(rows):
        caption = _("Amendments of the plan")
        yield Section(_("Amendments"), [table_of(amendments, _columns(), caption, _("Amendments"))])


def _columns() -> Columns:
    return {
        TableColumn(_("Number"), is_number=True): lambda amendment: amendment.number,
        TableColumn(_("In force from"), 2): lambda amendment: amendment.effective_from,
        TableColumn(_("What"), 5): _what,
        TableColumn(_("Why"), 5): lambda amendment: amendment.reason,
        TableColumn(_("Decision"), 3): decision_in_words,
    }


def _what(amendment: Amendment) -> str:
    return " ".join(amended_in_words(action, BodyNames()).what for action in amendment.actions.all())
