"""No mail says what somebody reported, wrote or asked: mails lead to the pages, which know who reads."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command

from actionplan.reminders.digests import send_digests
from actionplan.reminders.states import DutyKind
from tests.database_state import undone
from tests.reporting_factories import noon
from tests.world import VEILS, World

pytestmark = pytest.mark.full

FIRST, LAST = noon(2022, 6, 1), noon(2023, 9, 1)
ASKED_OF_NOBODY = {DutyKind.REOPENED}
"""No round is asked again in validation."""


def test_no_word_that_not_everybody_may_read_leaves_by_mail(world: World) -> None:
    kinds, at = set(), FIRST
    with undone():
        while at < LAST:
            kinds |= {duty.kind for sent in send_digests(at=at) for duty in sent.duties}
            at += datetime.timedelta(days=21)
    call_command("mail_trail_heads")
    assert kinds == set(DutyKind) - ASKED_OF_NOBODY
    said = "\n".join(f"{one.subject}\n{one.body}\n{one.attachments}" for one in mail.outbox)
    assert "Sample action" in said
    assert [veil for veil in VEILS if veil in said] == []
