"""An action that was merged into another says into which, and since when: between days, and between rounds that knew it."""

import datetime

import pytest

from actionplan.accounts.models import User
from actions.models import Action
from tests.changes.compared import between, groups, row
from tests.documents.written_documents import got, sheets_of
from tests.factories import ActionFactory
from tests.personas import ClientOf
from tests.plan_document.changed_plan import AMENDED_ON, ChangedPlan, begin, end

pytestmark = [pytest.mark.django_db, pytest.mark.full]
LABEL = "Merged into another action"
INTO = ["Support for families", "1.2 amended from 1 September 2022 on"]


def merge(world: ChangedPlan, action: Action, on: datetime.date = AMENDED_ON) -> None:
    Action.objects.filter(pk=action.pk).update(in_force_until=on, merged_into=world.small.joint)


def test_a_merged_action_says_into_which_and_each_comparison_names_what_was_merged_in_between(
    two_rounds: ChangedPlan, client_of: ClientOf, reader: User
) -> None:
    world, browser = two_rounds, client_of(reader)
    lead = world.small.elsewhere.leads.get().organisation
    others = [ActionFactory(code=code, plan=world.plan, lead=lead) for code in ("2.3", "2.4")]
    merge(world, world.small.elsewhere)
    assert row(between(browser, "2022-06", "2022-10-01"), "2.2", LABEL) == INTO
    # it says so too where the later side is a round
    end(world, begin(world, "2022-12", datetime.date(2022, 12, 31)))
    for before in ["2022-06", "2022-07-25"]:
        assert row(between(browser, before, "2022-12"), "2.2", LABEL) == INTO
    # and in the workbook of the report to the Government
    book = sheets_of(got(client_of(world.coordinator), "government-report-xlsx", "2020-2024", "2022-12"))
    in_words = ("2.2 Support for families", LABEL, "Support for families", "1.2")
    assert in_words in [changed[:4] for changed in book["Changes"]]
    for action in others:
        merge(world, action, datetime.date(2023, 3, 1))
    end(world, begin(world, "2023-06", datetime.date(2023, 6, 30)))

    def merged(before: str, after: str) -> set[str]:
        by_action = groups(between(browser, before, after))
        return {code for code, rows in by_action.items() if rows[0][0] == LABEL}

    assert merged("2021-12", "2022-06") == set()
    assert merged("2022-06", "2022-12") == {"2.2"}
    assert merged("2022-12", "2023-06") == {"2.3", "2.4"}
    assert merged("2022-07-25", "2023-04-01") == {"2.2", "2.3", "2.4"}
