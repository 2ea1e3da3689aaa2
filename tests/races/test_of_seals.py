"""Thirty at once on one plan: one chain without a gap."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from actionplan.audit.models import Event, Seal
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.audit.verifying import faults_of_chain
from actionplan.reporting.models import Question
from actionplan.reports.questions import ask_question
from tests.personas import Bodies, SmallPlan
from tests.reporting_factories import noon
from tests.threads import SECONDS

pytestmark = pytest.mark.postgresql

THREADS, ACTS, MARCH = 30, 4, noon(2022, 3, 1)


def test_thirty_threads_on_one_plan_make_one_chain_without_a_gap(
    small_plan: SmallPlan, bodies: Bodies, people: dict
) -> None:
    """Some through an operation that locks the action, some that lock nothing but the revision."""
    plan, barrier = small_plan.plan.pk, threading.Barrier(THREADS)
    before = Event.objects.filter(plan=plan).count()

    def act(thread: int) -> None:
        try:
            barrier.wait(SECONDS)
            for number in range(ACTS):
                if thread % 2:
                    record(Verb.AMENDED, by=None, at=MARCH, subject=small_plan.plan, plan=plan)
                else:
                    action, text = small_plan.actions[thread % 4], f"Sample {thread}.{number}?"
                    by = people["coordinator"]
                    ask_question(
                        action=action,
                        of_whom=bodies.lead,
                        text=text,
                        by=by,
                        at=MARCH,
                        due=datetime.date(2099, 1, 31),
                    )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(act, range(THREADS)))
    assert Question.objects.filter(action__plan=plan).count() == THREADS * ACTS / 2
    numbers = Seal.objects.filter(chain=plan).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, before + THREADS * ACTS + 1))
    assert list(faults_of_chain(plan)) == []
