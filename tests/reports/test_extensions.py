"""Extensions: asked for by a contact point with a reason, granted, declined, or given by a coordinator."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import Membership, User
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Extension, Request, Round
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.database_state import undone
from tests.personas import SmallPlan
from tests.reporting_factories import By, draft_and_submit, hand_in, noon

pytestmark = pytest.mark.django_db
UNTIL = datetime.date(2022, 12, 28)
ASKED, ANSWERED = noon(2022, 12, 15), noon(2022, 12, 16)


@pytest.fixture
def request_(opened: Round, small_plan: SmallPlan) -> Request:
    """Of 1.1, due on 20 December."""
    return opened.requests.get(action=small_plan.with_money)


def ask(request: Request, by: User, **facts: Any) -> Extension:
    known = {"until": UNTIL, "reason": "Sample reason.", "at": ASKED}
    return ask_extension(request=request, by=by, **{**known, **facts})


def test_an_extension_that_is_granted_moves_the_due_date_and_says_why_once(
    request_: Request, contributor: User, coordinator: User
) -> None:
    asked = ask(request_, contributor, reason="Sample secret.")
    with pytest.raises(Refused, match="asked for already"):
        ask(request_, contributor)
    assert Request.objects.with_state().get(pk=request_.pk).due == datetime.date(2022, 12, 20)
    day = datetime.date(2022, 12, 23)  # another than was asked
    fields = {"until": day, "answer": "Sample secret answer.", "by": coordinator, "at": ANSWERED}
    granted = grant_extension(extension=asked, **fields)
    request = Request.objects.with_state().get(pk=request_.pk)
    assert (request.due, request.extension_reason) == (day, "Sample secret.")
    assert (granted.state, granted.asked_until, granted.until) == ("granted", UNTIL, day)
    assert (granted.answer, granted.answered_by) == ("Sample secret answer.", coordinator)
    with pytest.raises(Refused, match="answered in the meantime"):
        decline_extension(extension=asked, answer="Sample.", by=coordinator, at=ANSWERED)
    with pytest.raises(Refused, match="answered in the meantime"):
        grant_extension(extension=asked, until=UNTIL, by=coordinator, at=ANSWERED)
    # The trail names the organisation and the day, and never the reason.
    events = list(Event.objects.filter(verb__startswith="extension").order_by("pk"))
    assert [event.verb for event in events] == ["extension_asked", "extension_granted"]
    assert events[1].action == request_.action_id
    assert "Education and Training" in events[1].sentence
    assert not any("secret" in event.names_json + event.after_json for event in events)


def test_it_needs_a_reason_and_a_later_day_and_is_declined_with_a_sentence(
    request_: Request, contributor: User, coordinator: User
) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"reason": " "}, "why more time"),
        ({"until": datetime.date(2022, 12, 20)}, "after the present one"),
        ({"until": datetime.date(2022, 12, 21), "at": noon(2022, 12, 22)}, "not in the past"),
    ]
    for facts, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            ask(request_, contributor, **facts)
    assert not Extension.objects.exists()
    asked = ask(request_, contributor)
    with pytest.raises(Refused, match="Say why"):
        decline_extension(extension=asked, answer=" ", by=coordinator, at=ANSWERED)
    declined = decline_extension(extension=asked, answer="Sample answer.", by=coordinator, at=ANSWERED)
    request_.refresh_from_db()
    assert (declined.state, declined.until, request_.extended_to) == ("declined", None, None)
    assert ask(request_, contributor, at=noon(2022, 12, 17)).pk != asked.pk


def test_after_handing_in_none_is_needed_until_it_is_returned(
    request_: Request, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 12))
    with pytest.raises(Refused, match="was submitted"):
        ask(request_, contributor)
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 13))
    assert ask(request_, contributor)


def test_partners_need_none(opened: Round, small_plan: SmallPlan, partner: User, coordinator: User) -> None:
    invited = opened.requests.get(action=small_plan.joint, role="partner")
    with pytest.raises(Refused, match="never late"):
        ask(invited, partner)
    with pytest.raises(Refused, match="never late"):
        give_extension(request=invited, until=UNTIL, reason="Sample.", by=coordinator, at=ASKED)


def test_a_contact_point_asks_and_a_coordinator_answers_and_gives_and_nobody_else(
    request_: Request, contributor: User, partner: User, stranger: User, coordinator: User, auditor: User
) -> None:
    for person in [partner, stranger, coordinator, auditor]:
        with pytest.raises(PermissionDenied):
            ask(request_, person)
    asked = ask(request_, contributor)
    for person in [contributor, auditor]:
        with pytest.raises(PermissionDenied):
            grant_extension(extension=asked, until=UNTIL, by=person, at=ANSWERED)
        with pytest.raises(PermissionDenied):
            decline_extension(extension=asked, answer="Sample.", by=person, at=ANSWERED)
        with pytest.raises(PermissionDenied):
            give_extension(request=request_, until=UNTIL, reason="Sample.", by=person, at=ANSWERED)
    decline_extension(extension=asked, answer="Sample.", by=coordinator, at=ANSWERED)
    Membership.objects.filter(user=contributor).update(writes_only=True)
    with pytest.raises(PermissionDenied):
        ask(request_, User.objects.get(pk=contributor.pk))


def test_more_time_is_given_with_a_reason_unasked_or_as_an_answer(
    request_: Request, contributor: User, coordinator: User
) -> None:
    given = {"request": request_, "by": coordinator}
    with pytest.raises(Refused, match="why more time is given"):
        give_extension(**given, until=UNTIL, reason="", at=ASKED)
    with undone():
        asked = ask(request_, contributor)
        give_extension(**given, until=UNTIL, reason="Sample given.", at=ANSWERED)
        answered = Extension.objects.get()
        assert (answered.pk, answered.state, answered.answer) == (asked.pk, "granted", "Sample given.")
        assert answered.reason == "Sample reason."
    extension = give_extension(**given, until=UNTIL, reason="Sample.", at=ASKED)
    request_.refresh_from_db()
    moved = (extension.state, request_.extended_to, request_.extension_reason)
    assert moved == ("granted", UNTIL, "Sample.")
    later = datetime.date(2023, 1, 5)
    give_extension(**given, until=later, reason="More.", at=ANSWERED)
    request_.refresh_from_db()
    assert request_.extended_to == later


def test_in_review_the_report_is_handed_in_until_its_day_and_in_validation_none_is_asked_or_given(
    request_: Request, opened: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    at = noon(2022, 12, 21)
    take_into_review(round=opened, by=coordinator, at=at)
    with undone():
        asked = ask(request_, contributor, at=at)
        grant_extension(extension=asked, until=UNTIL, by=coordinator, at=noon(2022, 12, 22))
        with pytest.raises(Refused, match="in review"):
            draft_and_submit(small_plan.with_money, *by_lead, noon(2022, 12, 29))
        assert draft_and_submit(small_plan.with_money, *by_lead, noon(2022, 12, 28)).round == opened
    take_into_validation(round=Round.objects.get(), by=coordinator, at=at)
    with pytest.raises(Refused, match="in validation"):
        ask(request_, contributor, at=at)
    with pytest.raises(Refused, match="in validation"):
        give_extension(request=request_, until=UNTIL, reason="Sample.", by=coordinator, at=ANSWERED)
