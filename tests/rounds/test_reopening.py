"""One accepted request reopened in validation: the old version stands until the new one, on which offices are asked anew."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister
from actionplan.pages.rounds.validation_page import offices_of
from actionplan.reporting.models import (
    MinisterAnswer,
    ProgressReport,
    Reopening,
    Request,
    Round,
    SnapshotText,
)
from actionplan.reporting.standings import current_standing
from actionplan.reports.agreement import say_unchanged
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.counting import answers_of
from actionplan.rounds.life import requests_that_need_a_reason, take_into_review, take_into_validation
from actionplan.rounds.redacting import redact
from actionplan.rounds.reopening import reopen_request
from actionplan.rounds.validation import answer_for_minister
from tests.amendments.amending import prepared, put_in_force, withdrawn
from tests.factories import MembershipFactory, MinisterFactory, MinisterInvolvementFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reminders.reminding import duties_at
from tests.reporting_factories import draft_and_submit, drafted, noon
from tests.rounds.opened_rounds import REVIEWED, answered
from tests.sent_forms import form_to

ROUND = "/2020-2024/rounds/2022-12/"
PAGE = f"{ROUND}validation/education/"
AT, LATER, LAST = noon(2023, 1, 6), noon(2023, 1, 9), noon(2023, 1, 12)


@pytest.fixture
def remark(
    opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User, minister: Minister
) -> MinisterAnswer:
    """Of one office, on 1.1; that of another minister has no objection to it."""
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    round, office = take_into_validation(round=opened, by=coordinator, at=REVIEWED), people["minister_reader"]
    welfare = MinisterFactory(key="welfare", title="Minister for Welfare")
    MinisterInvolvementFactory(action=small_plan.with_money, minister=welfare, role="involved")
    MembershipFactory(user=office, role="reader", minister=welfare)
    by, key = User.objects.get(pk=office.pk), small_plan.with_money.pk
    answer_for_minister(round=round, minister=welfare, remarks={key: ""}, by=by, at=AT)
    remarks = {key: "Sample: too rosy."}
    return answer_for_minister(round=round, minister=minister, remarks=remarks, by=by, at=AT)[0]


def waits_of(round: Round) -> dict[str, int]:
    return {office.minister.key: office.to_answer for office in offices_of(round, LAST.date())}


@pytest.mark.full
def test_from_a_remark_to_a_new_version_on_which_every_office_is_asked_again(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    platform, page, round = client_of(coordinator), f"{ROUND}remarks/{remark.pk}/reopen/", remark.round
    lead = small_plan.with_money.leads.get().organisation
    ours, theirs = (
        (small_plan.with_money, lead, people["contributor"]),
        (small_plan.joint, lead, people["contributor"]),
    )
    assert read(platform.get(ROUND)).links[page] == "Reopen the request… 1.1"
    shown = platform.get(page)
    for words in ["Sample: too rosy.", "Minister for Education; Minister for Welfare", "Contributor"]:
        assert words in read(shown).text
    assert client_of(people["minister_reader"]).get(page).status_code == 403
    with pytest.raises(Refused, match="The round is in validation"):
        draft_and_submit(*ours, AT)
    ProgressReport.objects.filter(state="draft").delete()
    assert platform.post(page, form_to(shown, page)).url == ROUND
    reopening = Reopening.objects.get()
    assert (reopening.by, reopening.remark, reopening.request.action.code) == (coordinator, remark, "1.1")
    event = Event.objects.get(verb="request_reopened")
    assert "to Education and Training in the validation of the round December 2022" in event.sentence
    assert "Coordinator reopened the request because of it" in part(read(platform.get(ROUND)), "offices")
    (duty,) = duties_at(reopening.at)["contributor"]
    assert (duty.kind, duty.action.code) == ("reopened", "1.1")
    # the remark stays as it is
    office, education = people["minister_reader"], remark.minister
    shown = read(client_of(office).get(PAGE))
    assert "Sample: too rosy." in shown.text
    assert "The Platform reopened the request because of it." in shown.text
    key = small_plan.with_money.pk
    with pytest.raises(Refused, match=r"1\.1: the Platform reopened the request because of your remark"):
        answer_for_minister(round=round, minister=education, remarks={key: ""}, by=office, at=LATER)
    # that request alone can be submitted, taken back and returned
    with pytest.raises(Refused, match="The round is in validation"):
        draft_and_submit(*theirs, reopening.at + datetime.timedelta(hours=1), done="Sample: more.")


@pytest.mark.full
def test_the_lead_is_told_why_and_marks_the_new_version_as_ready_which_is_reviewed_singly(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    reopen_request(remark=remark, by=coordinator, at=AT)
    action, lead, by = (
        small_plan.with_money,
        small_plan.with_money.leads.get().organisation,
        people["contributor"],
    )
    writer, address = client_of(by), "/2020-2024/my-actions/ov/"
    why = "Remark of the office of: Minister for Education Sample: too rosy."
    for page in [read(writer.get(address)), read(writer.get("/2020-2024/actions/1.1/report/ov/"))]:
        assert why in page.text
    sheet = read(writer.get(address))
    assert "reopened" in sheet.text
    assert "a remark waits for an answer" in sheet.text
    assert "Nothing changed" not in sheet.text
    last = ProgressReport.objects.get(action=action)
    with pytest.raises(Refused, match="a remark waits for an answer"):
        say_unchanged(action=action, organisation=lead, source="Sample.", opened_on=last.pk, by=by, at=LATER)
    draft = drafted(action, lead, by, LATER, done="Sample: second.")
    shown = writer.get(f"{address}checks/")
    named = {"draft": f"{draft.pk}-{draft.revision}"}
    assert writer.post(f"{address}ready/", form_to(shown, f"{address}ready/") | named).status_code == 302
    shown = writer.get(f"{address}checks/")
    agreed = named | {"agreed_by": "Sample function", "agreed_on": f"{LATER:%Y-%m-%d}"}
    assert writer.post(f"{address}submit/", form_to(shown, f"{address}submit/") | agreed).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert "it answers a remark" in read(client_of(coordinator).get("/2020-2024/reviews/")).text


@pytest.mark.full
def test_the_version_before_stands_until_the_new_one_is_accepted(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    action, round = small_plan.with_money, remark.round
    lead, by = action.leads.get().organisation, people["contributor"]
    old = ProgressReport.objects.get(action=action)
    office = client_of(people["minister_reader"])
    shown = office.get(PAGE)
    reopen_request(remark=remark, by=coordinator, at=AT)
    with pytest.raises(Refused, match="reopened in the meantime"):
        reopen_request(remark=remark, by=coordinator, at=AT)
    new = draft_and_submit(action, lead, by, LATER, done="Sample: second.")
    assert (new.version, new.round) == (2, round)
    draft = take_back(report=new, by=by, at=LATER)
    draft.delete()
    third = draft_and_submit(action, lead, by, LATER, done="Sample: third.")
    return_report(report=third, remark="Sample: which?", by=coordinator, at=LATER)
    newest = draft_and_submit(action, lead, by, LATER, done="Sample: fourth.")
    assert newest.answers == third
    assert current_standing(action.pk, lead.pk, "accepted").report == old, "the old version stands"
    before = {"education": 2, "welfare": 0}
    assert waits_of(round) == before, "and is not asked about anew before"
    accept(report=newest, verdict="on_track", by=coordinator, at=LAST)
    assert current_standing(action.pk, lead.pk, "accepted").report == newest
    assert waits_of(round) == {"education": 3, "welfare": 1}
    (duty,) = (duty for duty in duties_at(LAST)["minister_reader"] if duty.facts["count"] == 1)
    assert duty.occasion.key == f"accepted/{LAST.astimezone(datetime.UTC).isoformat()}", "told of it anew"
    page = read(office.get(PAGE))
    assert "On the version before: Sample: too rosy." in page.text
    assert "Sample: fourth." in page.text
    # what was filled in on the old version is no answer on the new one
    field = f"action-{action.pk}-agrees"
    late = office.post(f"{PAGE}save/", form_to(shown, "validation/education/save/") | {field: "on"})
    assert late.status_code in (400, 409)
    stale = {f"action-{action.pk}-remark": "", field: "on"}
    late = office.post(f"{PAGE}save/", form_to(shown, "validation/education/save/") | stale)
    assert late.status_code == 409
    assert "Another report was accepted in the meantime." in late.content.decode()
    answers = MinisterAnswer.objects.filter(action=action).values_list("minister__key", "superseded_at")
    assert set(answers) == {("education", LAST), ("welfare", LAST)}
    with pytest.raises(Refused, match="no remark on the version that stands"):
        reopen_request(remark=remark, by=coordinator, at=LAST)
    again = client_of(coordinator).get(f"{ROUND}remarks/{remark.pk}/reopen/")
    assert "It cannot be reopened now" in read(again).text


@pytest.mark.full
@pytest.mark.owner
def test_a_closing_keeps_answers_on_the_version_before_until_a_law_removes_them(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    lead = small_plan.with_money.leads.get().organisation
    reopen_request(remark=remark, by=coordinator, at=AT)
    new = draft_and_submit(small_plan.with_money, lead, people["contributor"], LATER, done="Sample: second.")
    accept(report=new, verdict="on_track", by=coordinator, at=LAST)
    close_round(round=remark.round, by=coordinator, at=LAST + datetime.timedelta(hours=1))
    page = read(client_of(coordinator).get("/2020-2024/actions/1.1/?round=2022-12"))
    assert part(page, "offices").count("on the version before") == 2
    law = {"reason": "Sample law.", "parts": ["minister_answers"], "by": people["administrator"]}
    redact(report=new, **law, at=LAST + datetime.timedelta(days=1))
    assert set(MinisterAnswer.objects.values_list("remark", flat=True)) == {""}


@pytest.mark.full
def test_without_a_new_version_the_round_closes_with_a_reason_and_the_one_before_counts(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    round = remark.round
    reopen_request(remark=remark, by=coordinator, at=AT)
    drafted(
        small_plan.with_money, *(small_plan.with_money.leads.get().organisation, people["contributor"]), AT
    )
    (hanging,) = requests_that_need_a_reason(round)
    assert hanging.action == small_plan.with_money
    with pytest.raises(Refused, match="1 request to a lead or partner needs an accepted report, or a reason"):
        close_round(round=round, by=coordinator, at=LAST)
    page = read(client_of(coordinator).get(ROUND))
    assert "reopened in validation" in part(page, "hanging")
    assert "Reopened, and no new version before the closing" in page.text
    excuse_requests(round=round, requests=[hanging.pk], reason="Sample: no time.", by=coordinator, at=LAST)
    close_round(round=round, by=coordinator, at=LAST)
    round.refresh_from_db()
    leads = answers_of([round])[round.pk].leads
    assert (leads.accepted, leads.asked) == (4, 4), "the version before counts"
    closed = read(client_of(people["reader"]).get(ROUND))
    assert "Reopened in validation, no new version accepted: the version before counts" in closed.text
    assert "Sample: no time." in closed.text
    texts = SnapshotText.objects.filter(of="minister_answer").values_list("text", flat=True)
    assert "Sample: too rosy." in texts


@pytest.mark.full
def test_a_reopened_request_about_an_action_that_left_the_plan_needs_no_reason(
    remark: MinisterAnswer, small_plan: SmallPlan, coordinator: User
) -> None:
    reopen_request(remark=remark, by=coordinator, at=AT)
    assert [request.action for request in requests_that_need_a_reason(remark.round)] == [
        small_plan.with_money
    ]
    amendment = prepared(small_plan.plan, coordinator, AT.date())
    withdrawn(amendment, "1.1", coordinator)
    put_in_force(amendment, coordinator, at=LATER)
    assert not requests_that_need_a_reason(remark.round).exists()
    assert [duty.kind for duty in duties_at(LATER)["contributor"]] == ["amended"]


def test_only_a_coordinator_reopens_in_validation_what_is_accepted_because_of_a_remark(
    remark: MinisterAnswer,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    client_of: ClientOf,
) -> None:
    for name in ["minister_reader", "auditor", "contributor", "administrator"]:
        with pytest.raises(PermissionDenied):
            reopen_request(remark=remark, by=people[name], at=AT)
    agreed = MinisterAnswer.objects.get(objects_to_it=False)
    with pytest.raises(Refused, match="no remark on the version"):
        reopen_request(remark=agreed, by=coordinator, at=AT)
    platform, page = client_of(coordinator), f"{ROUND}remarks/{remark.pk}/reopen/"
    shown = platform.get(page)
    take_into_review(round=remark.round, by=coordinator, at=AT)
    refused = platform.post(page, form_to(shown, page))
    said = read(refused, 409).text
    assert "The round is in review now." in said
    assert "It cannot be reopened now" in said, "and is not offered again"
    with pytest.raises(Refused, match="The round is in review"):
        reopen_request(remark=remark, by=coordinator, at=AT)


@pytest.mark.full
@pytest.mark.owner
def test_the_database_keeps_reopenings_why_and_answers_on_the_version_before(
    remark: MinisterAnswer, coordinator: User
) -> None:
    row = MinisterAnswer.objects.filter(pk=remark.pk)
    row.update(remark="Sample: rosy.")
    reopening = reopen_request(remark=remark, by=coordinator, at=AT)
    changes: list[dict[str, Any]] = [
        {"remark": "Other."},
        {"remark": "", "objects_to_it": False},
        {"remark": "", "redacted_at": LATER},
        {"by": remark.by_id + 1},
        {"at": LATER},
        {"superseded_at": LATER, "remark": "Other."},
    ]
    tries = [
        lambda: Reopening.objects.filter(pk=reopening.pk).update(at=LATER),
        lambda: Reopening.objects.all().delete(),
        *(partial(row.update, **change) for change in changes),
    ]
    refused(tries)
    row.update(superseded_at=LATER)
    refused([*tries, partial(row.update, superseded_at=None)])
    assert Request.objects.with_state().get(reopenings=reopening).is_reopened


def refused(tries: list[Callable[[], object]]) -> None:
    for attempt in tries:
        with pytest.raises(DatabaseError, match="may not be"), transaction.atomic():
            attempt()
