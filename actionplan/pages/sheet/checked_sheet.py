"""The sheet that is agreed to: what each draft says that is new, with its findings; what is ticked will be submitted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.pages.getters import page_of
from actionplan.pages.report.checked_report import anchored
from actionplan.pages.report.contents_in_words import plans_of, status_words
from actionplan.pages.tokens import typed_to
from actionplan.reporting.models import ProgressReport

from .forms import AgreedForm
from .read import BEGUN, ROWS_PER_SHEET_PAGE, Sheet
from .sheet_rows import SheetRow, rows_of
from .what_is_new import WhatIsNew, answers_of, read_rows, short_hash, what_is_new


@dataclass
class CheckedRow:
    """A draft as it would be submitted."""

    row: SheetRow
    draft: ProgressReport
    new: WhatIsNew
    form_url: str
    findings: list[dict[str, Any]]
    """Each with the address of its field."""
    is_ticked: bool
    is_changed: bool = False
    """Whether it was saved after the day on which it was agreed to."""

    @property
    def status(self) -> str:
        return status_words(self.draft)

    @property
    def name(self) -> str:
        """How a form names the draft, with the revision that is shown."""
        return f"{self.draft.pk}-{self.draft.revision}"


def sheet_checks_context(
    request: PortalRequest, sheet: Sheet, agreed: AgreedForm | None = None, changed: Collection[int] = ()
) -> dict[str, Any]:
    """Shows drafts, and returned reports that may be answered with a draft; those that are ready all at once, so that
    one press submits them, and the others in pages. `changed` are drafts that were saved after the agreement.
    """
    ready = sheet.ready
    keys = {entry.action.pk for entry in ready}
    begun = [entry for entry in sheet.entries if entry.state in BEGUN and entry.action.pk not in keys]
    page = page_of(request, begun, ROWS_PER_SHEET_PAGE)
    rows = rows_of(sheet, [*ready, *page.object_list], request.user, request.now)
    names = [sheet.plan.code, sheet.organisation.key]
    sent = _sent(request, names)
    checked = _checked(sheet, [row for row in rows if row.is_checked], changed)
    if sent and "draft" in sent:
        for one in checked:
            one.is_ticked = one.name in sent.getlist("draft") and not one.is_changed
    passing = [one for one in checked if one.row.passes]
    ticked = [one for one in checked if one.is_ticked]
    return {
        "plan": sheet.plan,
        "sheet": sheet,
        "page_obj": page,
        "here": reverse("sheet-checks", args=names),
        "ready": [one for one in passing if one.row.is_ready],
        "not_ready": [one for one in passing if not one.row.is_ready],
        "held_back": [one for one in checked if not one.row.passes],
        "not_begun": [
            {"action": one.action, "url": sheet.row_url(one.action.code)} for one in sheet.not_begun
        ],
        "ticked": len(ticked),
        "passing": len(passing),
        "short_hash": short_hash((one.row.action.code, one.new) for one in passing if one.row.is_ready),
        "may_mark": any(one.row.may_write and not one.row.is_ready for one in passing),
        "submits": sheet.organisation.pk in rights_today(request.user, sheet.plan).submits_for,
        "agreed": agreed
        or AgreedForm(
            sent,
            today=sheet.today,
            drafts=[one.draft for one in passing],
            last_function=_last_function(sheet),
        ),
    }


def _last_function(sheet: Sheet) -> str:
    """Who agreed with the organisation's reports last, by function."""
    reports = ProgressReport.objects.filter(action__plan=sheet.plan, organisation=sheet.organisation.pk)
    agreed = reports.handed_in().exclude(agreed_by="").order_by("-submitted_at", "-pk")
    return agreed.values_list("agreed_by", flat=True).first() or ""


def _sent(request: PortalRequest, names: Sequence[Any]) -> QueryDict | None:
    """What was ticked and typed: in the form that is answered, before the session ended, or beside another form."""
    if request.method == "POST" and "agreed_by" in request.POST:
        return request.POST
    acts = ["sheet-submit", "sheet-submit-unagreed", "sheet-ready"]
    return next(filter(None, (typed_to(request, act, *names) for act in acts)), None)


def _checked(sheet: Sheet, rows: list[SheetRow], changed: Collection[int]) -> list[CheckedRow]:
    """With a fixed number of queries, but for reports that correct a closed round."""
    read_rows(report for row in rows for report in (row.draft, row.last))
    plans = plans_of(row.action for row in rows)
    answers = answers_of(sheet.organisation.pk, plans)
    checked = []
    for row in rows:
        if row.draft is None:
            continue
        names = [sheet.plan.code, row.action.code, sheet.organisation.key]
        form_url = reverse("report-form", args=names)
        plan, organisation = plans[row.action.pk], sheet.organisation.key
        checked.append(
            CheckedRow(
                row=row,
                draft=row.draft,
                new=what_is_new(
                    row.draft, row.last, plan, organisation=organisation, answers=answers[row.action.pk]
                ),
                form_url=form_url,
                findings=anchored(row.worth_a_look, form_url),
                is_ticked=row.is_to_submit,
                is_changed=row.draft.pk in changed,
            )
        )
    return checked
