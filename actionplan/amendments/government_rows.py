"""The rows of a change of government: bodies, parts in actions, what rounds under way ask, roles and files of people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import Max

from actionplan.accounts.models import Invitation, Membership, User
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.organisations.workflow import write_move
from actionplan.reporting import standings
from actionplan.reporting.models import FileHolder
from actionplan.reporting.requests import follow_the_leads, follow_the_partners
from actionplan.reports.pending import locked_round_under_way
from actions.models import Action

from .government_acts import GovernmentAct, KnownBodies
from .government_effects import KINDS_OF_PARTS, GovernmentEffects, MovedAction
from .government_parts import NewPart, PartChange, PartRow


def write_bodies_of_change(acts: list[GovernmentAct], day: datetime.date) -> KnownBodies:
    """Bodies begin, end and move on the day; all of them as they are then.

    A body that begins stands in lists where the first one that it succeeds stood, else at the end.
    """
    known = KnownBodies.read()
    for act in acts:
        if act.begins:
            before = [known.of(act.model)[one.key].order for one in _succeeded_by(act, acts)]
            row = act.new_row(day, min(before, default=_last_order(act.model) + 1))
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


def _succeeded_by(act: GovernmentAct, acts: list[GovernmentAct]) -> list[GovernmentAct]:
    return [one for one in acts if one.model is act.model and act.key in one.successors]


def _last_order(model: type[Minister] | type[Organisation]) -> int:
    return model.objects.aggregate(last=Max("order"))["last"] or 0


def write_parts(
    actions: list[MovedAction], bodies: KnownBodies, day: datetime.date, at: datetime.datetime
) -> None:
    """Rows end and begin on the day; rounds under way then ask who leads and takes part by now.

    A plan in preparation is edited, since nothing of it was in force; so is a row that began on that very day.
    """
    standings.refuse_the_past_of([one.action.pk for one in actions if one.changes_the_lead], at)
    for one in actions:
        for change in one.parts:
            _end(change, day)
        for change in one.parts:
            _begin(change, one.action, bodies, day)
    by_plan: dict[int, list[int]] = defaultdict(list)
    for one in actions:
        if one.parts:
            by_plan[one.action.plan_id].append(one.action.pk)
    for plan, keys in sorted(by_plan.items()):
        if round := locked_round_under_way(plan):
            follow_the_leads(round, day_of(at), keys)
            follow_the_partners(round, day_of(at))


def _is_edited(row: PartRow, day: datetime.date) -> bool:
    return row.action.plan.is_in_preparation or row.in_force_from == day


def _end(change: PartChange, day: datetime.date) -> None:
    row = change.row
    if not _is_edited(row, day):
        row.in_force_until = day
        row.save(update_fields=["in_force_until"])
    elif change.after is None:
        row.delete()


def _begin(change: PartChange, action: Action, bodies: KnownBodies, day: datetime.date) -> None:
    if change.after is None:
        return
    row = change.row
    if not _is_edited(row, day):
        row = type(row)(action=action, in_force_from=day)
    for name, value in _columns(type(row), change.after, bodies).items():
        setattr(row, name, value)
    row.save()


def _columns(model: type[PartRow], part: NewPart, bodies: KnownBodies) -> dict[str, Any]:
    column = dict(KINDS_OF_PARTS)[model]
    known = bodies.ministers if column == "minister" else bodies.organisations
    return {column: known[part.key], **part.columns}


def write_people(effects: GovernmentEffects, bodies: KnownBodies, by: User, at: datetime.datetime) -> None:
    """Roles change today, whatever the day of effect: nobody had another right on a day gone by than they had."""
    today = day_of(at)
    for column, changes in [("organisation", effects.contact_points), ("minister", effects.offices)]:
        known: Any = bodies.organisations if column == "organisation" else bodies.ministers
        for change in changes:
            until = change.row.in_force_until
            _end_role(change.row, today)
            if change.successor and not change.known:
                _begin_role(change.row, {column: known[change.successor]}, today, until)
    for holder in effects.holders:
        if holder.successor:
            holder.row.organisation = bodies.organisations[holder.successor]
            holder.row.save(update_fields=["organisation"])
        else:
            FileHolder.objects.filter(pk=holder.row.pk).delete()
    waiting = Invitation.objects.waiting().filter(pk__in=[one.pk for one in effects.invitations])
    waiting.update(withdrawn_by=by, withdrawn_at=at)


def _end_role(row: Membership, today: datetime.date) -> None:
    """A role that began today has today as its only day."""
    begun_today = row.in_force_from == today
    row.in_force_until = today + datetime.timedelta(days=1) if begun_today else today
    row.save(update_fields=["in_force_until"])


def _begin_role(
    row: Membership, body: dict[str, Any], today: datetime.date, until: datetime.date | None
) -> None:
    """As the former one, for another body."""
    Membership.objects.create(
        user=row.user,
        role=row.role,
        writes_only=row.writes_only,
        plan=row.plan,
        in_force_from=today,
        in_force_until=until,
        **body,
    )
