"""A plan as a document and as a workbook, on the day in the address; and the workbook to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.files import WORKBOOK, attachment, file_name_of
from actionplan.base.sheets import Row
from actionplan.pages.actions.columns import as_table as actions_as_table
from actionplan.pages.actions.columns import exported_rows
from actionplan.pages.budget.lines import BudgetQuery, lines_as_table
from actionplan.pages.choices import Choices, choices_of
from actionplan.pages.files import dated, name_of_file, refusal
from actionplan.pages.getters import plan_or_404, refuse_unless
from actionplan.pages.indicators import as_table as indicators_as_table
from actionplan.pages.indicators import indicator_lines
from actionplan.pages.milestones.read import as_table as milestones_as_table
from actionplan.pages.milestones.read import promises_of, rows_of
from actionplan.pages.typed_moments import typed_day
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.picture.words import PersonReading, words_of
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.document import PlanDocument

JSON = "application/json"


@require_safe
def plan_template(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return attachment(plan_workbook(), file_name_of(["plan", get_language() or ""], {}, "xlsx"), WORKBOOK)


@require_safe
def plan_as_document(request: PortalRequest, plan_code: str) -> HttpResponse:
    return _plan_of_day(request, plan_code, lambda document: as_text(document).encode(), "json", JSON)


@require_safe
def plan_as_workbook(request: PortalRequest, plan_code: str) -> HttpResponse:
    return _plan_of_day(request, plan_code, plan_workbook, "xlsx", WORKBOOK)


def _plan_of_day(
    request: PortalRequest, plan_code: str, written: Callable[[PlanDocument], bytes], ending: str, kind: str
) -> HttpResponse:
    """The plan of `?on=`, by default today."""
    plan, text = plan_or_404(request, plan_code), typed_day(request.GET.get("on", "").strip())
    try:
        on = (Moment.parse(text, request.now) if text else Moment.now(request.now)).plan_day
    except InvalidDay:
        sentence = _("“%(text)s” is not a day that has come.") % {"text": request.GET["on"][:40]}
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    content = written(plan_document(plan, on))
    return attachment(content, file_name_of(["plan", plan.code], {"on": on}, ending), kind)


@require_safe
def plan_with_progress(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The plan of a day or of a closed round, with what was reported by then, which imports do not read."""
    choices = choices_of(request, plan_or_404(request, plan_code), "action-list", names=[])
    if refused := refusal(choices):
        return refused
    document = plan_document(choices.plan, choices.moment.plan_day)
    content = plan_workbook(document, _progress(choices, request.user))
    name = name_of_file("plan-and-progress", choices, choices.scope.query, "xlsx")
    return attachment(content, name, WORKBOOK)


def _progress(choices: Choices, user: User) -> dict[str, Iterable[Row]]:
    """The tables by title, with the day that they are calculated for."""
    promises = promises_of(choices)
    words = words_of(choices.picture, choices.actions, PersonReading(user, exports=True))
    tables = {
        _("of actions"): actions_as_table(exported_rows(choices, choices.actions, [], user)),
        _("of the budget lines"): lines_as_table(choices, BudgetQuery()),
        _("of milestones"): milestones_as_table(rows_of(choices, promises, words)),
        _("of indicators"): indicators_as_table(indicator_lines(choices, choices.actions, words)),
    }
    return {title: dated(choices, rows) for title, rows in tables.items()}
