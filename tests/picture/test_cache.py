"""Pictures are kept until somebody writes: another transaction, another process, a rolled back write, a new day."""

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from actionplan.accounts.roles import Role
from actionplan.audit.revisions import operation, renew_without_event, revision_of
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Minister
from actionplan.organisations.workflow import save_body
from actionplan.picture import live
from actionplan.picture.cache import PICTURE_CACHE, KeptPicture, PictureCache, picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from tests.personas import SmallPlan, new_bodies, new_small_plan, person
from tests.reporting_factories import accepted_report, noon
from tests.stages import committed

NOW = noon(2022, 9, 1)


@pytest.fixture(scope="module")
def small_plan(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallPlan]:
    """Committed once: inside a transaction nothing is kept."""
    with committed(django_db_blocker, lambda: new_small_plan(new_bodies())) as built:
        yield built


@pytest.fixture
def plan(small_plan: SmallPlan) -> Iterator[Any]:
    yield small_plan.plan
    PICTURE_CACHE.clear()


def now(plan: Any, at: datetime.datetime = NOW) -> Picture:
    return picture_at(plan, Moment.now(at))


def test_it_is_read_once_a_day_and_each_request_has_its_own_moment(plan: Any) -> None:
    later = NOW + datetime.timedelta(minutes=5)
    assert now(plan).actions is now(plan).actions is now(plan, later).actions
    assert now(plan, later).moment.known_at == later
    assert now(plan, NOW).moment.known_at == NOW
    # at midnight in Brussels another day begins
    evening = datetime.datetime(2022, 9, 1, 21, 59, tzinfo=datetime.UTC)
    first, second = now(plan, evening), now(plan, evening + datetime.timedelta(minutes=2))
    assert (first.moment.reckoned_on.day, second.moment.reckoned_on.day) == (1, 2)
    assert first.actions is not second.actions
    # it keeps no more than it may
    kept = KeptPicture(now(plan))
    cache = PictureCache(max_actions=2 * len(kept.picture.actions))
    for key in "abc":
        cache.put(key, kept)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (None, kept, kept)


def test_a_report_that_is_accepted_is_seen_at_once(plan: Any, small_plan: SmallPlan) -> None:
    lead, reviewer = small_plan.with_money.leads.get().organisation, person("reviewer", Role.COORDINATOR)
    reporter = person("reporter", Role.CONTRIBUTOR, organisation=lead)
    before = now(plan).actions
    accepted_report(small_plan.with_money, lead, reporter, noon(2022, 8, 1), reviewer=reviewer)
    after = now(plan).actions
    assert (before[0].status, after[0].status) == ("never", "ongoing")
    assert all(kept is one for kept, one in zip(before[1:], after[1:], strict=True)), "read for nothing"
    assert now(plan) == live.read(plan, Moment.now(NOW))


def test_after_a_write_without_an_event_all_of_it_is_read(plan: Any, small_plan: SmallPlan) -> None:
    before, other = now(plan), small_plan.joint
    other.terms.update(title="By hand")
    renew_without_event(plan.pk)
    _tell_of(small_plan.with_money)
    assert now(plan).actions[1].title == "By hand"
    other.terms.update(title=before.actions[1].title)


@pytest.mark.parametrize("names_plan", [True, False])
def test_after_an_event_that_names_no_action_all_of_it_is_read(
    plan: Any, small_plan: SmallPlan, names_plan: bool
) -> None:
    before = now(plan)
    _tell_of(small_plan.with_money)
    record(Verb.PLAN_NAMED, by=None, at=NOW, subject=plan, plan=plan.pk if names_plan else None)
    _tell_of(small_plan.with_money)
    assert not any(kept is one for kept, one in zip(before.actions, now(plan).actions, strict=True))


def _tell_of(action: Any) -> None:
    record(Verb.AMENDED, by=None, at=NOW, subject=action, plan=action.plan_id, action=action.pk)


def test_a_minister_who_is_renamed_is_seen_at_once(plan: Any) -> None:
    minister = Minister.objects.get(key="education")
    assert now(plan).ministers["education"].title == minister.title
    minister.title = "Another portfolio"
    save_body(row=minister, by=None, at=NOW, corrects_misprint=True)
    assert now(plan).ministers["education"].title == "Another portfolio"


def test_a_write_that_is_rolled_back_changes_nothing(plan: Any) -> None:
    before = now(plan)
    with pytest.raises(ZeroDivisionError):
        _write_half(plan.pk)
    assert now(plan).actions is before.actions


@operation()
def _write_half(plan: int) -> None:
    renew_without_event(plan)
    raise ZeroDivisionError


def test_inside_a_transaction_nothing_is_kept_or_taken(plan: Any) -> None:
    kept = now(plan)
    with transaction.atomic():
        assert now(plan).actions is not kept.actions
        assert len(PICTURE_CACHE) == 1


def test_what_changes_while_it_is_read_is_shown_and_not_kept(plan: Any) -> None:
    def write_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if "reporting_standing" in sql:
            with connection.execute_wrapper(lambda run, *of: run(*of)):
                renew_without_event(plan.pk)
                wrote.append(sql)
        return execute(sql, *rest)

    wrote: list[str] = []
    with connection.execute_wrapper(write_meanwhile):
        assert now(plan).actions.get("1.1")
    assert wrote
    assert len(PICTURE_CACHE) == 0


def test_events_of_a_plan_leave_those_of_another_alone(plan: Any) -> None:
    renew_without_event(plan.pk)
    before = revision_of(plan.pk)
    record(Verb.PLAN_NAMED, by=None, at=NOW, subject=plan, plan=plan.pk + 1)
    assert revision_of(plan.pk) == before
    record(Verb.PLAN_NAMED, by=None, at=NOW, subject=plan)
    assert revision_of(plan.pk).portal != before.portal
    assert revision_of(plan.pk).plan == before.plan


RENAME = """
from django.utils import timezone
from actionplan.organisations.models import Minister
from actionplan.organisations.workflow import save_body
from actionplan.picture import live
minister = Minister.objects.get(key="education")
minister.title = "Elsewhere"
save_body(row=minister, by=None, at=timezone.now(), corrects_misprint=True)
"""


@pytest.mark.full
def test_what_another_process_writes_is_seen_by_the_next_request(plan: Any) -> None:
    kept, server = now(plan), connection.settings_dict
    url = f"sqlite:///{server['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{server['USER']}@/{server['NAME']}?host={server['OPTIONS']['host']}"
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "of-this-test", "DEBUG": "true"}
    environment["DJANGO_SETTINGS_MODULE"] = "actionplan.settings"
    command = [sys.executable, "manage.py", "shell", "-c", RENAME]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=settings.BASE_DIR, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert now(plan).ministers["education"].title == "Elsewhere"
    assert kept.ministers["education"].title != "Elsewhere"
