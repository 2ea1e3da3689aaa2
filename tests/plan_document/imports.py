"""Documents looked at and imported as files are, in few words."""

import datetime
import json
from collections.abc import Iterable

from actionplan.plan_document.importing import Decisions, ImportPreview, import_plan_document, preview_import
from actionplan.plan_document.parsing import read_plan_document
from actionplan.reporting.models import Expenditure, ProgressReport
from budgets.models import BudgetLine
from tests.factories import UserFactory
from tests.plan_document.documents import Document
from tests.plan_document.printed_plan import WARNINGS

AT = datetime.datetime(2024, 12, 1, 12, tzinfo=datetime.UTC)
ON = AT.date()


def previewed(document: Document, **decided: Iterable[str]) -> ImportPreview:
    plain = read_plan_document(json.dumps(document))
    return preview_import(document=plain, on=ON, decisions=_decisions(decided))


def imported(document: Document, **decided: Iterable[str]) -> list[str]:
    """The changes in words; `decided` has the words of each kind of decision."""
    plain = read_plan_document(json.dumps(document))
    changes = import_plan_document(document=plain, by=None, at=AT, decisions=_decisions(decided))
    return [str(change) for change in changes]


def _decisions(decided: dict[str, Iterable[str]]) -> Decisions:
    words = {name: frozenset(each) for name, each in decided.items()}
    return Decisions(**{"accepted": WARNINGS} | words)


def report_money(line: BudgetLine) -> None:
    """A draft with money on the line."""
    lead = line.action.leads.get().organisation
    report = ProgressReport.objects.create(
        action=line.action, organisation=lead, kind="lead", version=1, saved_by=UserFactory(), saved_at=AT
    )
    Expenditure.objects.create(report=report, line=line, year=2022, paid="1.00")
