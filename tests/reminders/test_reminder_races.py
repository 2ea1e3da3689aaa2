"""Two runs at once, or a run and a page, on PostgreSQL: each person is told each thing once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.reminders.digests import notify, remind_now
from actionplan.reminders.models import Digest, Notice
from actionplan.reporting.models import Round
from tests.reminders.reminding import run
from tests.rounds.opened_rounds import OPENED
from tests.threads import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

OF_A_PERSON = 'FROM "accounts_user" WHERE "accounts_user"."id" = '
"""The statement that takes the person's row, the lock that all claims of a mail meet at."""


def addresses() -> Counter[str]:
    return Counter(address for message in mail.outbox for address in message.to)


def told_once(*people: User) -> None:
    """One mail each, and nothing told twice or claimed and not sent."""
    assert addresses() == Counter(person.email for person in people)
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}
    keys = Notice.objects.values_list("person", "kind", "subject", "occasion")
    assert len(keys) == len(set(keys))


def at_once(round: Round) -> Callable[[], Any]:
    return lambda: notify(plan=round.plan, at=OPENED)


def test_two_runs_send_one_digest_each(
    contributor: User, partner: User, stranger: User, opened: Round
) -> None:
    first, second = race(lambda: run(OPENED), lambda: run(OPENED), after=OF_A_PERSON)
    told_once(contributor, partner, stranger)
    assert len(first) + len(second) == 3
    assert set(first) & set(second) == set()


def test_a_run_that_is_overtaken_by_a_page(contributor: User, opened: Round) -> None:
    race(at_once(opened), lambda: run(OPENED), after=OF_A_PERSON)
    told_once(contributor)


def test_a_page_that_is_overtaken_by_a_run(contributor: User, opened: Round) -> None:
    race(lambda: run(OPENED), at_once(opened), after=OF_A_PERSON)
    told_once(contributor)


def test_two_presses_remind_once(
    contributor: User, coordinator: User, other_coordinator: User, opened: Round
) -> None:
    first, second = race(
        lambda: remind_now(round=opened, by=coordinator, at=OPENED),
        lambda: remind_now(round=opened, by=other_coordinator, at=OPENED),
        after='FROM "reporting_round" WHERE "reporting_round"."id" = ',
    )
    assert (first, second) == (1, 0)
    told_once(contributor)
    assert Event.objects.filter(verb=Verb.REMINDED).count() == 1
