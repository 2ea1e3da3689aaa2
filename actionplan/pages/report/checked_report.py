"""A draft in words beside the last report, with the findings; and beside what somebody else saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.access_log import note_words
from actionplan.base.refusals import Refused
from actionplan.pages.differences import FieldDifference
from actionplan.pages.getters import way_to_report
from actionplan.picture.evidence_words import evidence_of
from actionplan.reporting.models import ProgressReport
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.contents import Contents, contents_of
from actionplan.reports.findings import Finding, Level

from .contents_in_words import ReportPart, changed_rows, in_words, parts_of
from .editor import ReportEditor
from .forms import ReportForm

ANCHORS = {
    "expenditure": "money",
    "milestone": "milestones",
    "measurement": "indicators",
    "question": "section-questions",
}
"""The places in the form of fields that are several rows."""


def anchor_of(finding: Finding) -> str:
    """The place of its field in the form; empty if it is about the report as a whole."""
    return ANCHORS.get(finding.field, f"id_{finding.field}") if finding.field else ""


def anchored(results: Iterable[Finding], form_url: str = "") -> list[dict[str, Any]]:
    """Findings with the address of their field; without a form, of the contents on the same page."""
    return [{"finding": finding, "url": _address(finding, form_url)} for finding in results]


def _address(finding: Finding, form_url: str) -> str:
    if not form_url:
        return "#contents"
    return f"{form_url}#{anchor_of(finding)}" if finding.field else form_url


def checks_context(editor: ReportEditor) -> dict[str, Any]:
    """For an editor with a draft."""
    user, action, draft = editor.request.user, editor.action, cast(ProgressReport, editor.draft)
    names = [action.plan.code, action.code, editor.organisation.key]
    draft.action = action
    contents, check_context = comparison_of(draft, editor.request.now, editor.picture)
    results, last = findings(contents, check_context), check_context.last
    note_words(action, any(one and one.has_words for one in (contents, last)))
    form_url = _form_url(editor)
    may_write = user.has_perm("reporting.write_report", draft)
    is_blocked = any(finding.is_blocking for finding in results)
    shown = contents.without_meaningless_values(last)
    said = in_words(shown, last, editor.plan, organisation=editor.organisation.key, is_lead=editor.is_lead)
    parts = parts_of(said, has_last=last is not None)
    return {
        **draft_context(editor),
        "parts": parts,
        "what_is_new": _what_is_new(parts, has_last=last is not None),
        "evidence": evidence_of(draft, editor.plan.action, {True: True, False: True}),
        "found": anchored(results, form_url),
        "may_write": may_write,
        "may_make_ready": may_write and not (is_blocked or editor.on_behalf or draft.ready_at),
        "others_ready": _others_ready(draft),
        "may_submit": user.has_perm("reporting.submit_report", draft),
        "is_blocked": is_blocked,
        "is_warned": any(finding.level == Level.WARNING for finding in results),
        "has_last": last is not None,
        "is_compared": last is not None,
        "form_url": form_url,
        "submit_url": reverse("report-submit", args=names),
        "discard_url": reverse("report-discard", args=names),
    }


def _what_is_new(parts: Iterable[ReportPart], *, has_last: bool) -> str:
    if not has_last:
        return _("This is the first report on the action.")
    rows = changed_rows(parts)
    if not rows:
        return _("Nothing changed: it says what the report before said.")
    count = sum(row.lines for row in rows)
    return ngettext("%(count)s item changed.", "%(count)s items changed.", count) % {"count": count}


def _others_ready(draft: ProgressReport) -> int:
    """How many other drafts would be submitted together with one that is ready for agreement."""
    if draft.ready_at is None:
        return 0
    ready = ProgressReport.objects.drafts().filter(
        action__plan=draft.action.plan, organisation=draft.organisation_id, ready_at__isnull=False
    )
    return ready.exclude(pk=draft.pk).count()


def _form_url(editor: ReportEditor) -> str:
    return reverse("report-form", args=[editor.action.plan.code, editor.action.code, editor.organisation.key])


def draft_context(editor: ReportEditor) -> dict[str, Any]:
    """Shared by all pages about a draft."""
    return {
        "plan": editor.action.plan,
        "action": editor.action,
        "editor": editor,
        "draft": editor.draft,
        "breadcrumbs": way_to_report(editor.request.user, editor.action, editor.organisation),
    }


# Somebody else wrote in between: nothing is overwritten, and nothing typed is lost


def differences(editor: ReportEditor, mine: Contents) -> list[FieldDifference]:
    """Field by field and row by row: what was typed beside what is saved now, where they differ."""
    theirs = contents_of(editor.pending) if editor.pending else None
    parts = in_words(mine, theirs, editor.plan, organisation=editor.organisation.key, is_lead=editor.is_lead)
    rows = [*parts["fields"], *parts["milestones"], *parts["measurements"], *parts["money"]]
    return [FieldDifference(row.label, row.text, row.other, row.plan) for row in rows if row.differs]


def is_already_saved(editor: ReportEditor, form: ReportForm) -> bool:
    """Whether the draft that somebody else saved has exactly what was typed: then there is no conflict."""
    editor.read_again()
    return editor.draft is not None and not differences(editor, form.contents())


def conflict_context(editor: ReportEditor, form: ReportForm, refusal: Refused) -> dict[str, Any]:
    """Both versions. If there is a draft, the form is opened on it, so that saving again is a decision.

    If the report was submitted, reviewed or discarded in between, or the organisation began a draft of its
    own, what was typed is shown to be copied.
    """
    draft = editor.draft
    if draft is not None:
        form.opened_again(draft)
    return {
        "errors": [],
        "typed_again": False,
        "refusal": editor.who_saved(draft) if draft else refusal.sentence,
        "differences": differences(editor, form.contents()),
        "go_on_url": _form_url(editor) if draft else "",
        "may_save": draft is not None,
    }
