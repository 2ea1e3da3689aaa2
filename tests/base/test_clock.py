"""What time it is: the real one but where a demo was told, whose clock runs on from the instant at which it began."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base import clock
from actionplan.base.days import BRUSSELS, day_of
from tests.personas import SmallPlan

pytestmark = pytest.mark.django_db
BEGAN = datetime.datetime(2023, 6, 12, 9, tzinfo=BRUSSELS)
A_MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def told(settings: Any) -> None:
    settings.DEBUG = True
    clock.set_demo_clock(BEGAN)


def is_real(now: datetime.datetime) -> bool:
    return abs(timezone.now() - now) < A_MINUTE


def test_without_a_demo_it_is_the_real_time(settings: Any) -> None:
    settings.DEBUG = True
    assert is_real(clock.now())


def test_the_clock_of_a_demo_begins_where_it_is_told_and_never_runs_backwards(told: None) -> None:
    first, second = clock.now(), clock.now()
    assert BEGAN <= first < second < BEGAN + A_MINUTE
    clock.set_demo_clock(BEGAN + A_MINUTE)
    with pytest.raises(ValueError, match="backwards"):
        clock.set_demo_clock(BEGAN)


def test_where_debug_is_off_a_copied_database_has_no_clock_of_its_own(told: None, settings: Any) -> None:
    settings.DEBUG = False
    assert is_real(clock.now())


def test_a_setting_turns_it_off(told: None, settings: Any) -> None:
    settings.DEMO_CLOCK = False
    assert is_real(clock.now())


def test_pages_signing_in_and_commands_ask_it_and_the_head_says_the_day(
    told: None, small_plan: SmallPlan, administrator: User, client: Client
) -> None:
    administrator.set_password("correct horse")
    administrator.save()
    assert "example · 12 June 2023" in client.get("/", follow=True).content.decode()
    typed = {"login": administrator.username, "password": "correct horse"}
    answer = client.post(reverse("account_login"), typed, follow=True, headers={"accept-language": "nl"})
    assert "voorbeeld · 12 juni 2023" in answer.content.decode()
    assert day_of(answer.wsgi_request.now) == BEGAN.date()
    administrator.refresh_from_db()
    assert day_of(administrator.last_login) == BEGAN.date()
    assert day_of(administrator.sign_in_events.latest("at").at) == BEGAN.date()
    said = io.StringIO()
    call_command("picture", "--plan", small_plan.plan.code, stdout=said)
    assert '"reckoned_on": "2023-06-12"' in said.getvalue()


def test_a_request_asks_the_clock_of_a_demo_once_and_the_next_one_asks_anew(
    told: None, small_plan: SmallPlan, platform: Client
) -> None:
    for began in [BEGAN + A_MINUTE, BEGAN + datetime.timedelta(days=1)]:
        clock.set_demo_clock(began)
        with CaptureQueriesContext(connection) as asked:
            page = platform.get(f"/{small_plan.plan.code}/my-work/")
        assert page.status_code == 200
        assert sum("base_democlock" in query["sql"] for query in asked) == 1
        assert day_of(page.wsgi_request.now) == began.date()
    assert day_of(clock.now()) == began.date(), "outside of requests it is asked each time"


def test_without_a_demo_the_head_says_nothing_of_examples(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert "example ·" not in client.get("/", follow=True).content.decode()
