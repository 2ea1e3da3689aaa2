"""Who asks, and for what: contributors of all organisations, each with some actions of their own, in the round that is open.

A step in a process of its own, in the database that `DATABASE_URL` names: prints them as JSON, signed in.
"""

from __future__ import annotations

import itertools
import json
import sys
from typing import Any

import django

DASHBOARDS = ["overview", "milestones", "budget", "timeline"]
LISTS = ["my-actions", "my-actions", "action-list", "action-list"]
"""As often as the dashboards together; pages of people's own actions as often as both."""


def main(number: int) -> None:
    django.setup()
    print(json.dumps(people(number)))


def people(number: int) -> list[dict[str, Any]]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from actionplan.accounts.models import Membership, User
    from actionplan.accounts.roles import Role
    from actionplan.accounts.workflow import begin_membership, save_user
    from actions.models import Lead
    from deploy.measuring.bench.filling import PLAN
    from objectives.models import Plan

    at, plan = timezone.now(), Plan.objects.get(code=PLAN)
    leads = Lead.objects.open().filter(action__plan=plan).select_related("action", "organisation")
    by_organisation: dict[Any, list[str]] = {}
    for lead in leads.order_by("action__order"):
        by_organisation.setdefault(lead.organisation, []).append(lead.action.code)
    found = []
    for place, organisation in zip(range(number), itertools.cycle(by_organisation), strict=False):
        user = save_user(user=User(username=f"load{place}", name=f"Load {place}"), by=None, at=at)
        role = Membership(user=user, role=Role.CONTRIBUTOR, organisation=organisation)
        begin_membership(membership=role, by=None, at=at)
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        turn, turns = place // len(by_organisation), -(-number // len(by_organisation))
        share = by_organisation[organisation][
            turn::turns
        ]  # of nobody else, so that nobody saves what others do
        own = [share[nth % len(share)] for nth in range(8)] if share else []
        found.append(
            {
                "cookies": {settings.SESSION_COOKIE_NAME: client.session.session_key},
                "pages": [reverse(name, args=[plan.code]) for name in DASHBOARDS + LISTS]
                + [reverse("action", args=[plan.code, code]) for code in own],
                "forms": [reverse("report-form", args=[plan.code, code, organisation.key]) for code in share],
            }
        )
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
