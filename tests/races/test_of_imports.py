"""Two administrators import at once: one goes through, the other is told that something changed."""

import json

import pytest
from tablib import Dataset

from actionplan.accounts.models import User
from actionplan.audit.imports import mark_now
from actionplan.audit.models import Event, Revision
from actionplan.audit.revisions import renew
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.organisations.admin import MinisterTable
from actionplan.organisations.models import Minister
from actionplan.plan_document.files import commit_in_steps, keep_file
from actionplan.plan_document.importing import NONE_TAKEN, preview_import
from actionplan.plan_document.reading import read_plan_document
from objectives.models import Objective
from objectives.states import PlanState
from tests.factories import ObjectiveFactory, PlanFactory
from tests.personas import person
from tests.plans.plans_world import DOCUMENT, NEXT
from tests.reporting_factories import noon
from tests.threads import Act, race

pytestmark = pytest.mark.postgresql
AT = noon(2025, 3, 1)


def test_two_files_of_one_plan_committed_at_once(administrator: User) -> None:
    other = person("other_administrator", "administrator")
    ObjectiveFactory(plan=PlanFactory(code=NEXT, state=PlanState.IN_PREPARATION), number=1)

    def commit(title: str, by: User) -> Act:
        document = DOCUMENT | {"objectives": [one | {"title": title} for one in DOCUMENT["objectives"]]}
        content = json.dumps(document).encode()
        file = keep_file(name="plan.json", content=content, by=by, at=AT)
        mark = preview_import(document=read_plan_document(content), on=day_of(AT)).mark
        return lambda: list(commit_in_steps(file=file, decisions=NONE_TAKEN, mark=mark, by=by, at=AT))

    acts = [commit("First", administrator), commit("Second", other)]
    _won, lost = race(*acts, after='FROM "objectives_plan".*FOR UPDATE')
    assert isinstance(lost, ChangedMeanwhile)
    assert set(Objective.objects.values_list("title", flat=True)) == {"First"}
    assert Event.objects.filter(verb="imported").count() == 1


def test_two_tables_confirmed_at_once(administrator: User) -> None:
    renew([Revision.PORTAL])
    mark = mark_now()

    def confirm(key: str) -> Act:
        table = MinisterTable(by=administrator, at=AT, mark=mark)
        return lambda: table.import_data(Dataset([key, "Sample"], headers=["key", "title"]))

    _won, lost = race(confirm("first"), confirm("second"), after='FROM "audit_revision".*FOR UPDATE')
    assert isinstance(lost, ChangedMeanwhile)
    imported = Minister.objects.filter(key__in=["first", "second"])
    assert [row.key for row in imported] == ["first"]
