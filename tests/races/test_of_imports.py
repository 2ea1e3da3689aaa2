"""Two administrators import at once: one goes through, the other is told that something changed."""

import json

import pytest
from tablib import Dataset

from actionplan.accounts.models import User
from actionplan.audit.imports import current_mark
from actionplan.audit.models import Event
from actionplan.audit.revisions import renew_without_event
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.admin import MinisterTable
from actionplan.organisations.models import Minister
from actionplan.plan_document.discarding import discard_plan, plan_to_discard
from actionplan.plan_document.import_changes import ItemChange
from actionplan.plan_document.importing import NO_DECISIONS, preview_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import PlanRead, read_plan_file
from actionplan.plan_document.plan_files import commit_in_steps, keep_file
from actionplan.reporting.models import Round
from actionplan.rounds.life import RoundFacts, prepare_round
from objectives.models import Objective, Plan
from objectives.states import PlanState
from tests.factories import ObjectiveFactory, PlanFactory
from tests.personas import SmallPlan, person
from tests.plans.plans_world import DOCUMENT, NEXT
from tests.reporting_factories import drafted, noon
from tests.threads import BOTH_ORDERS, Act, race, race_in

pytestmark = pytest.mark.postgresql
AT = noon(2025, 3, 1)


def _committed(file: PlanFile, read: PlanRead, mark: str, by: User) -> list[ItemChange]:
    steps = commit_in_steps(
        file=file, document=read.document, decisions=NO_DECISIONS, mark=mark, by=by, at=AT
    )
    return list(steps)


def test_two_files_of_one_plan_committed_at_once(administrator: User) -> None:
    other = person("other_administrator", "administrator")
    ObjectiveFactory(plan=PlanFactory(code=NEXT, state=PlanState.IN_PREPARATION), number=1)

    def commit(title: str, by: User) -> Act:
        document = DOCUMENT | {"objectives": [one | {"title": title} for one in DOCUMENT["objectives"]]}
        read = read_plan_file(json.dumps(document))
        file = keep_file(name="plan.json", read=read, by=by, at=AT)
        mark = preview_import(document=read.document, on=day_of(AT)).mark
        return lambda: _committed(file, read, mark, by)

    acts = [commit("First", administrator), commit("Second", other)]
    _won, lost = race(*acts, after='FROM "objectives_plan".*FOR UPDATE')
    assert isinstance(lost, ChangedMeanwhile)
    assert set(Objective.objects.values_list("title", flat=True)) == {"First"}
    assert Event.objects.filter(verb="imported").count() == 1


@BOTH_ORDERS
def test_a_plan_discarded_while_it_is_imported_over(turned_round: bool, administrator: User) -> None:
    code = f"discarded-{turned_round}".lower()
    plan = PlanFactory(code=code, state=PlanState.IN_PREPARATION)
    ObjectiveFactory(plan=plan, number=1)
    document = DOCUMENT | {"plan": DOCUMENT["plan"] | {"code": code}}
    read = read_plan_file(json.dumps(document))
    file = keep_file(name="plan.json", read=read, by=administrator, at=AT)
    mark = preview_import(document=read.document, on=day_of(AT)).mark
    seen = plan_to_discard(plan, day_of(AT)).mark
    discarded, imported = race_in(
        turned_round,
        lambda: discard_plan(plan=plan, mark=seen, by=administrator, at=AT),
        lambda: _committed(file, read, mark, administrator),
        after='FROM "objectives_plan".*FOR UPDATE',
    )
    lost = discarded if turned_round else imported
    assert isinstance(lost, ChangedMeanwhile)
    assert Plan.objects.filter(code=code).exists() == turned_round


@BOTH_ORDERS
def test_a_plan_discarded_while_somebody_begins_to_report_on_it(
    turned_round: bool, administrator: User, coordinator: User, small_plan: SmallPlan
) -> None:
    plan, action = small_plan.plan, small_plan.joint
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_PREPARATION)
    lead = action.leads.get().organisation
    discarded, saved = race_in(
        turned_round,
        lambda: discard_plan(plan=plan, by=administrator, at=AT),
        lambda: drafted(action, lead, coordinator, AT, on_behalf=True),
        after='FROM "actions_action".*FOR (NO KEY )?UPDATE',
    )
    assert isinstance(discarded if turned_round else saved, Refused)
    assert Plan.objects.filter(pk=plan.pk).exists() == turned_round


@BOTH_ORDERS
def test_a_plan_discarded_while_a_round_of_it_is_prepared(
    turned_round: bool, administrator: User, coordinator: User, small_plan: SmallPlan
) -> None:
    plan = small_plan.plan
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_PREPARATION)
    facts = RoundFacts("2022-06", "June", *[day_of(noon(2022, month, 30)) for month in (6, 7, 8, 9)])
    discarded, prepared = race_in(
        turned_round,
        lambda: discard_plan(plan=plan, by=administrator, at=AT),
        lambda: prepare_round(plan=plan, facts=facts, by=coordinator, at=AT),
        after='FROM "objectives_plan".*FOR (NO KEY )?UPDATE',
    )
    assert discarded is None
    assert isinstance(prepared, Round if turned_round else ChangedMeanwhile)
    assert not Plan.objects.filter(pk=plan.pk).exists(), "a round in preparation goes with it"
    assert not Round.objects.filter(plan=plan.pk).exists()


def test_two_tables_confirmed_at_once(administrator: User) -> None:
    renew_without_event()
    mark = current_mark()

    def confirm(key: str) -> Act:
        table = MinisterTable(by=administrator, at=AT, mark=mark)
        return lambda: table.import_data(Dataset([key, "Sample"], headers=["key", "title"]))

    _won, lost = race(confirm("first"), confirm("second"), after='FROM "audit_revision".*FOR UPDATE')
    assert isinstance(lost, ChangedMeanwhile)
    imported = Minister.objects.filter(key__in=["first", "second"])
    assert [row.key for row in imported] == ["first"]
