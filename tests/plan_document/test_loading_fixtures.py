"""Loading the plan of fixtures/ again disturbs nothing: neither what was reported nor what was amended."""

import datetime
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actionplan.reports.leads import appoint_lead
from actions.models import Action, Lead
from budgets.models import BudgetTerms
from objectives.models import Plan
from tests.actions.action_factories import reword
from tests.factories import UserFactory
from tests.personas import person
from tests.plan_document.printed_plan import FIXTURES, PLAN_APPS, fixture_rows
from tests.reporting_factories import hand_in, noon

pytestmark = pytest.mark.owner


def rows_of(*labels: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of these apps, with every value."""
    all_models: list[type[models.Model]] = [
        model for label in labels for model in apps.get_app_config(label).get_models()
    ]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in all_models}


def test_loading_again_leaves_the_plan_every_report_and_a_first_lead(printed_plan: Plan) -> None:
    """Nothing is loaded over a row that differs: so what is imported for tests is what the fixtures say."""
    report_on(Action.objects.get(code="3.3"))
    appoint(printed_plan, "3.12", "kbbj_abb")
    before = rows_of("reporting", "audit", *PLAN_APPS)
    assert ProgressReport.objects.count() == 1
    call_command("loaddata", *FIXTURES, verbosity=0)
    after = rows_of("reporting", "audit", *PLAN_APPS)
    assert after.pop("audit.Revision") != before.pop("audit.Revision")  # so that every picture is read anew
    assert after == before
    assert Lead.objects.get(action__code="3.12").organisation.key == "kbbj_abb"


def load(tmp_path: Path, *rows: dict[str, Any]) -> None:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(rows))
    call_command("loaddata", str(file), verbosity=0)


@pytest.mark.full
def test_what_was_amended_or_edited_since_stays_and_what_was_skipped_is_counted(
    printed_plan: Plan, capsys: pytest.CaptureFixture
) -> None:
    appoint(printed_plan, "1.1", "kbbj_agii")
    reword(Action.objects.get(code="1.1"), title="Another title")
    Organisation.objects.filter(key="kbbj_abb").update(name="Another name")
    before = rows_of(*PLAN_APPS)
    call_command("loaddata", *FIXTURES)
    assert rows_of(*PLAN_APPS) == before
    assert f"Skipped {len(fixture_rows())} object(s)" in capsys.readouterr().out


def test_a_plan_that_is_new_leaves_the_event_of_its_import(db: None) -> None:
    call_command("loaddata", *FIXTURES[:2], verbosity=0)
    event = Event.objects.get()
    assert (event.verb, event.plan, event.actor_key) == ("imported", Plan.objects.get().pk, None)
    assert (event.names["objectives"], event.names["actions"]) == (8, 0)


@pytest.mark.full
def test_what_was_loaded_is_known_to_the_trail(db: None) -> None:
    """Otherwise who owns the tables could change any amount until somebody acts on its action."""
    call_command("loaddata", *FIXTURES, verbosity=0)
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert "  compared: 50 actions" in out.getvalue()
    terms = BudgetTerms.objects.filter(amount__gt=1).select_related("line__action")[0]
    BudgetTerms.objects.filter(pk=terms.pk).update(amount=Decimal("1.00"))
    with pytest.raises(CommandError, match="The trail is not as it was sealed"):
        call_command("verify_trail", stdout=out)
    assert f"action {terms.line.action.code}" in out.getvalue()


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        ("objectives.objective", {"plan": ["2020-2024"], "number": 9, "title": "Nine"}),
        (
            "actions.action",
            {
                "plan": ["2020-2024"],
                "objective": ["2020-2024", 1],
                "code": "1.99",
                "order": 199,
                "limited": False,
            },
        ),
        ("actions.lead", {"action": ["2020-2024", "3.12"], "organisation": ["ov"]}),
        ("organisations.affiliation", {"organisation": ["vvsg"], "policy_area": ["WVG"]}),
    ],
)
def test_nothing_more_is_loaded_into_a_plan_that_is_there(
    printed_plan: Plan, tmp_path: Path, model: str, facts: dict[str, Any]
) -> None:
    before = rows_of(*PLAN_APPS)
    load(tmp_path, {"model": model, "fields": facts})
    assert rows_of(*PLAN_APPS) == before


def test_other_fixtures_load_as_ever(tmp_path: Path, db: None) -> None:
    user = UserFactory(username="somebody", name="Before")
    file = tmp_path / "users.json"
    with file.open("w") as stream:
        call_command("dumpdata", "accounts.user", stdout=stream)
    User.objects.filter(pk=user.pk).update(name="After")
    call_command("loaddata", str(file), verbosity=0)
    user.refresh_from_db()
    assert user.name == "Before"


def appoint(plan: Plan, code: str, key: str) -> None:
    appoint_lead(
        action=Action.objects.get(plan=plan, code=code),
        organisation=Organisation.objects.get(key=key),
        from_day=datetime.date(2022, 1, 1),
        by=None,
        at=noon(2022, 1, 1),
    )


def report_on(action: Action) -> None:
    """A submitted report of the action's lead, with money and a milestone."""
    lead = action.leads.get().organisation
    by = person("contact", Role.CONTRIBUTOR, organisation=lead)
    money = [ExpenditureRow(action.budget_lines.get().pk, 2021, paid=Decimal("1200.00"))]
    milestones = [MilestoneRow(action.milestones.get().pk, datetime.date(2021, 1, 1))]
    hand_in(
        action, lead, by, noon(2022, 5, 2), done="Three were held.", expenditures=money, milestones=milestones
    )
