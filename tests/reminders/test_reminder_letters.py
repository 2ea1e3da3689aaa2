"""What a mail says: what that person has to do, in plain text, with links; never what somebody reported or remarked."""

import datetime
import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reminders.calendars import due_dates_of, feed
from actionplan.reminders.letters import MOST_LINES
from actionplan.reminders.models import Digest, Notice
from actionplan.reporting.models import Request, Round
from actionplan.reports.extensions import ask_extension, give_extension
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import open_round, prepare_round, take_into_review, take_into_validation
from tests.actions.action_factories import reword
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reminders.reminding import outbox, run, what_they_say
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import FACTS, OPENED, PREPARED, answered


def request_for(round: Round, code: str) -> Request:
    return Request.objects.with_state().get(round=round, action__code=code, role="lead")


def said_to(name: str) -> str:
    (message,) = outbox()[name]
    return f"{message.subject}\n{message.body}"


def test_the_mail_at_an_opening_in_full(
    contributor: User, partner: User, opened: Round, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://plan.example.org"
    run(OPENED)
    (message,) = outbox()["contributor"]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert message.content_subtype == "plain"
    assert not message.attachments
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.subject == "Action plan: 3 reports to submit"
    assert message.body == (
        "Good day Contributor,\n\n"
        "This is what the action plan asks of you.\n\n"
        "3 reports to submit by 20 December 2022, in 19 days\n"
        "December 2022, Education and Training\n"
        "https://plan.example.org/2020-2024/my-actions/ov/\n"
        "- 1.1 Training for teachers\n"
        "- 1.2 Joint prevention network\n"
        "- 2.1 Exchange of information\n\n"
        "Your due dates in your own calendar:\n"
        "https://plan.example.org/calendar/\n\n"
        "Action plan progress\n"
        "This message was sent by a machine; nobody reads the answers.\n"
    )
    # A partner reads of an invitation.
    text = said_to("partner")
    assert "Action plan: you are invited to add your part to 1 action" in text
    link = "https://plan.example.org/2020-2024/my-actions/kbbj_abb/"
    assert f"Agency for Home Affairs\n{link}\n- 1.2 Joint prevention network\n" in text
    assert "20 December" not in text
    assert text.count("my-actions") == 1


@pytest.mark.full
def test_who_has_work_in_two_plans_reads_of_both_in_one_mail_plan_by_plan(
    contributor: User,
    partner: User,
    coordinator: User,
    lead_organisation: Organisation,
    opened: Round,
    client_of: ClientOf,
) -> None:
    climate = PlanFactory(code="climate", title="Climate plan", start=datetime.date(2022, 1, 1))
    objective = ObjectiveFactory(plan=climate, number=1)
    action = ActionFactory(plan=climate, code="1.1", lead=lead_organisation, objective=objective)
    second = prepare_round(plan=climate, facts=FACTS, by=coordinator, at=PREPARED)
    open_round(round=second, by=coordinator, at=OPENED)
    run(OPENED)
    text = said_to("contributor")
    assert text.startswith("Action plan: 4 reports to submit\n")
    head, later, earlier = re.split(r"\nPlan: (?=Climate|Action)", text)
    assert head.endswith("Good day Contributor,\n")
    assert later.startswith("Climate plan climate\n\nThis is what the action plan asks of you.\n\n")
    assert earlier.startswith("Action plan 2020-2024\n\nThis is what the action plan asks of you.\n\n")
    for part, code, lines in [(later, "climate", 1), (earlier, "2020-2024", 3)]:
        assert f"http://testserver/{code}/my-actions/ov/\n" in part
        assert part.count("\n- ") == lines
    assert f"- 1.1 {action.title}\n" in later
    assert "Plan:" not in said_to("partner")
    # Nothing is told twice, and the calendar says of which plan each day is.
    run(OPENED)
    assert len(outbox()["contributor"]) == 1
    dates = due_dates_of(contributor, OPENED)
    assert {str(date.plan) for date in dates} == {"Climate plan climate", "Action plan 2020-2024"}
    assert "Climate plan climate\\n1.1" in feed(dates, OPENED).decode().replace("\r\n ", "")
    page = client_of(contributor).get(reverse("calendar")).content.decode()
    assert "in Climate plan climate" in page


@pytest.mark.full
def test_how_far_off_the_last_day_is(stranger: User, opened: Round) -> None:
    for day, words in {
        6: "by 20 December 2022, in 14 days",
        19: "by 20 December 2022, tomorrow\n",
        20: "by 20 December 2022, today",
        21: "by 20 December 2022, 1 day late",
        28: "by 20 December 2022, 8 days late",
    }.items():
        Notice.objects.all().delete()
        Digest.objects.all().delete()
        mail.outbox.clear()
        run(noon(2022, 12, day))
        assert words in said_to("stranger")


def test_what_is_extended_or_for_its_money_only_says_so(
    stranger: User, coordinator: User, opened: Round
) -> None:
    Request.objects.filter(round=opened).update(money_only=True)
    until = datetime.date(2022, 12, 30)
    give_extension(
        request=request_for(opened, "2.2"), until=until, reason="Sample.", by=coordinator, at=OPENED
    )
    run(OPENED)
    text = said_to("stranger")
    assert "1 report to submit by 30 December 2022, in 29 days\n" in text
    assert "Good to know\n\n1 answer about an extension" in text
    assert "- 2.2 Support for families: extended, for its money only\n" in text
    assert "- 2.2 Support for families: extended until 30 December 2022\n  http://testserver" in text


def test_things_of_several_kinds_are_counted_together(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    opened: Round,
) -> None:
    at = noon(2022, 12, 5)
    report = hand_in(small_plan.joint, lead_organisation, contributor, at)
    return_report(report=report, remark="Veiled remark.", by=coordinator, at=at)
    ask_question(
        action=small_plan.limited,
        of_whom=lead_organisation,
        text="Veiled question?",
        due=datetime.date(2022, 12, 15),
        by=coordinator,
        at=at,
    )
    run(at)
    text = said_to("contributor")
    assert text.startswith("Action plan: 4 things to do\n")
    places = [
        text.index(words) for words in ["1 report was returned", "2 reports to submit", "1 question of"]
    ]
    assert places == sorted(places)
    assert "returned on 5 December 2022, by 20 December 2022, in 15 days" in text
    assert "http://testserver/2020-2024/actions/1.2/report/ov/" in text
    assert "asked on 5 December 2022, by 15 December 2022, in 10 days" in text
    assert "http://testserver/2020-2024/actions/2.1/questions/#question-" in text
    assert "Veiled" not in text


def test_a_coordinator_reads_what_waits_and_nobody_what_was_reported_or_exchanged(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
    opened: Round,
) -> None:
    expected = {
        name: f"Veiled {name}." for name in ["done", "next_steps", "obstacles", "note_to_platform", "source"]
    }
    for action in [small_plan.joint, small_plan.limited]:
        hand_in(action, lead_organisation, contributor, noon(2022, 12, 2), **expected)
    facts = {"until": datetime.date(2022, 12, 30), "reason": "Veiled reason.", "by": contributor}
    ask_extension(request=request_for(opened, "1.1"), at=noon(2022, 12, 7), **facts)
    run(noon(2022, 12, 7))
    text = said_to("coordinator")
    assert "Action plan: 3 things to do" in text
    reviews = "http://testserver/2020-2024/reviews/"
    assert f"2 reports have waited for review for 5 days or more\n{reviews}" in text
    assert ("- 1.2 Joint prevention network (Education and Training): submitted on 2 December 2022\n") in text
    page = f"2020-2024/rounds/2022-12/requests/{request_for(opened, '1.1').pk}/extension/"
    assert f"more time is asked, until 30 December 2022\n  http://testserver/{page}\n" in text
    assert "my-actions" not in text
    assert "Veiled" not in what_they_say(letter for mails in outbox().values() for letter in mails)


@pytest.mark.full
def test_a_minister_s_office_reads_how_many_actions_wait(
    minister: Minister, people: dict[str, User], small_plan: SmallPlan, coordinator: User, opened: Round
) -> None:
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    run(noon(2023, 1, 6))
    assert (
        "- Minister for Education: no objection or a remark on 3 actions, round December 2022, "
        "by 20 January 2023, in 14 days\n"
        "  http://testserver/2020-2024/rounds/2022-12/validation/education/\n"
    ) in said_to("minister_reader")


def test_a_long_list_is_cut_and_counted(
    small_plan: SmallPlan, other_organisation: Organisation, stranger: User, coordinator: User, opened: Round
) -> None:
    for number in range(MOST_LINES + 2):
        action = ActionFactory(code=f"2.{number + 10}", plan=small_plan.plan, lead=other_organisation)
        Request.objects.create(round=opened, action=action, organisation=other_organisation, role="lead")
    run(OPENED)
    text = said_to("stranger")
    assert text.startswith(f"Action plan: {MOST_LINES + 3} reports to submit\n")
    assert text.count("\n- 2.") == MOST_LINES
    assert "\n- and 3 more\n" in text


def test_the_mail_at_an_opening_in_full_and_the_calendar(
    contributor: User, stranger: User, small_plan: SmallPlan, lead_organisation: Organisation, opened: Round
) -> None:
    """The first action, its lead and the round have Dutch names."""
    reword(small_plan.with_money, title_nl="Vorming voor leerkrachten")
    lead_organisation.name_nl = "Onderwijs en Vorming"
    lead_organisation.save()
    opened.name_nl = "Eind 2022"
    opened.save()
    User.objects.filter(pk=contributor.pk).update(language="nl")
    User.objects.filter(pk=stranger.pk).update(language="en")
    with override("nl"):
        run(OPENED)
        (entry,) = due_dates_of(contributor, OPENED)
        assert entry.title == "Dien 3 rapporten in: Onderwijs en Vorming, Eind 2022"
        assert entry.details == ("1.1 Vorming voor leerkrachten", "1.2 Joint prevention network", "2.1")
    assert entry.day == datetime.date(2022, 12, 20)
    assert outbox()["stranger"][0].subject == "Action plan: 1 report to submit"
    (message,) = outbox()["contributor"]
    assert message.subject == "Actieplan: 3 rapporten in te dienen"
    assert message.body == (
        "Beste Contributor,\n\n"
        "Dit vraagt het actieplan van u.\n\n"
        "3 rapporten in te dienen tegen 20 december 2022, over 19 dagen\n"
        "Eind 2022, Onderwijs en Vorming\n"
        "http://testserver/2020-2024/my-actions/ov/\n"
        "- 1.1 Vorming voor leerkrachten\n"
        "- 1.2 Joint prevention network\n"
        "- 2.1 Exchange of information\n\n"
        "Uw uiterste data in uw eigen agenda:\n"
        "http://testserver/calendar/\n\n"
        "Opvolging actieplan\n"
        "Dit bericht is automatisch verstuurd; antwoorden worden niet gelezen.\n"
    )
