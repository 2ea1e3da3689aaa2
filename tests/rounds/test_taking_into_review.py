"""Taking a round into review: before its last day the page names who is cut off, and the act mails them."""

import datetime
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.reminders.digests import notify
from actionplan.reporting.models import Round
from actionplan.reports.pending import cut_off
from actionplan.rounds.life import open_again, take_into_review
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import By, drafted, hand_in
from tests.sent_forms import send
from tests.sheet.asked_sheet import ago, asked, by_lead, by_partner, in_days  # noqa: F401

ROUND = "/2020-2024/rounds/2022-12/"
PAGE = f"{ROUND}take-into-review/"


def test_before_the_last_day_it_names_who_is_cut_off_and_mails_them(
    asked: Round,  # noqa: F811
    small_plan: SmallPlan,
    by_lead: By,  # noqa: F811
    platform: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    hand_in(small_plan.with_money, *by_lead, ago(1))
    drafted(small_plan.joint, *by_lead, ago(1))
    page = read(platform.get(PAGE))
    assert "into review before its last day?" in page.text
    assert "3 reports that are not submitted can no longer be submitted:" in page.text
    assert "Education and Training: 1.2, 2.1" in page.text
    assert "1 person gets a mail at once: Contributor." in page.text
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(platform, platform.get(PAGE), PAGE).status_code == 302
    [told] = [one for one in mail.outbox if one.to == [by_lead[1].email]]
    assert "2 reports can no longer be submitted: the round is in review before its last day" in told.body
    assert "ask the Platform for more time" in told.body
    listed = read(platform.get(f"{ROUND}requests/")).text
    assert "can no longer be submitted" in listed
    assert "due in" not in listed


def test_it_is_told_once_and_not_after_the_last_day(
    asked: Round,  # noqa: F811
    coordinator: User,
    contributor: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    take_into_review(round=asked, by=coordinator, at=ago(0))
    mail.outbox.clear()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            notify(plan=asked.plan, at=timezone.now())
    assert sum("can no longer be submitted" in one.body for one in mail.outbox) == 1
    asked.refresh_from_db()
    assert cut_off(asked, asked.due)
    assert cut_off(asked, asked.due + datetime.timedelta(days=1)) == []
    open_again(round=asked, by=coordinator, at=ago(0))


def test_a_partner_is_cut_off_from_a_draft_alone(
    asked: Round,  # noqa: F811
    small_plan: SmallPlan,
    by_partner: By,  # noqa: F811
) -> None:
    before = {row.organisation.key for row in cut_off(asked, in_days(0))}
    drafted(small_plan.joint, *by_partner, ago(1))
    after = {row.organisation.key for row in cut_off(asked, in_days(0))}
    assert (before, after - before) == ({"ov", "wvg_growing_up"}, {"kbbj_abb"})


def test_before_the_last_day_another_act_is_not_made_to_look_like_the_next(
    asked: Round,  # noqa: F811
    platform: Client,
) -> None:
    assert "take-into-review" in platform.get(ROUND).content.decode()
    assert not [act for act in platform.get(ROUND).context["acts"] if act.is_main]
    Round.objects.filter(pk=asked.pk).update(due=in_days(-1))
    assert [act.name for act in platform.get(ROUND).context["acts"] if act.is_main] == [
        "round-take-into-review"
    ]
    assert "before its last day" not in read(platform.get(PAGE)).text
