"""What cannot wait for the next digest: told by the page itself, coalesced within the hour; and a coordinator's press."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reminders.digests import notify, remind_now
from actionplan.reminders.models import Digest, Reminding
from actionplan.reporting.models import Round
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox, run
from tests.reminders.smtp_server import MailServer
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import OPENED

AT = noon(2022, 12, 9)
MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """`with committed():` what happens inside is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_an_opened_round_is_told_at_once_and_what_can_wait_does(
    contributor: User, partner: User, stranger: User, coordinator: User, opened: Round, committed: Any
) -> None:
    with committed():
        notify(plan=opened.plan, at=OPENED)
        assert outbox() == {}, "before the commit"
    assert set(outbox()) == {"contributor", "partner", "stranger"}
    assert run(OPENED) == {}
    with committed():  # a press does not wait for the hour
        remind_now(round=opened, by=coordinator, at=OPENED + MINUTES)
    assert len(outbox()["stranger"]) == 2
    with committed():
        notify(plan=opened.plan, at=noon(2022, 12, 6))
    assert len(outbox()["stranger"]) == 2


def return_one(small_plan: SmallPlan, code: str, by: User, reviewer: User, at: datetime.datetime) -> None:
    action = next(action for action in small_plan.actions if action.code == code)
    report = hand_in(action, action.leads.get().organisation, by, at)
    return_report(report=report, remark="Sample.", by=reviewer, at=at)


@pytest.mark.full
def test_a_returned_report_is_told_at_once_and_what_comes_up_within_the_hour_in_one_mail(
    small_plan: SmallPlan, contributor: User, stranger: User, coordinator: User, opened: Round, committed: Any
) -> None:
    run(AT)
    for minutes, code in [(1, "1.1"), (5, "1.2"), (20, "2.1")]:
        at = AT + minutes * MINUTES
        return_one(small_plan, code, contributor, coordinator, at)
        with committed():
            notify(plan=opened.plan, at=at)
    _digest, second = outbox()["contributor"]
    assert second.subject == "Action plan: 1 report was returned with a remark"
    assert len(outbox()["stranger"]) == 1
    assert run(AT + 40 * MINUTES) == {}
    assert run(AT + 62 * MINUTES) == {"contributor@example.org": "sent"}
    assert outbox()["contributor"][2].subject == "Action plan: 2 reports were returned with a remark"


def test_what_a_page_could_not_send_is_in_the_next_digest(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    committed: Any,
    mail_server: MailServer,
) -> None:
    ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        by=coordinator,
        at=AT,
        due=datetime.date(2099, 1, 31),
    )
    mail_server.at_recipient["contributor@example.org"] = "450 come back later"
    with committed():
        notify(plan=small_plan.plan, at=AT)
    assert Digest.objects.get().state == "refused"
    mail_server.at_recipient.clear()
    assert run(AT + MINUTES) == {"contributor@example.org": "sent"}


def test_a_mail_server_that_is_away_does_not_reach_the_page(
    stranger: User, opened: Round, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actionplan.reminders.digests.mails_to_send", lambda **facts: 1 / 0)
    with committed():
        notify(plan=opened.plan, at=OPENED)


def test_a_page_does_not_send_for_longer_than_a_reader_waits(
    contributor: User, partner: User, stranger: User, opened: Round, committed: Any, monkeypatch: Any
) -> None:
    clock = iter([0, 6, 12, 18])
    monkeypatch.setattr("actionplan.reminders.digests.time.monotonic", lambda: next(clock))
    with committed():
        notify(plan=opened.plan, at=OPENED)
    assert len(outbox()) == 2
    monkeypatch.undo()
    assert list(run(OPENED).values()) == ["sent"]


@pytest.mark.full
def test_a_press_reminds_everybody_who_still_has_something_to_hand_in_once_a_day(
    small_plan: SmallPlan,
    contributor: User,
    partner: User,
    stranger: User,
    coordinator: User,
    other_coordinator: User,
    opened: Round,
    committed: Any,
) -> None:
    run(OPENED)
    run(noon(2022, 12, 6))
    hand_in(small_plan.elsewhere, small_plan.elsewhere.leads.get().organisation, stranger, AT)
    return_one(small_plan, "1.1", contributor, coordinator, AT)
    with committed():
        assert remind_now(round=opened, by=coordinator, at=AT) == 1
    assert outbox()["contributor"][2].subject == "Action plan: 3 things to do"
    assert len(outbox()["stranger"]) == 2
    assert len(outbox()["partner"]) == 1
    with committed():
        assert remind_now(round=opened, by=other_coordinator, at=AT + 120 * MINUTES) == 0
    event = Event.objects.get(verb=Verb.REMINDED)
    assert (event.actor, event.names["count"]) == ("Coordinator", 1)
    with committed():
        assert remind_now(round=opened, by=coordinator, at=noon(2022, 12, 10)) == 1
    assert len(outbox()["contributor"]) == 4


def test_a_press_that_was_refused_is_in_the_next_run(
    stranger: User, coordinator: User, opened: Round, committed: Any, mail_server: MailServer
) -> None:
    run(AT)
    mail_server.at_recipient["stranger@example.org"] = "450 come back later"
    with committed():
        remind_now(round=opened, by=coordinator, at=AT)
    mail_server.at_recipient.clear()
    assert run(AT + 61 * MINUTES) == {"stranger@example.org": "sent"}


def test_only_a_coordinator_reminds_and_only_while_answers_are_taken(
    auditor: User, coordinator: User, opened: Round
) -> None:
    with pytest.raises(PermissionDenied):
        remind_now(round=opened, by=auditor, at=AT)
    assert remind_now(round=opened, by=coordinator, at=AT) == 0
    assert not Reminding.objects.exists(), "a press that finds nobody leaves nothing"
    assert not Event.objects.filter(verb=Verb.REMINDED).exists()
    take_into_review(round=opened, by=coordinator, at=AT)
    take_into_validation(round=opened, by=coordinator, at=AT)
    with pytest.raises(Refused):
        remind_now(round=opened, by=coordinator, at=AT)
