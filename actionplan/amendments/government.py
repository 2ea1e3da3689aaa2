"""Preparing a change of government, and carrying it out in one transaction over all plans."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.accounts.mails import tell_who_newly_reads
from actionplan.accounts.models import Invitation, Membership, User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.replacing import replace
from actionplan.organisations.models import Minister, Organisation
from actionplan.organisations.workflow import write_move
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.reporting import standings
from actionplan.reporting.models import FileHolder
from actionplan.reporting.round_hashes import asked_in_all
from actionplan.reporting.who_is_asked import update_lead_requests, update_partner_requests
from actionplan.reports.pending import locked_round_under_way
from actions.models import Action
from objectives.models import Plan

from .government_acts import GovernmentAct, KnownBodies, faults_of_acts
from .government_effects import (
    KINDS_OF_PARTS,
    GovernmentEffects,
    GovernmentPreview,
    PartsOfAction,
    preview_of,
    to_plain,
)
from .government_parts import NewPart, PartChange, PartRow
from .models import GovernmentChange


@operation()
def prepare_government_change(
    *, title: str, effective_from: datetime.date, by: User, at: datetime.datetime
) -> GovernmentChange:
    """Prepare a change; nothing is in the trail until it is carried out."""
    _refuse_unless_allowed(by)
    return GovernmentChange.objects.create(
        title=title, effective_from=effective_from, prepared_by=by, prepared_at=at
    )


@operation()
def edit_government_change(
    *, change: GovernmentChange, title: str, effective_from: datetime.date, revision: int, by: User
) -> GovernmentChange:
    """Change its title and day. `revision` is that of the change when the form was opened."""
    row = _locked(change, by, revision)
    row.title, row.effective_from = title, effective_from
    return _saved(row)


@operation()
def add_acts(
    *, change: GovernmentChange, acts: list[GovernmentAct], revision: int, by: User
) -> GovernmentChange:
    """Add acts. Raises Refused if, with those added before, they could not be carried out on the day."""
    row = _locked(change, by, revision)
    every = [*row.acts, *acts]
    known = KnownBodies.read()
    before = list(faults_of_acts(row.acts, row.effective_from, known))
    for fault in faults_of_acts(every, row.effective_from, known):
        if fault not in before:
            raise Refused(fault)
    row.stored_acts = [act.as_plain() for act in every]
    return _saved(row)


@operation()
def remove_act(*, change: GovernmentChange, place: int, revision: int, by: User) -> GovernmentChange:
    """Remove the act at `place`, counted from 0. Acts that depend on it are refused when the change is carried out."""
    row = _locked(change, by, revision)
    row.stored_acts = [act for number, act in enumerate(row.stored_acts) if number != place]
    return _saved(row)


@operation()
def choose_successors(
    *,
    change: GovernmentChange,
    portfolios: Mapping[str, str],
    offices: Mapping[str, str],
    revision: int,
    by: User,
) -> GovernmentChange:
    """Choose the ministers who get the actions of divided portfolios, and those for whom roles of an office are renewed."""
    row = _locked(change, by, revision)
    row.portfolios, row.offices = dict(portfolios), dict(offices)
    return _saved(row)


@operation()
def drop_government_change(*, change: GovernmentChange, by: User) -> None:
    """Delete a change that was never carried out."""
    _locked(change, by).delete()


@operation()
def carry_out_government_change(
    *,
    change: GovernmentChange,
    mark: str,
    portfolios: Mapping[str, str],
    offices: Mapping[str, str],
    by: User,
    at: datetime.datetime,
) -> GovernmentPreview:
    """Do what the preview with this mark showed, on the day of effect or later; past days stay as they were.

    `portfolios` and `offices` are the choices made on that preview. Raises Refused before its day, a second time, and where
    something stands in the way; ChangedMeanwhile if the preview would be different by now.
    """
    row = _locked(change, by)
    if row.effective_from > day_of(at):
        raise Refused(_("It is carried out on its day of effect, or later."))
    _lock_plans_and_roles()
    if not row.stored_acts:
        raise Refused(_("Say first what becomes of ministers and organisations."))
    if preview_of(row, at).mark != mark:
        raise ChangedMeanwhile(_("Something changed since you looked at this page. Look again."))
    row.portfolios, row.offices = dict(portfolios), dict(offices)
    preview = preview_of(row, at)
    if preview.faults:
        raise Refused(preview.faults[0])
    row.effects = to_plain(preview.effects)
    bodies = write_bodies_of_change(row.acts, row.effective_from)
    memberships = _memberships_of(preview.effects)
    facts = facts_of_change(row, preview, memberships, bodies)
    asking = write_parts(preview.parts, bodies, at)
    write_people(preview.effects, memberships, bodies, by, at)
    row.carried_out_by, row.carried_out_at = by, at
    row.save()
    moved = [of_action.action.pk for of_action in preview.parts]
    contents = contents_of_actions(moved) | asked_in_all(*asking)
    record(Verb.GOVERNMENT_CHANGED, by=by, at=at, subject=row, contents=contents, **facts)
    return preview


def _refuse_unless_allowed(by: User) -> None:
    if not by.has_perm("organisations.manage"):
        raise PermissionDenied


def _locked(change: GovernmentChange, by: User, revision: int | None = None) -> GovernmentChange:
    """The change, locked. Refuses one that was carried out, or has another revision than the one given."""
    _refuse_unless_allowed(by)
    row = GovernmentChange.objects.select_for_update().filter(pk=change.pk).first()
    if row is None:
        raise ChangedMeanwhile(_("Somebody threw this change away in the meantime."))
    if row.is_carried_out:
        raise Refused(_("%(person)s carried this change out already.") % {"person": row.carried_out_by})
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile(_("Somebody changed this in the meantime. Look again."))
    return row


def _saved(row: GovernmentChange) -> GovernmentChange:
    row.revision += 1
    row.save()
    return row


def _lock_plans_and_roles() -> None:
    """Lock all plans, then all actions in the order of their keys, as every operation does; then all roles of people."""
    list(Plan.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    list(Action.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    list(Membership.objects.select_for_update().open().order_by("pk").values_list("pk"))


Facts = dict[str, Any]
Memberships = dict[int, Membership]


def _memberships_of(effects: GovernmentEffects) -> Memberships:
    keys = [role.membership for role in [*effects.contact_points, *effects.offices]]
    return Membership.objects.select_related("user", "organisation", "minister", "plan").in_bulk(keys)


def facts_of_change(
    change: GovernmentChange, preview: GovernmentPreview, memberships: Memberships, bodies: KnownBodies
) -> Facts:
    """The facts for `record`, as text copies, since the trail outlives what it describes. `bodies` are those of the day and
    later."""
    before: Facts = {}
    after: Facts = {}
    for of_action in preview.parts:
        for field, (was, becomes) in _parts_of(of_action, bodies).items():
            place = f"{of_action.action.full_code} {field}"
            before[place], after[place] = was, becomes
    for role in [*preview.effects.contact_points, *preview.effects.offices]:
        membership = memberships[role.membership]
        word = f"{membership.user.username} {membership.pk}"
        before[word], after[word] = str(membership), role.successor
    return {"before": before, "after": after, "acts": change.stored_acts, "day": change.effective_from}


def _parts_of(of_action: PartsOfAction, bodies: KnownBodies) -> dict[str, tuple[Any, Any]]:
    """The roles before and after, under the names that corrected roles and appointed leads have in the trail."""
    parts: dict[str, tuple[Any, Any]] = {}
    for change in of_action.changes:
        if change.is_lead:
            parts["lead"] = (change.before.key, change.after.key if change.after else "")
            continue
        field = "ministers" if isinstance(change.body, Minister) else "organisations"
        was, becomes = parts.setdefault(field, ([], []))
        was.append(_fact(change, change.before, bodies))
        if change.after:
            becomes.append(_fact(change, change.after, bodies))
    return parts


def _fact(change: PartChange, part: NewPart, bodies: KnownBodies) -> Facts:
    body = bodies.of(type(change.body))[part.key]
    name = "title" if isinstance(body, Minister) else "name"
    names = {"name": getattr(body, name), "name_nl": getattr(body, f"{name}_nl")}
    return {"key": part.key, **names, "role": part.role, "inferred": part.inferred}


def write_bodies_of_change(acts: list[GovernmentAct], day: datetime.date) -> KnownBodies:
    """Begin, end and move bodies on the day; returns all of them as they are then.

    A body that begins takes the place in lists of the first one that it succeeds, else the last place.
    """
    known = KnownBodies.read()
    for act in acts:
        if act.begins:
            ended = [ending for ending in acts if ending.model is act.model and act.key in ending.successors]
            before = [known.of(act.model)[ending.key].order for ending in ended]
            last = act.model.objects.aggregate(last=Max("order"))["last"] or 0
            row = act.new_row(day, min(before, default=last + 1))
            row.full_clean()
            row.save()
            known.of(act.model)[act.key] = row
    for act in acts:
        row = known.of(act.model)[act.key]
        if act.ends:
            row.in_force_until = day
            row.succeeded_by = known.of(act.model).get(act.first_successor)
            row.save(update_fields=["in_force_until", "succeeded_by"])
        if isinstance(row, Organisation):
            area = known.policy_areas.get(act.policy_area)
            write_move(known.affiliations.get(row.key, []), row, area, day)
    return known


def write_parts(parts: list[PartsOfAction], bodies: KnownBodies, at: datetime.datetime) -> list[int]:
    """End and begin rows on the day, those that begin later on theirs; rounds under way then ask the new leads and partners.
    Returns the keys of these rounds.

    A plan in preparation is edited in place, since nothing of it was in force.
    """
    led = [of_action.action.pk for of_action in parts if of_action.changes_the_lead]
    standings.refuse_before_latest_of(led, at)
    changes = defaultdict(list)
    for of_action in parts:
        action = of_action.action
        for change in of_action.changes:
            from_day = None if action.plan.is_in_preparation else change.from_day
            model = type(change.row)
            values = {"action": action, **_columns(model, change.after, bodies)} if change.after else None
            changes[model, from_day].append((change.row, values))
    for (model, from_day), of_model in changes.items():
        replace(model, of_model, from_day)
    by_plan: dict[int, list[int]] = defaultdict(list)
    for of_action in parts:
        by_plan[of_action.action.plan_id].append(of_action.action.pk)
    asking = []
    for plan, keys in sorted(by_plan.items()):
        if round := locked_round_under_way(plan):
            update_lead_requests(round, day_of(at), keys)
            update_partner_requests(round, day_of(at))
            asking.append(round.pk)
    return asking


def _columns(model: type[PartRow], part: NewPart, bodies: KnownBodies) -> dict[str, Any]:
    column = dict(KINDS_OF_PARTS)[model]
    known = bodies.ministers if column == "minister" else bodies.organisations
    return {column: known[part.key], **part.columns}


def write_people(
    effects: GovernmentEffects, memberships: Memberships, bodies: KnownBodies, by: User, at: datetime.datetime
) -> None:
    """Change roles of people today, whatever the day of effect: rights on past days do not change."""
    today = day_of(at)
    for column, changes in [("organisation", effects.contact_points), ("minister", effects.offices)]:
        known: Any = bodies.organisations if column == "organisation" else bodies.ministers
        for change in changes:
            row = memberships[change.membership]
            until = row.in_force_until
            row.set_end(on=today, at=at)
            row.save(update_fields=Membership.END)
            if change.successor and not change.known:
                role = _begin_role(row, {column: known[change.successor]}, today, until)
                tell_who_newly_reads(role, by=by, at=at)
    for moved in effects.actions:
        for holder in moved.holders:
            rows = FileHolder.objects.filter(action__plan__code=moved.plan, action__code=moved.code)
            rows = rows.filter(organisation__key=holder.organisation, user=holder.user)
            if holder.successor:
                rows.update(organisation=bodies.organisations[holder.successor])
            else:
                rows.delete()
    waiting = Invitation.objects.waiting().filter(pk__in=effects.invitations)
    waiting.update(withdrawn_by=by, withdrawn_at=at)


def _begin_role(
    row: Membership, body: dict[str, Any], today: datetime.date, until: datetime.date | None
) -> Membership:
    """Begin the same role for another body."""
    return Membership.objects.create(
        user=row.user,
        role=row.role,
        writes_only=row.writes_only,
        plan=row.plan,
        in_force_from=today,
        in_force_until=until,
        **body,
    )
