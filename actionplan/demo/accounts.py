"""The demo accounts: one for each role, and one for every organisation that leads or partners; two have a file holder
besides.

They can sign in on a developer's machine only. All have the same password, hashed once, since hashing is slow on purpose.
"""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import make_password

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import begin_membership, save_user
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.reports.file_holders import Holders, name_file_holders
from objectives.models import Plan

PASSWORD = "demo"  # noqa: S105 (printed by `./dev run`)

SPEAKERS = {
    "kbbj_abb": "abb",
    "kbbj_agii": "integration",
    "kbbj_iss": "screening",
    "ov": "education",
    "cjsm_sport": "sport",
    "cjsm_dcjm": "youth",
    "wvg": "welfare",
    "wvg_houses_of_justice": "justice",
    "wvg_growing_up": "growing_up",
    "wvg_welfare_society": "welfare_society",
    "wvg_care_health": "care_health",
    "wse": "work",
    "wse_vdab": "vdab",
    "local_authorities": "municipalities",
    "vvsg": "vvsg",
    "cuta": "threat_analysis",
    "fps_justice": "federal_justice",
    "vgc": "brussels",
    "vclp": "local_police",
    "caw": "welfare_centres",
}
"""The contact point of each organisation, by its key."""

CABINET = "cabinet"
"""A reader of the minister for Home Affairs, who answers in a round's validation."""

FILE_HOLDERS = {
    "schools": ("ov", ["4.4", "4.5", "4.6"]),
    "families": ("wvg_growing_up", ["2.1", "7.1"]),
}
"""File holders: their organisation and actions; the contact point submits."""

REVIEWERS = ["platform", "platform2"]

_OTHERS = [
    ("reader", Role.READER, None),
    ("auditor", Role.AUDITOR, None),
    ("platform", Role.COORDINATOR, "kbbj_abb"),
    ("platform2", Role.COORDINATOR, None),
    ("admin", Role.ADMINISTRATOR, None),
]
WHOLE_AREA = {"welfare": "WVG"}
"""Contributors of a policy area, for all its organisations."""


_NAMES = {"abb": "ABB", "vdab": "VDAB", "vvsg": "VVSG", "platform2": "Platform 2"}


def user_names() -> list[str]:
    return [name for name, _role, _employer in _OTHERS] + [CABINET, *SPEAKERS.values(), *FILE_HOLDERS]


def add_demo_accounts(*, plan: Plan, at: datetime.datetime) -> dict[str, User]:
    """Add all demo users, returned by user name, with roles since the plan was adopted; some hold files of the plan."""
    organisations = {row.key: row for row in Organisation.objects.all()}
    hashed = make_password(PASSWORD)
    cast = {}
    for name, role, employer in _OTHERS:
        cast[name] = _add(name, hashed, at, role=role, organisation=organisations.get(employer or ""))
    minister = Minister.objects.get(key="home_affairs")
    cast[CABINET] = _add(CABINET, hashed, at, role=Role.READER, minister=minister)
    for key, name in SPEAKERS.items():
        scope: dict[str, object] = {"organisation": organisations[key]}
        if name in WHOLE_AREA:
            scope = {"policy_area": PolicyArea.objects.get(code=WHOLE_AREA[name])}
        cast[name] = _add(name, hashed, at, role=Role.CONTRIBUTOR, **scope)
    for name, (key, codes) in FILE_HOLDERS.items():
        rights = {"role": Role.CONTRIBUTOR, "organisation": organisations[key], "writes_only": True}
        cast[name] = _add(name, hashed, at, **rights)
        own = plan.actions.involving([organisations[key].pk], day_of(at)).filter(code__in=codes)
        holders = {action: Holders(cast[name].pk) for action in own.order_by().values_list("pk", flat=True)}
        organisation, by = organisations[key], cast[SPEAKERS[key]]
        name_file_holders(plan=plan, organisation=organisation, holders=holders, by=by, at=at)
    return cast


def _add(name: str, hashed: str, at: datetime.datetime, **rights: object) -> User:
    user = User(
        username=name,
        name=f"Demo {_NAMES.get(name) or name.replace('_', ' ').capitalize()}",
        email=f"{name}@example.org",
        password=hashed,
        is_demo=True,
    )
    save_user(user=user, by=None, at=at)
    begin_membership(membership=Membership(user=user, **rights), by=None, at=at)
    return user
