"""Rows of a sheet that cannot be saved: both versions stand side by side, nothing typed is lost, the others are saved."""

from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.workflow import discard_draft, submit
from actions.models import Action, Lead, Promotion
from tests.personas import SmallPlan, person
from tests.reporting_factories import By, drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago

SheetOf = Callable[..., SheetBrowser]


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    return person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)


def test_a_row_that_a_colleague_saved_meanwhile_comes_back_beside_theirs_and_saving_again_is_a_decision(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    colleague: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    theirs = {"done": "Theirs.", "next_steps": "Their next step."}
    drafted(small_plan.with_money, lead_organisation, colleague, ago(0), **theirs)
    for _sending in [1, 2]:
        answer = sheet.send(fields=opened, _1_1={"done": "Mine."}, _1_2={"done": "Other row."})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "1.1: Colleague saved this draft in the meantime." in page
        assert "Theirs." in page
        assert form_to(answer, "save/")["row-1.1-done"] == "Mine."
    first, second = ProgressReport.objects.order_by("action__code")
    assert first.done == "Theirs."
    assert (second.done, second.revision) == ("Other row.", 1)
    assert sheet.send(fields=sheet.fields(answer)).status_code == 302
    first.refresh_from_db()
    assert (first.done, first.next_steps) == ("Mine.", "Their next step.")


def test_a_row_that_was_not_touched_or_says_the_same_does_not_mind(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    colleague: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    same = {"status": "ongoing", "confidence": "on_track", "done": "The same."}
    drafted(small_plan.with_money, lead_organisation, colleague, ago(0), done="Theirs.")
    drafted(small_plan.limited, lead_organisation, colleague, ago(0), **same)
    answer = sheet.send(fields=opened, _1_2={"done": "Mine."}, _2_1=same)
    assert answer.status_code == 302
    texts = ProgressReport.objects.order_by("action__code").values_list("done", flat=True)
    assert list(texts) == ["Theirs.", "Mine.", "The same."]


def test_a_row_that_was_handed_in_or_discarded_meanwhile_shows_what_was_typed(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, colleague: User
) -> None:
    draft, gone = [
        drafted(action, *by_lead, ago(1), done="Sample.")
        for action in [small_plan.with_money, small_plan.limited]
    ]
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    submit(report=draft, opened_on=draft.revision, by=colleague, at=ago(0))
    discard_draft(report=gone, opened_on=gone.revision, by=contributor, at=ago(0))
    answer = sheet.send(fields=opened, _1_1={"done": "Mine, too late."}, _2_1={"done": "Mine."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.1: Colleague submitted this report in the meantime." in page
    assert "Mine, too late." in page
    assert "row-1.1-done" not in form_to(answer, "save/")
    assert "it was discarded or reviewed" in page
    assert sheet.send(fields=sheet.fields(answer)).status_code == 302
    assert ProgressReport.objects.drafts().get().done == "Mine."


def test_what_cannot_be_read_comes_back_and_the_other_rows_are_saved(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    answer = sheet.send(_1_1={"status": "completed", "actual_end": "soon"}, _1_2={"done": "Sample."})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_row-1.1-actual_end"' in page
    assert form_to(answer, "save/")["row-1.1-actual_end"] == "soon"
    assert [report.action for report in ProgressReport.objects.all()] == [small_plan.joint]
    again = sheet.send(fields=sheet.fields(answer), _1_1={"actual_end": "2022-06-15"})
    assert again.status_code == 302
    assert ProgressReport.objects.count() == 2


def test_the_words_of_an_action_that_went_elsewhere_or_was_withdrawn_are_given_back(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    for rows in [Lead, Promotion]:
        rows.objects.filter(action=small_plan.joint, organisation__key="ov").delete()
    Action.objects.filter(pk=small_plan.limited.pk).update(in_force_until=ago(1).date())
    answer = sheet.send(fields=opened, _1_2={"done": "Mine, to be copied."}, _2_1={"done": "Mine too."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.2: your organisation has no part in this action any more." in page
    for words in ["Mine, to be copied.", "Mine too."]:
        assert words in page
    assert not ProgressReport.objects.exists()
