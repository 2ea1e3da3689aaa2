"""`manage.py mail_trail_heads`: the newest seals of the trail leave the portal once a day."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actionplan.accounts.models import User
from actionplan.audit.sealing import head_of
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from objectives.models import Plan
from tests.factories import PlanFactory
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox, what_they_say
from tests.reminders.smtp_server import MailServer
from tests.reporting_factories import noon


@pytest.fixture
def heads(small_plan: SmallPlan) -> dict[str, str]:
    """Of the portal, the plan, and one in preparation; a plan without an event has none."""
    plans = [None, small_plan.plan, PlanFactory(code="2025-2029", state="in_preparation")]
    for plan in plans:
        about = {"subject": plan or small_plan.plan, "plan": plan and plan.pk}
        record(Verb.AMENDED, by=None, at=noon(2023, 1, 1), **about)
    return {plan.code if plan else "The portal": head_of(plan.pk if plan else 0) for plan in plans}


def said() -> list[str]:
    out = StringIO()
    call_command("mail_trail_heads", stdout=out)
    return out.getvalue().splitlines()


def test_auditors_get_the_heads_of_plans_that_they_see_and_the_second_address_all_of_them(
    heads: dict[str, str], auditor: User, coordinator: User, administrator: User, reader: User, settings: Any
) -> None:
    User.objects.filter(pk=auditor.pk).update(language="nl")
    settings.TRAIL_HEAD_EMAIL = "registry@example.org"
    assert said() == ["sent auditor@example.org", "sent registry@example.org"]
    mails = outbox()
    assert set(mails) == {"auditor", "registry"}
    seen, every = what_they_say(mails["auditor"]), what_they_say(mails["registry"])
    assert heads["2020-2024"] in seen
    assert heads["The portal"] in seen
    assert "2025-2029" not in seen
    assert heads["2025-2029"] not in seen
    assert "zegels van het logboek" in seen
    for name, head in heads.items():
        assert f"{name}\n{head}\n" in every
    assert f"verify_trail --head {heads['The portal']}" in every


def test_the_last_head_of_a_plan_that_was_discarded_goes_to_the_second_address(
    heads: dict[str, str], auditor: User, settings: Any
) -> None:
    settings.TRAIL_HEAD_EMAIL = "registry@example.org"
    plan = Plan.objects.get(code="2025-2029")
    number = plan.pk
    plan.delete()
    said()
    mails = outbox()
    assert f"Discarded plan {number}\n{heads['2025-2029']}\n" in what_they_say(mails["registry"])
    assert heads["2025-2029"] not in what_they_say(mails["auditor"])


def test_a_mail_that_does_not_leave_is_said_and_ends_with_1(
    heads: dict[str, str], auditor: User, mail_server: MailServer
) -> None:
    mail_server.at_recipient["auditor@example.org"] = "550 unknown"
    with pytest.raises(CommandError, match="1 not sent for certain") as refusal:
        said()
    assert refusal.value.returncode == 1
