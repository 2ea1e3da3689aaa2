"""The history of an action, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.addresses import address_of
from actionplan.base.formatting import instant
from actionplan.base.templatetags.marks import confidence
from actionplan.base.templatetags.repeated import escaped, joined
from actionplan.base.templatetags.ui import lines, twin
from actionplan.base.twins import in_dutch
from actionplan.pages.action.happenings import Happening, Kind, Words
from actionplan.reporting.states import Confidence, Status

register = template.Library()

ENTRY = """\
<li>
<p>
<a href="{url}"><strong>{when}</strong></a> · {organisation} ·
{what}
</p>
<div class="aside">
<p>
{said}
</p>
{text}
</div>
</li>
"""
"""Whatever is put into it is escaped before."""
BETWEEN = " · "


@register.simple_tag
def history_entries(
    happenings: Iterable[Happening], plan: str, action: str, is_continuous: bool = False
) -> SafeString:
    """Reports and their reviews, questions and their answers, of the action with this code in the plan with this one.

    `is_continuous` is which words confidence and verdict have.
    """
    entries = _Entries((plan, action), is_continuous)
    return joined([entries.entry(one) for one in happenings])


class _Entries:
    """What entries share is made once: words of what happened, statuses, marks of confidences and verdicts."""

    def __init__(self, where: tuple[str, str], is_continuous: bool) -> None:
        self.where, self.dutch, self.words = where, in_dutch(), Words()
        self.marks = {str(code): confidence(code, continuous=is_continuous) for code in Confidence}
        self.statuses = {str(code): escape(str(code.label)) for code in Status}

    def entry(self, one: Happening) -> str:
        if one.report:
            url = address_of("report", *self.where, one.report.pk)
            said = BETWEEN.join(self.said_of_report(one, one.report))
        else:
            url = f"{address_of('questions', *self.where)}#question-{one.key}"
            said = BETWEEN.join(_said_of_question(one))
        return ENTRY.format(
            url=escape(url),
            when=escape(instant(one.when)),
            organisation=escaped(twin(one.organisation, "name", dutch=self.dutch)),
            what=escape(self.words.of(one)),
            said=said,
            text=lines(one.text),
        )

    def said_of_report(self, one: Happening, report: Any) -> Iterator[str]:
        """What was said or decided, and by whom."""
        if one.kind == Kind.SUBMITTED:
            yield self.position(report)
        elif one.kind == Kind.ACCEPTED and report.verdict:
            yield self.marks[report.verdict]
        yield escape(str(one.by))
        if one.kind == Kind.SUBMITTED and report.on_behalf:
            yield escape(_("on behalf of the organisation"))
        if one.kind == Kind.SUBMITTED and report.round:
            yield escaped(twin(report.round, "name", dutch=self.dutch))
        if one.answers:
            yield escape(_("answers the remark on version %(number)s") % {"number": one.answers})
        if one.kind in (Kind.RETURNED, Kind.ACCEPTED) and report.reviewed_within:
            yield escape(_("review within the submitting agency"))

    def position(self, report: Any) -> str:
        if not report.is_lead:
            return escape(_("partner’s contribution"))
        status = self.statuses.get(report.status, "")
        return f"{status}, {self.marks[report.confidence]}" if report.confidence else status


def _said_of_question(one: Happening) -> Iterator[str]:
    yield escape(str(one.by))
    if one.kind == Kind.ASKED and one.thread:
        yield escape(one.thread.term_words)
