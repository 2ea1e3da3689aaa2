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
from actionplan.portal.happenings import Happening, Kind
from actionplan.reporting.states import Status

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
    return joined([_entry(one, (plan, action), is_continuous) for one in happenings])


def _entry(one: Happening, where: tuple[str, str], is_continuous: bool) -> str:
    if one.report:
        url = address_of("report", *where, one.report.pk)
        said = BETWEEN.join(_said_of_report(one, one.report, is_continuous))
    else:
        url = f"{address_of('questions', *where)}#question-{one.key}"
        said = BETWEEN.join(_said_of_question(one))
    return ENTRY.format(
        url=escape(url),
        when=escape(instant(one.when)),
        organisation=escaped(twin(one.organisation, "name")),
        what=escape(one.what),
        said=said,
        text=lines(one.text),
    )


def _said_of_question(one: Happening) -> Iterator[str]:
    yield escape(str(one.by))
    if one.kind == Kind.ASKED and one.thread:
        yield escape(one.thread.term_words)


def _said_of_report(one: Happening, report: Any, is_continuous: bool) -> Iterator[str]:
    """What was said or decided, and by whom."""
    if one.kind == Kind.SUBMITTED:
        yield _position(report, is_continuous)
    elif one.kind == Kind.ACCEPTED and report.verdict:
        yield confidence(report.verdict, continuous=is_continuous)
    yield escape(str(one.by))
    if one.kind == Kind.SUBMITTED and report.on_behalf:
        yield escape(_("on behalf of the organisation"))
    if one.kind == Kind.SUBMITTED and report.round:
        yield escaped(twin(report.round, "name"))
    if one.answers:
        yield escape(_("answers the remark on version %(number)s") % {"number": one.answers})
    if one.kind in (Kind.RETURNED, Kind.ACCEPTED) and report.reviewed_within:
        yield escape(_("review within the submitting agency"))


def _position(report: Any, is_continuous: bool) -> str:
    if not report.is_lead:
        return escape(_("partner’s contribution"))
    status = escape(str(Status(report.status).label)) if report.status else ""
    if not report.confidence:
        return status
    return f"{status}, {confidence(report.confidence, continuous=is_continuous)}"
