"""Two people on one draft, or one form sent twice: nothing is overwritten, nothing typed is lost, both stand
side by side.
"""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import accept
from actionplan.reports.workflow import submit
from actions.models import Action
from tests.database_state import undone
from tests.personas import ClientOf, SmallPlan, person
from tests.reporting_factories import By, drafted, noon
from tests.sent_forms import form_to, send, to_form


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    return person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)


def save(client: Client, page: Any, action: Action, **answers: Any) -> Any:
    return send(client, page, to_form(action, "report-form"), **answers)


@pytest.mark.full
def test_the_second_to_save_sees_both_versions_and_decides(
    small_plan: SmallPlan, contributor: User, colleague: User, client_of: ClientOf
) -> None:
    action, mine, theirs = small_plan.with_money, client_of(contributor), client_of(colleague)
    page, other_page = mine.get(to_form(action)), theirs.get(to_form(action))
    same = {"next_steps": "Sample: line one.\r\nLine two."}
    with undone():
        save(theirs, other_page, action, **same)
        assert save(mine, page, action, **same).url == to_form(action), "where nothing differs"
        assert ProgressReport.objects.get().revision == 1
    save(theirs, other_page, action, done="Sample: theirs.", status="ongoing", **same)
    answer = save(mine, page, action, done="Sample: mine.", status="completed", **same)
    text, fields = answer.content.decode(), form_to(answer, "save-and-check/")
    assert answer.status_code == 409
    assert {"report/form.html", "ui/both_versions.html"} <= {template.name for template in answer.templates}
    assert "Colleague saved this draft in the meantime." in text
    assert (fields["done"], fields["status"]) == ("Sample: mine.", "completed")
    assert "Sample: theirs." in text
    assert text.count("Line two.") == 1, "what is the same is not put side by side"
    assert ProgressReport.objects.get().done == "Sample: theirs."
    assert save(mine, answer, action).status_code == 302
    report = ProgressReport.objects.get()
    assert (report.done, report.revision, report.saved_by) == ("Sample: mine.", 2, contributor)


@pytest.mark.full
def test_rows_are_compared_too_and_those_that_only_the_other_filled_are_kept(
    small_plan: SmallPlan, lead_organisation: Organisation, colleague: User, author: Client
) -> None:
    action, line = small_plan.with_money, small_plan.line.pk
    page = author.get(to_form(action))
    money = [ExpenditureRow(line, year, paid=Decimal(paid)) for year, paid in [(2021, 5), (2015, 3)]]
    dropped = MilestoneRow(small_plan.milestone.pk, state=MilestoneState.DROPPED, source="Sample: decided.")
    theirs = {"expenditures": money, "milestones": [dropped]}
    drafted(action, lead_organisation, colleague, noon(2022, 3, 1), **theirs)
    state = f"milestone-{small_plan.milestone.pk}-state"
    answer = save(author, page, action, **{f"money-{line}-2021-paid": "7", state: "achieved"})
    text, fields = answer.content.decode(), form_to(answer, "save-and-check/")
    assert answer.status_code == 409
    assert "€5.00" in text
    assert "Sample: decided." in text
    assert (fields[f"money-{line}-2015-paid"], fields[state]) == ("3.00", "achieved")
    save(author, answer, action)
    paid = {row.year: row.paid for row in contents_of(ProgressReport.objects.get()).expenditures}
    assert paid == {2021: Decimal("7.00"), 2015: Decimal("3.00")}


@pytest.mark.full
def test_what_was_typed_can_be_copied_when_the_draft_is_gone(
    small_plan: SmallPlan, lead_organisation: Organisation, colleague: User, coordinator: User, author: Client
) -> None:
    action = small_plan.with_money
    draft = drafted(action, lead_organisation, colleague, noon(2022, 3, 1))
    page = author.get(to_form(action))
    typed = {"done": "Sample: mine.", f"money-{small_plan.line.pk}-2021-paid": "7,25"}

    def says(words: str) -> None:
        answer = save(author, page, action, **typed)
        text = answer.content.decode()
        assert answer.status_code == 409
        for one in ["Sample: mine.", "7.25", words]:
            assert one in text
        assert to_form(action, "report-save-and-check") not in text

    with undone():
        draft.delete()
        says("discarded")
    with undone():
        Action.objects.filter(pk=action.pk).update(in_force_until=datetime.date(2022, 1, 1))
        answer = save(author, page, action, **typed)
        assert answer.status_code == 409
        for words in ["withdrawn", "Sample: mine.", "7,25"]:
            assert words in answer.content.decode()
    draft = ProgressReport.objects.get()
    submit(report=draft, opened_on=1, by=colleague, at=noon(2022, 3, 2))
    says("submitted this report")
    accept(report=draft, verdict="on_track", by=coordinator, at=noon(2022, 3, 3))
    says("reviewed")


@pytest.mark.full
def test_a_form_sent_twice_counts_once_and_other_words_with_its_token_are_not_thrown_away(
    small_plan: SmallPlan, author: Client
) -> None:
    action = small_plan.with_money
    page, to = author.get(to_form(action)), to_form(action, "report-form")
    first, second = (send(author, page, to, done="Sample: first.") for _ in range(2))
    assert (first.status_code, second.url) == (302, first.url)
    again = send(author, page, to, done="Sample: second thoughts.")
    assert again.status_code == 409
    assert form_to(again, "save-and-check/")["done"] == "Sample: second thoughts."
    draft = ProgressReport.objects.get()
    assert (draft.done, draft.revision) == ("Sample: first.", 1)


def test_a_coordinator_does_not_see_the_draft_that_the_organisation_began_itself(
    small_plan: SmallPlan, by_lead: By, coordinator: User, client_of: ClientOf
) -> None:
    action, platform = small_plan.with_money, client_of(coordinator)
    page = platform.get(to_form(action))
    drafted(action, *by_lead, noon(2022, 3, 1), done="Sample: secret.")
    answer = save(platform, page, action, done="Sample: typed on behalf.")
    assert answer.status_code == 409
    assert "secret" not in answer.content.decode()
    assert "Sample: typed on behalf." in answer.content.decode()
    assert ProgressReport.objects.get().done == "Sample: secret."


def test_the_partner_s_form_has_its_conflict_too(
    small_plan: SmallPlan, partner: User, by_partner: By, client_of: ClientOf
) -> None:
    action, mine = small_plan.joint, client_of(partner)
    page = mine.get(to_form(action, key="kbbj_abb"))
    drafted(action, *by_partner, noon(2022, 3, 1), done="Sample: theirs.")
    answer = send(mine, page, to_form(action, "report-form", "kbbj_abb"), done="Sample: mine.")
    assert answer.status_code == 409
    assert "Sample: theirs." in answer.content.decode()
    assert form_to(answer, "save-and-check/")["done"] == "Sample: mine."
