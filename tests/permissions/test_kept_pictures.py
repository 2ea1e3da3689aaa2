"""Whatever form is sent: the kept picture, of which only what was written about is read, is as one that is read anew."""

import datetime
from functools import cache

import pytest
from django.utils import timezone

from actionplan.audit.revisions import revision_and_seal_of, revision_of
from actionplan.picture import live
from actionplan.picture.cache import KeptPicture, read_again
from actionplan.picture.moment import Moment
from actionplan.reporting.states import Basis
from objectives.models import Plan
from tests.database_state import undone
from tests.permissions.requests import subjects
from tests.permissions.table import Line, lines
from tests.permissions.walk import WRITES, Walk
from tests.world import World

pytestmark = pytest.mark.full


def senders(line: Line) -> list[str]:
    return [who for who, gets in line.expected.items() if gets in WRITES or gets.endswith("+")]


def test_a_kept_picture_is_as_one_read_anew_after_every_form(world: World) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)  # than every form is sent
    kept = {
        plan: [
            KeptPicture(live.read(plan, Moment.now(later, basis)), *revision_and_seal_of(plan.pk))
            for basis in Basis
        ]
        for plan in Plan.objects.all()
    }
    walk_of = cache(lambda who: Walk(world, who))  # each notes what all tables hold
    differ, joined = [], set()
    for line in lines():
        if line.method != "POST" or not senders(line):
            continue
        walk = walk_of(senders(line)[0])
        for subject in subjects(world, line.subject):
            with undone():
                walk.ask("POST", line.name, subject)
                for plan in [plan for plan in kept if is_outdated(kept[plan][0], plan)]:
                    both = live.read_on_both_bases(plan, Moment.now(later))
                    for before in kept[plan]:
                        anew = both[before.picture.moment.basis]
                        found = read_again(plan, anew.moment, revision_of(plan.pk), before)
                        if found != anew:
                            differ.append(f"{line.name} ({subject.label}), {anew}")
                        if {id(one) for one in found.actions} & {id(one) for one in before.picture.actions}:
                            joined.add(line.name)
    assert differ == []
    assert {"report-submit", "report-review"} <= joined, joined


def is_outdated(kept: KeptPicture, plan: Plan) -> bool:
    """By a write about the plan; after one about the portal all is read anew without further ado."""
    now = revision_of(plan.pk)
    return kept.revision is not None and kept.revision.portal == now.portal and kept.revision != now
