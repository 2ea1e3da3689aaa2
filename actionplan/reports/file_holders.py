"""Naming a file holder and a deputy for each action of an organisation, among those who report for it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import FileHolder
from actionplan.reporting.rules import FilesInPlan
from actionplan.reporting.trail import of_organisation
from actions.models import Action
from objectives.models import Plan


class Holders(NamedTuple):
    """Keys of the file holder and of their deputy; None is nobody."""

    holder: int | None = None
    deputy: int | None = None


def holders_of(organisation: Organisation, plan: Plan) -> dict[int, Holders]:
    """The present file holders and deputies in this plan, by the key of the action."""
    holders: dict[int, Holders] = {}
    for row in FileHolder.objects.filter(organisation=organisation, action__plan=plan):
        place = "deputy" if row.deputy else "holder"
        holders[row.action_id] = holders.get(row.action_id, Holders())._replace(**{place: row.user_id})
    return holders


def version_of(holders: Mapping[int, Holders]) -> str:
    """A short hash of who is named for what: it changes when anybody else is named."""
    lines = sorted(f"{action} {named}" for action, named in holders.items() if any(named))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@operation()
def name_file_holders(
    *,
    plan: Plan,
    organisation: Organisation,
    holders: Mapping[int, Holders],
    by: User,
    at: datetime.datetime,
    opened_on: str | None = None,
) -> None:
    """Save file holders for the given actions of the plan, by key; other actions keep theirs.

    `opened_on` is the `version_of` what the person saw. Raises ChangedMeanwhile if somebody else named people
    in between, Refused if a deputy has no file holder or is the same person, or if somebody does not report
    for the organisation in this plan; PermissionDenied for anybody but a contact point, or for an action that
    is not the organisation's.
    """
    files = FilesInPlan(plan, organisation)
    if not by.has_perm("reporting.name_file_holders", files):
        raise PermissionDenied
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    now = holders_of(organisation, plan)
    if opened_on is not None and opened_on != version_of(now):
        raise ChangedMeanwhile(_("Somebody named others in the meantime."))
    changed = {action: named for action, named in holders.items() if named != now.get(action, Holders())}
    codes, people = _codes(files, changed, at), _people(files, changed, now, at)
    if not changed:
        return
    _keep(organisation, changed)
    record(
        Verb.FILE_HOLDERS_NAMED,
        by=by,
        at=at,
        subject=organisation,
        plan=plan.pk,
        before={codes[action]: _names(now.get(action, Holders()), people) for action in changed},
        after={codes[action]: _names(named, people) for action, named in changed.items()},
        **of_organisation(organisation),
    )


def _keep(organisation: Organisation, changed: Mapping[int, Holders]) -> None:
    FileHolder.objects.filter(organisation=organisation, action__in=changed).delete()
    FileHolder.objects.bulk_create(
        FileHolder(action_id=action, organisation=organisation, user_id=user, deputy=deputy)
        for action, named in changed.items()
        for user, deputy in [(named.holder, False), (named.deputy, True)]
        if user is not None
    )


def _codes(files: FilesInPlan, changed: Iterable[int], at: datetime.datetime) -> dict[int, str]:
    """The codes of the actions. Raises PermissionDenied unless all are the organisation's on the day."""
    of_plan = Action.objects.filter(plan=files.plan, pk__in=list(changed))
    own = of_plan.involving([files.organisation.pk], day_of(at))
    codes = dict(own.order_by("order").values_list("pk", "code"))
    if set(codes) != set(changed):
        raise PermissionDenied
    return codes


def _people(
    files: FilesInPlan,
    changed: Mapping[int, Holders],
    now: Mapping[int, Holders],
    at: datetime.datetime,
) -> dict[int, str]:
    """Names by key. Raises Refused if somebody does not report for the organisation, or is named twice."""
    named = {user for pair in changed.values() for user in pair if user is not None}
    before = {user for action in changed for user in now.get(action, Holders()) if user is not None}
    writers = User.objects.contributors_of(files.organisation, files.plan, day_of(at))
    allowed = set(writers.values_list("pk", flat=True))
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=named | before)}
    for user in sorted(named - allowed):
        raise Refused(
            _("%(person)s does not report for this organisation.") % {"person": people.get(user, "–")}
        )
    for pair in changed.values():
        if pair.deputy is not None and pair.holder in (None, pair.deputy):
            raise Refused(_("A deputy stands in for another person: name a file holder too."))
    return people


def _names(named: Holders, people: Mapping[int, str]) -> str:
    """`Ann, Bo`: the holder, then the deputy."""
    return ", ".join(people[user] for user in named if user is not None)
