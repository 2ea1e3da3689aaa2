"""Mails and calendars in Dutch, for who reads Dutch."""

import datetime

import pytest
from django.utils.translation import override

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reminders.calendars import due_dates_of
from actionplan.reporting.models import Round
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import return_report
from tests.actions.action_factories import reword
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox, run
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import OPENED


@pytest.fixture
def _dutch(small_plan: SmallPlan, lead_organisation: Organisation, opened: Round) -> None:
    """Everybody reads Dutch; the first action, its lead and the round have Dutch names."""
    User.objects.update(language="nl")
    reword(small_plan.with_money, title_nl="Vorming voor leerkrachten")
    lead_organisation.name_nl = "Onderwijs en Vorming"
    lead_organisation.save()
    opened.name_nl = "Eind 2022"
    opened.save()


@pytest.mark.usefixtures("_dutch")
def test_the_mail_at_an_opening_in_full_and_the_calendar(
    contributor: User, stranger: User, opened: Round
) -> None:
    User.objects.filter(pk=contributor.pk).update(language="nl")
    User.objects.filter(pk=stranger.pk).update(language="en")
    with override("nl"):
        run(OPENED)
        (one,) = due_dates_of(contributor, OPENED)
        assert one.title == "Dien 3 standen van zaken in: Onderwijs en Vorming, Eind 2022"
        assert one.details == ("1.1 Vorming voor leerkrachten", "1.2 Joint prevention network", "2.1")
    assert one.day == datetime.date(2022, 12, 20)
    assert outbox()["stranger"][0].subject == "Action plan: 1 report to hand in"
    (message,) = outbox()["contributor"]
    assert message.subject == "Actieplan: 3 standen van zaken in te dienen"
    assert message.body == (
        "Geachte Contributor,\n\n"
        "Dit vraagt het actieplan van u.\n\n"
        "3 standen van zaken in te dienen tegen 20 december 2022, over 19 dagen\n"
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


@pytest.mark.usefixtures("_dutch")
def test_a_mail_about_several_things(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    opened: Round,
) -> None:
    User.objects.update(language="nl")
    at = noon(2022, 12, 21)
    report = hand_in(small_plan.with_money, lead_organisation, contributor, at)
    return_report(report=report, remark="Sample.", by=coordinator, at=at)
    ask_question(
        action=small_plan.joint, organisation=lead_organisation, text="Sample?", by=coordinator, at=at
    )
    run(at)
    (message,) = outbox()["contributor"]
    assert message.subject == "Actieplan: 4 zaken te doen"
    for words in [
        "1 stand van zaken is teruggestuurd met een opmerking\n",
        "teruggestuurd op 21 december 2022, tegen 20 december 2022, 1 dag te laat\n",
        "2 standen van zaken in te dienen tegen 20 december 2022, 1 dag te laat\n",
        "1 vraag van het Platform te beantwoorden\n",
        "- 1.2 Joint prevention network: gesteld op 21 december 2022\n",
    ]:
        assert words in message.body
