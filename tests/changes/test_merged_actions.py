"""An action that was merged into another says into which, and since when: between days, and between rounds that knew it."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actions.models import Action
from tests.changes.test_between_rounds import groups, row
from tests.changes.test_page import get
from tests.documents.written_documents import got, table_with, word_of
from tests.factories import ActionFactory
from tests.plan_document.changed_plan import AMENDED_ON, ChangedPlan, begin, end

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
INTO = ["Support for families", "1.2 amended from 1 September 2022 on"]


def merge(world: ChangedPlan, action: Action, on: datetime.date = AMENDED_ON) -> None:
    Action.objects.filter(pk=action.pk).update(in_force_until=on, merged_into=world.small.joint)


def close(world: ChangedPlan, round: str, about: datetime.date) -> None:
    end(world, begin(world, round, about))


def test_a_merged_action_says_into_which(two_rounds: ChangedPlan, client_of: Browse, reader: User) -> None:
    merge(two_rounds, two_rounds.small.elsewhere)
    page = get(client_of(reader), **{"from": "2022-06", "to": "2022-10-01"})
    assert row(page, "2.2", "Merged into another action") == INTO


@pytest.mark.parametrize("before", ["2022-06", "2022-07-25"])
def test_it_says_so_too_where_the_later_side_is_a_round(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, before: str
) -> None:
    merge(two_rounds, two_rounds.small.elsewhere)
    close(two_rounds, "2022-12", datetime.date(2022, 12, 31))
    page = get(client_of(reader), **{"from": before, "to": "2022-12"})
    assert row(page, "2.2", "Merged into another action") == INTO


def test_each_comparison_names_what_was_merged_in_between(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    small, browser = two_rounds.small, client_of(reader)
    lead = small.elsewhere.leads.get().organisation
    others = [ActionFactory(code=code, plan=small.plan, lead=lead) for code in ("2.3", "2.4")]
    merge(two_rounds, small.elsewhere)
    close(two_rounds, "2022-12", datetime.date(2022, 12, 31))
    for action in others:
        merge(two_rounds, action, datetime.date(2023, 3, 1))
    close(two_rounds, "2023-06", datetime.date(2023, 6, 30))

    def merged(before: str, after: str) -> set[str]:
        found = groups(get(browser, **{"from": before, "to": after}))
        return {code for code, rows in found.items() if rows[0][0] == "Merged into another action"}

    assert merged("2021-12", "2022-06") == set()
    assert merged("2022-06", "2022-12") == {"2.2"}
    assert merged("2022-12", "2023-06") == {"2.3", "2.4"}
    assert merged("2022-07-25", "2023-04-01") == {"2.2", "2.3", "2.4"}


def test_the_report_to_the_government_says_into_which_too(
    two_rounds: ChangedPlan, client_of: Browse, coordinator: User
) -> None:
    merge(two_rounds, two_rounds.small.elsewhere)
    close(two_rounds, "2022-12", datetime.date(2022, 12, 31))
    document = word_of(got(client_of(coordinator), "government-report-docx", "2020-2024", "2022-12"))
    rows = table_with(document, "Action", "What")
    assert ["2.2 Support for families", "Merged into another action", "Support for families", "1.2"] in rows
