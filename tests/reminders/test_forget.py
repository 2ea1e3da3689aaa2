"""`manage.py forget`: what is kept about people goes once it is over its time."""

import datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from actionplan.accounts.models import Invitation, User
from actionplan.base.models import CarriedOutForm
from actionplan.base.tokens import TOKEN_LIFETIME
from actionplan.reminders.models import Digest
from actionplan.reminders.states import DigestState, MailFailure
from tests.people.people_factories import InvitationFactory
from tests.reminders.reminders_world import DigestFactory
from tests.sent_forms import new_token

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _days(settings: LazySettings) -> None:
    settings.MAIL_DAYS = 10


def forget() -> str:
    told = StringIO()
    call_command("forget", stdout=told)
    return told.getvalue()


def test_invitations_go_that_nobody_took_up_in_time(coordinator: User, reader: User) -> None:
    now = timezone.now()

    def invited(days: int, **facts: object) -> Invitation:
        return InvitationFactory(invited_by=coordinator, invited_at=now - (14 + days) * DAY, **facts)

    taken_up = invited(11, taken_up_by=reader, taken_up_at=now - 12 * DAY)
    withdrawn_since = invited(30, withdrawn_by=coordinator, withdrawn_at=now - 9 * DAY)
    invited(0, withdrawn_by=coordinator, withdrawn_at=now - 11 * DAY)
    waits, ended = invited(-2), invited(9)
    invited(11)
    assert "invitations that nobody took up: 2" in forget()
    assert set(Invitation.objects.all()) == {taken_up, withdrawn_since, waits, ended}


def test_the_address_of_a_mail_goes_but_of_the_last_one_and_nobody_is_told_twice(
    contributor: User, reader: User
) -> None:
    now, refused = timezone.now(), {"state": DigestState.REFUSED, "trouble": MailFailure.ADDRESS}

    def mailed(person: User, days: int, **facts: object) -> Digest:
        at = now - days * DAY
        return DigestFactory(person=person, day=at.date(), claimed_at=at, address="old@example.org", **facts)

    old = mailed(contributor, 12, error="550 old@example.org unknown", **refused)
    mailed(contributor, 9)
    mailed(reader, 30, **refused)
    assert "addresses of mails: 1" in forget()
    assert "addresses of mails: 0" in forget()
    assert Digest.objects.count() == 3
    old.refresh_from_db()
    assert (old.address, old.error) == ("", "")
    assert Digest.objects.filter(address="old@example.org").count() == 2


def test_the_tokens_of_forms_go_also_of_who_never_sent_another(reader: User) -> None:
    now = timezone.now()
    for more in [DAY, -DAY]:
        CarriedOutForm.objects.create(token=new_token(), sender=reader.pk, at=now - TOKEN_LIFETIME - more)
    assert "tokens of forms: 1" in forget()
    assert CarriedOutForm.objects.count() == 1
