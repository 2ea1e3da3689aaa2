"""The rows of the list of actions. A hundred of them are most of a page, so they are filled in by Python, once a row;
the components in them come from their templates, once for each different one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.addresses import AddressesOf
from actionplan.base.formatting import short_day
from actionplan.base.templatetags.marks import confidence, status
from actionplan.base.templatetags.repeated import escaped, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.action_rows import COLUMNS, ActionRow
from actionplan.portal.moments import Asked
from objectives.models import Plan

register = template.Library()

NOTHING = "–"
ROW = """\
<tr>
<td class="code" data-label="{code_label}">{code}</td>
<th scope="row" data-label="{title_label}">{title}</th>
<td data-label="{lead_label}">{lead}</td>
<td data-label="{minister_label}">{minister}</td>
<td data-label="{status_label}">{status}</td>
<td data-label="{confidence_label}">{confidence}</td>
<td data-label="{verdict_label}">{verdict}</td>
<td data-label="{schedule_label}"{late}>{schedule}</td>
<td class="nowrap" data-label="{end_label}">{end}</td>
<td class="nowrap" data-label="{reported_label}">{reported}</td>
</tr>
"""
"""Whatever is put into it is escaped before."""


@register.simple_tag
def action_cells(rows: Iterable[ActionRow], plan: Plan, asked: Asked) -> SafeString:
    """`{% action_cells rows plan asked %}`: a table row for each action, with links that keep the moment and the basis."""
    cells = _Cells(plan, asked)
    return joined([cells.of(row) for row in rows])


class _Cells:
    """What the rows of one page share is made once: labels, addresses, days, marks that look the same."""

    def __init__(self, plan: Plan, asked: Asked) -> None:
        pages = ["action", "organisation", "minister"]
        self.addresses = {page: AddressesOf(page, plan.code) for page in pages}
        self.query = escape(asked.query_string)
        self.dutch = in_dutch()
        self.row = _with_labels()
        self.asides = {
            "limited": _aside(_("limited")),
            "on_behalf": _aside(_("on behalf of the organisation")),
            "awaits_review": _aside(_("not yet reviewed")),
            "reviewed_within": _aside(_("reviewed within the agency")),
        }
        self.nobody = escape(_("no lead yet"))
        self.marks: dict[tuple[Any, ...], str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.days: dict[datetime.date | None, str] = {}

    def of(self, row: ActionRow) -> str:
        action = row.action
        return self.row.format(
            code=escaped(action.code),
            title=self._title(action),
            lead=self._named("organisation", row.lead, "name") or self.nobody,
            minister=self._named("minister", row.minister, "title", "short_title") or NOTHING,
            status=self._mark(status, action.status, row.status, row.status_note)
            + self._asides(action, "on_behalf", "awaits_review"),
            confidence=self._assessed(action.confidence, row.confidence),
            verdict=self._assessed(action.verdict, row.verdict)
            + (self._asides(action, "reviewed_within") if row.verdict else ""),
            late=' class="warn"' if row.is_late else "",
            schedule=escaped(row.schedule),
            end=self._day(row.end),
            reported=self._day(row.reported_on),
        )

    def _title(self, action: Any) -> str:
        words = twin(action, "title") if self.dutch else action.title
        link = self._link("action", action.code, words)
        return f"{link} {self.asides['limited']}" if action.limited else link

    def _named(self, page: str, subject: Any, field: str, short: str = "") -> str:
        """A link to a body or a minister, in the reader's language; nothing where there is none."""
        if subject is None:
            return ""
        if (page, subject.key) not in self.links:
            words = twin(subject, field, getattr(subject, short) if short else "")
            self.links[page, subject.key] = self._link(page, subject.key, words)
        return self.links[page, subject.key]

    def _link(self, page: str, name: str, words: str) -> str:
        address = escape(self.addresses[page](name))
        return f'<a href="{address}{self.query}">{escaped(words)}</a>'

    def _assessed(self, code: str, label: str) -> str:
        return self._mark(confidence, code, label) if label else NOTHING

    def _mark(self, mark: Callable[..., str], *facts: str) -> str:
        look = (mark, *facts)
        if look not in self.marks:
            self.marks[look] = mark(*facts)
        return self.marks[look]

    def _day(self, day: datetime.date | None) -> str:
        if day not in self.days:
            self.days[day] = escape(short_day(day))
        return self.days[day]

    def _asides(self, action: Any, *names: str) -> str:
        return "".join([self.asides[name] for name in names if getattr(action, name)])


def _with_labels() -> str:
    """The row with its labels filled in, in the language of the page; its values are still to come."""
    labels = {f"{column.key}_label": escape(str(column.label)) for column in COLUMNS}
    row = ROW
    for name, label in labels.items():
        row = row.replace(f"{{{name}}}", label.replace("{", "{{").replace("}", "}}"))
    return row


def _aside(words: str) -> str:
    return format_html('<span class="aside">{}</span>', words)
