"""Rows of a sheet that cannot be saved: both versions stand side by side, nothing typed is lost, the others are saved."""

from collections.abc import Callable

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.workflow import discard_draft, submit
from actions.models import Action, Lead, Promotion
from tests.personas import SmallPlan, person
from tests.reporting_factories import drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago

SheetOf = Callable[..., SheetBrowser]


def colleague_of(organisation: Organisation) -> User:
    return person("colleague", Role.CONTRIBUTOR, organisation=organisation)


def test_a_row_that_a_colleague_saved_meanwhile_comes_back_beside_theirs(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    drafted(small_plan.with_money, lead_organisation, colleague_of(lead_organisation), ago(0), done="Theirs.")
    answer = sheet.send(fields=opened, _1_1={"done": "Mine."}, _1_2={"done": "Other row."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.1: Colleague saved this draft in the meantime." in page
    assert "Theirs." in page
    assert form_to(answer, "save/")["row-1.1-done"] == "Mine."
    assert ProgressReport.objects.get(action=small_plan.with_money).done == "Theirs."
    assert ProgressReport.objects.get(action=small_plan.joint).done == "Other row."
    assert "Saved: 1.2." in page


def test_saving_again_is_a_decision(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    said = {"done": "Theirs.", "next_steps": "Their next step."}
    drafted(small_plan.with_money, lead_organisation, colleague_of(lead_organisation), ago(0), **said)
    answer = sheet.send(fields=opened, _1_1={"done": "Mine."})
    assert sheet.send(fields=sheet.fields(answer)).status_code == 302
    draft = ProgressReport.objects.get()
    assert (draft.done, draft.next_steps) == ("Mine.", "Their next step.")


def test_a_row_that_was_not_touched_does_not_mind(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    drafted(small_plan.with_money, lead_organisation, colleague_of(lead_organisation), ago(0), done="Theirs.")
    assert sheet.send(fields=opened, _1_2={"done": "Mine."}).status_code == 302
    assert ProgressReport.objects.get(action=small_plan.with_money).done == "Theirs."


def test_two_who_say_the_same_have_nothing_to_decide(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    same = {"status": "ongoing", "confidence": "on_track", "done": "The same."}
    drafted(small_plan.with_money, lead_organisation, colleague_of(lead_organisation), ago(0), **same)
    assert sheet.send(fields=opened, _1_1=same).status_code == 302


def test_a_conflict_that_is_sent_twice_is_told_twice(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    drafted(small_plan.with_money, lead_organisation, colleague_of(lead_organisation), ago(0), done="Theirs.")
    for _ in range(2):
        answer = sheet.send(fields=opened, _1_1={"done": "Mine."}, _1_2={"done": "Other row."})
        assert answer.status_code == 409
        assert form_to(answer, "save/")["row-1.1-done"] == "Mine."
    assert ProgressReport.objects.get(action=small_plan.joint).revision == 1


def test_a_row_that_was_handed_in_meanwhile_shows_what_was_typed(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, ago(1), done="Sample.")
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    submit(report=draft, revision=draft.revision, by=colleague_of(lead_organisation), at=ago(0))
    answer = sheet.send(fields=opened, _1_1={"done": "Mine, too late."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.1: Somebody handed in or changed this report in the meantime." in page
    assert "Mine, too late." in page
    assert "row-1.1-done" not in form_to(answer, "save/")


def test_a_draft_that_was_discarded_meanwhile_is_said_to_be_gone(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, ago(1), done="Sample.")
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    discard_draft(report=draft, revision=draft.revision, by=contributor, at=ago(0))
    answer = sheet.send(fields=opened, _1_1={"done": "Mine."})
    assert answer.status_code == 409
    assert "it was discarded or reviewed" in answer.content.decode()
    assert sheet.send(fields=sheet.fields(answer)).status_code == 302
    assert ProgressReport.objects.get().done == "Mine."


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


def test_the_words_of_an_action_that_went_elsewhere_are_given_back(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    for rows in [Lead, Promotion]:
        rows.objects.filter(action=small_plan.joint, organisation__key="ov").delete()
    answer = sheet.send(fields=opened, _1_2={"done": "Mine, to be copied."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1.2: your organisation has no part in this action any more." in page
    assert "Mine, to be copied." in page


def test_a_withdrawn_action_is_not_reported_on(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields()
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until=ago(1).date())
    answer = sheet.send(fields=opened, _1_2={"done": "Mine, to be copied."})
    assert answer.status_code == 409
    assert "Mine, to be copied." in answer.content.decode()
    assert not ProgressReport.objects.exists()
