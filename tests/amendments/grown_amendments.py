"""Leads, proposed milestones and amendments of a grown plan, as many as a test asks for."""

import datetime
from dataclasses import replace
from decimal import Decimal

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.planned.from_rows import action_in_force, places_in_force
from actionplan.planned.json_form import as_json
from actionplan.reports.proposals import decline_milestone
from actions.codes import order_of
from actions.models import Action, Amendment
from tests.amendments.amending import new_action
from tests.amendments.government_factories import spread_by_lead
from tests.factories import ActionFactory, LeadFactory, ObjectiveFactory, PlanFactory
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

AT = noon(2022, 11, 2)
DUE = datetime.date(2030, 1, 1)


def add_amendments(
    action: Action, partners: list[Organisation], writer: User, reviewer: User, size: int
) -> None:
    """Former leads, proposals that wait, proposals that were answered, years of a spread line: as many of each; and actions of a later plan that continue this one."""
    for n in range(size):
        begun = datetime.date(2010 + n, 1, 1)
        ended = datetime.date(2011 + n, 1, 1)
        LeadFactory(action=action, organisation=partners[n], in_force_from=begun, in_force_until=ended)
        declined = propose(action, writer, AT, title=f"Sample declined {n}", due=DUE)
        decline_milestone(proposal=declined, answer="Sample.", by=reviewer, at=AT)
    later = PlanFactory(code="later", title="Later plan", start=DUE, end=DUE)
    for n in range(size):
        propose(action, writer, AT, title=f"Sample {n}", due=DUE)
        objective = ObjectiveFactory(plan=later, number=1)
        ActionFactory(plan=later, objective=objective, code=f"1.{n + 1}", continues=action)
    for line in action.budget_lines.all():
        spread_by_lead(line, {2021 + n: Decimal(10000) / size for n in range(size)}, DUE)


def add_plan_amendments(action: Action, by: User, size: int) -> dict[str, int]:
    """As many that wait, in force and dropped: each amends the action, and adds as many. The number of one of each of the first two."""
    at, day = noon(2022, 11, 5), datetime.date(2022, 11, 5)
    before = action_in_force(action, action.plan, day)
    assert before is not None
    places = places_in_force(action.plan, [action.code], day)[action.code]
    acts = {"amendment": "", "amendment_in_force": "put_in_force", "dropped": "dropped"}
    for place, act in enumerate(acts.values()):
        for n in range(size):
            facts = {"number": place * size + n + 1, "effective_from": day, "reason": "Sample."}
            row = Amendment.objects.create(plan=action.plan, prepared_at=at, **facts)
            row.actions.create(
                code=action.code,
                order=action.order,
                before=as_json(before),
                after=as_json(replace(before, title="Sample")),
                line_places=places,
            )
            for added in range(size):
                new = new_action(f"1.9{added}", "lead")
                row.actions.create(
                    code=new.code, order=order_of(new.code), after=as_json(new), line_places=[1]
                )
            if act:
                acted = {f"{act}_by": by, f"{act}_by_name": str(by), f"{act}_at": at}
                Amendment.objects.filter(pk=row.pk).update(**acted)
    return {name: place * size + 1 for place, name in enumerate(acts)}
