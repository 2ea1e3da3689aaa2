"""Who has to do what at a moment, by user name; what tests of reminders say."""

import datetime
from collections.abc import Iterable

from django.core import mail
from django.core.mail import EmailMessage

from actionplan.base.days import day_of
from actionplan.reminders.digests import send_digests
from actionplan.reminders.duties import duties_of
from actionplan.reminders.duty import Duty
from actionplan.reminders.people import everybody_to_mail

Told = dict[str, list[tuple[str, str, str]]]


def duties_at(at: datetime.datetime) -> dict[str, list[Duty]]:
    people = everybody_to_mail(day_of(at))
    return {people.users[person].username: rows for person, rows in duties_of(people, at).items()}


def told(at: datetime.datetime, kinds: Iterable[str] = ()) -> Told:
    """By user name: kind, code of the action and occasion; of all kinds, or of some."""
    duties = {
        name: [
            (str(duty.kind.value), duty.action.code if duty.action else "", duty.occasion.key)
            for duty in rows
            if not kinds or duty.kind in kinds
        ]
        for name, rows in duties_at(at).items()
    }
    return {name: rows for name, rows in duties.items() if rows}


def run(at: datetime.datetime) -> dict[str, str]:
    """The run: by address, what became of the mail."""
    return {result.digest.address: str(result.outcome.state.value) for result in send_digests(at=at)}


def outbox() -> dict[str, list[EmailMessage]]:
    """The mails that left, by address."""
    mails: dict[str, list[EmailMessage]] = {}
    for message in mail.outbox:
        (address,) = message.to
        mails.setdefault(address.removesuffix("@example.org"), []).append(message)
    return mails


def what_they_say(messages: Iterable[EmailMessage]) -> str:
    return "\n".join(f"{message.subject}\n{message.body}" for message in messages)
