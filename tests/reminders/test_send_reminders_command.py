"""`manage.py send_reminders`: what it prints, what it leaves alone, and how it ends."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reminders.models import Digest
from actionplan.reporting.models import Request, Round
from actionplan.reports.leads import appoint_lead
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox
from tests.reminders.smtp_server import MailServer
from tests.reporting_factories import noon
from tests.rounds.opened_rounds import OPENED


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """The clock of the command; a test may set it."""
    instant = [OPENED]
    name = "actionplan.base.clock.now"
    monkeypatch.setattr(name, lambda: instant[0])
    return instant


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_says_what_it_sent(contributor: User, partner: User, opened: Round) -> None:
    assert said("--dry-run") == [
        "would send to contributor@example.org: 3 hand_in",
        "would send to partner@example.org: 1 invited",
    ]
    assert outbox() == {}
    assert not Digest.objects.exists()
    with pytest.raises(CommandError, match="There is no plan 1999-2000"):
        said("--plan", "1999-2000")
    assert said("--plan", opened.plan.code) == [
        "sent contributor@example.org: 3 hand_in",
        "sent partner@example.org: 1 invited",
        "Sent 2, refused 0, outcome unknown 0.",
    ]
    assert set(outbox()) == {"contributor", "partner"}
    assert said() == ["Sent 0, refused 0, outcome unknown 0."]


def test_a_refusal_is_said_with_the_server_s_words_and_a_server_that_is_away_is_an_error(
    contributor: User, partner: User, opened: Round, mail_server: MailServer
) -> None:
    mail_server.at_sender = "530 sign in first"
    with pytest.raises(CommandError, match="530 sign in first"):
        said()
    mail_server.at_sender = "250 ok"
    mail_server.at_recipient["contributor@example.org"] = "550 unknown"
    assert said() == [
        "refused contributor@example.org: 3 hand_in (550 unknown)",
        "sent partner@example.org: 1 invited",
        "Sent 1, refused 1, outcome unknown 0.",
    ]


def test_the_present_lead_is_asked_first(
    small_plan: SmallPlan,
    other_organisation: Organisation,
    contributor: User,
    stranger: User,
    coordinator: User,
    opened: Round,
    now: list[datetime.datetime],
) -> None:
    appoint_lead(
        action=small_plan.with_money,
        organisation=other_organisation,
        from_day=datetime.date(2022, 12, 5),
        by=coordinator,
        at=noon(2022, 12, 2),
    )
    now[0] = noon(2022, 12, 4)
    assert said()[0] == "sent contributor@example.org: 3 hand_in"
    now[0] = noon(2022, 12, 5)
    assert said() == [
        "2022-12: requests that moved to the present lead: 1.",
        "sent contributor@example.org: 1 invited",
        "sent stranger@example.org: 1 hand_in",
        "Sent 2, refused 0, outcome unknown 0.",
    ]
    request = Request.objects.get(round=opened, action=small_plan.with_money, role="lead")
    assert request.organisation == other_organisation
