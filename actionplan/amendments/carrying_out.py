"""Putting a prepared amendment in force, by its decision or confirmed by another coordinator, and updating reporting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.planned.action_faults import known_references
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.planned.document import PlannedAction
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import names_of_bodies
from actionplan.reporting import standings
from actionplan.reporting.models import Extension
from actionplan.reporting.round_hashes import asked_in_all
from actionplan.reporting.states import ExtensionState
from actionplan.reporting.who_is_asked import update_lead_requests, update_partner_requests
from actionplan.reports.pending import locked_round_under_way
from actionplan.reports.questions import settle_questions_about
from actions.models import Action, AmendedAction, Amendment, Lead

from .effects import AmendmentPreview, preview_of, requests_no_longer_asked, to_plain
from .preparing import codes_after, locked_amendment, record_amendment
from .rows_from_day import write_amendment


@dataclass(frozen=True)
class Decision:
    """The decision that puts an amendment in force; all empty if there is none."""

    body: str = ""
    decided_on: datetime.date | None = None
    reference: str = ""

    @property
    def is_none(self) -> bool:
        return not (self.body or self.decided_on or self.reference)

    @property
    def is_whole(self) -> bool:
        return bool(self.body and self.decided_on and self.reference)


@operation()
def carry_out(
    *, amendment: Amendment, decision: Decision, mark: str, by: User, at: datetime.datetime
) -> Amendment:
    """End and begin rows of the plan on the amendment's day, and update what is under way: all or nothing, in one event.

    `mark` is that of the effects that the form showed; empty without a form. Raises ChangedMeanwhile if any of them changed
    since, and Refused if the day lies ahead, the decision is incomplete, nobody else confirms it, a row was amended from a
    later day on, or an action would lose its lead.
    """
    row = locked_amendment(amendment, by, "actions.amend")
    changes = list(row.actions.all())
    actions = _locked_actions(row, changes)
    preview, said = preview_of(row, day_of(at)), [_said(change) for change in changes]
    _refuse_too_early(row, changes, day_of(at))
    _refuse_changed(preview, mark)
    _refuse_decision(decision, day_of(at))
    if decision.is_none:
        _refuse_own_confirmation(row, said, by, at)
    standings.refuse_before_latest_of([action.pk for action in actions.values()], at)
    _refuse_unknown_merge_targets(row, changes)
    _refuse_lost_leads(row, said)
    _refuse_ended_bodies(row, said)
    write_amendment(row, changes)
    row.decision_body, row.decided_on, row.decision_reference = (
        decision.body,
        decision.decided_on,
        decision.reference,
    )
    row.effects = to_plain(preview.effects)
    row.put_in_force_by, row.put_in_force_by_name, row.put_in_force_at = by, str(by), at
    row.save()
    _update_reporting(row, changes, actions, by, at)
    return row


class SaidOfAction(NamedTuple):
    """What the plan says of an action before and after the amendment; None where it is not in the plan."""

    code: str
    before: PlannedAction | None
    after: PlannedAction | None


def _said(change: AmendedAction) -> SaidOfAction:
    return SaidOfAction(change.code, read_kept(change.before), read_kept(change.after))


def _locked_actions(row: Amendment, changes: list[AmendedAction]) -> dict[str, Action]:
    """The existing actions by code, locked in the order of their keys."""
    rows = Action.objects.select_for_update(no_key=True)
    rows = rows.filter(plan=row.plan_id, code__in=[change.code for change in changes])
    return {action.code: action for action in rows.order_by("pk")}


def _refuse_too_early(row: Amendment, changes: list[AmendedAction], today: datetime.date) -> None:
    if not changes:
        raise Refused(_("This amendment changes nothing yet."))
    if row.effective_from > today:
        raise Refused(
            _("This amendment is in force from %(day)s: it is put in force on that day or later.")
            % {"day": formatting.day(row.effective_from)}
        )


def _refuse_changed(preview: AmendmentPreview, mark: str) -> None:
    if preview.changed:
        raise ChangedMeanwhile(
            _(
                "What the plan says changed in the meantime: %(codes)s. Look at the amendment again, and save its day to take that over."
            )
            % {"codes": ", ".join(preview.changed)}
        )
    if mark not in ("", preview.mark):
        raise ChangedMeanwhile(_("What this amendment touches changed in the meantime. Look at it again."))


def _refuse_decision(decision: Decision, today: datetime.date) -> None:
    if not (decision.is_none or decision.is_whole):
        raise Refused(_("Give the body, the day and the reference of the decision, or none of the three."))
    if decision.decided_on and decision.decided_on > today:
        raise Refused(_("The day of the decision lies ahead."))


def _refuse_own_confirmation(
    row: Amendment, said: list[SaidOfAction], by: User, at: datetime.datetime
) -> None:
    """Without a decision, whoever confirms it must not have worked on it, nor be employed by a lead of its actions."""
    if row.prepared_by_id == by.pk or _has_changed(row, by):
        raise Refused(_("Without a decision another coordinator confirms what you prepared."))
    employers = by.rights_on(day_of(at), row.plan).employers
    leads = Lead.objects.in_force(day_of(at)).filter(action__plan=row.plan_id)
    of_actions = leads.filter(action__code__in=[action.code for action in said], organisation__in=employers)
    lead = of_actions.select_related("organisation", "action").first()
    new = {
        action.after.led_by
        for action in said
        if action.after and (action.before is None or action.before.led_by != action.after.led_by)
    }
    bodies = Organisation.objects.filter(pk__in=employers, key__in=new)
    employer = bodies.order_by("order", "key").first()
    if lead is not None or employer is not None:
        raise Refused(
            _(
                "You work for %(organisation)s, which leads one of these actions. Without a decision somebody of another body confirms the amendment."
            )
            % {"organisation": lead.organisation if lead else employer}
        )


def _has_changed(row: Amendment, by: User) -> bool:
    """Whether, according to the trail, the person amended an action in it, or gave it its day or reason."""
    events = Event.objects.filter(plan=row.plan_id, verb=Verb.AMENDMENT_CHANGED, actor_key=by.pk)
    return events.filter(subject_label=row._meta.label_lower, subject_key=str(row.pk)).exists()


def _refuse_unknown_merge_targets(row: Amendment, changes: list[AmendedAction]) -> None:
    codes = codes_after(row)
    for change in changes:
        if change.merged_into and change.merged_into not in codes:
            raise Refused(
                _("%(code)s cannot be merged into %(into)s: choose another action that is in the plan then.")
                % {"code": change.code, "into": change.merged_into}
            )


def _refuse_lost_leads(row: Amendment, said: list[SaidOfAction]) -> None:
    """Refuse to remove an organisation that leads the action, now or from a later day on."""
    lost = {
        (action.code, part.organisation)
        for action in said
        if action.before is not None and action.after is not None
        for part in action.before.promoters
        if part.organisation != action.before.led_by or part.organisation == action.after.led_by
        if part.organisation not in [other.organisation for other in action.after.promoters]
    }
    leads = Lead.objects.not_ended_by(row.effective_from).filter(action__plan=row.plan_id)
    leads = leads.filter(action__code__in={code for code, _key in lost})
    for lead in leads.select_related("action", "organisation").order_by("action__order", "pk"):
        if (lead.action.code, lead.organisation.key) in lost:
            raise Refused(
                _("%(organisation)s leads this action, so it keeps a part in it: choose another lead first.")
                % {"organisation": lead.organisation}
            )


def _refuse_ended_bodies(row: Amendment, said: list[SaidOfAction]) -> None:
    """Refuse bodies that ended since the amendment was prepared."""
    befores = [action.before for action in said]
    known, names = known_references(row.plan, row.effective_from, *befores), names_of_bodies()
    for action in said:
        if action.after is None:
            continue
        ministers = {part.minister for part in action.after.ministers} - known.ministers
        gone = [names.minister(key) for key in sorted(ministers)]
        gone += [
            names.organisation(key) for key in action.after.taking_part if key not in known.organisations
        ]
        if gone:
            words = {"code": action.code, "body": gone[0], "day": formatting.day(row.effective_from)}
            raise Refused(
                _("Action %(code)s: %(body)s is not there on %(day)s. Choose another body.") % words
            )


def _update_reporting(
    row: Amendment,
    changes: list[AmendedAction],
    actions: dict[str, Action],
    by: User,
    at: datetime.datetime,
) -> None:
    gone = [actions[change.code].pk for change in changes if change.is_withdrawn]
    amended = [actions[change.code].pk for change in changes if not change.is_withdrawn and not change.is_new]
    words = {"number": row.number, "day": formatting.day(row.effective_from)}
    why = _("Amendment %(number)s of the plan: no longer in it from %(day)s on.") % words
    requests = _update_requests(row, amended, gone, why, by, at)
    questions = len(settle_questions_about(gone, why, by=by, at=at))
    record_amendment(
        Verb.AMENDMENT_PUT_IN_FORCE,
        row,
        by,
        at,
        contents=_contents(row, changes),
        actions=", ".join(
            f"{change.code} → {change.merged_into}" if change.merged_into else change.code
            for change in changes
        ),
        added=sum(change.is_new for change in changes),
        amended=len(amended),
        withdrawn=sum(change.is_withdrawn and not change.merged_into for change in changes),
        merged=sum(bool(change.merged_into) for change in changes),
        requests=requests,
        questions=questions,
        decision_body=row.decision_body,
        decided_on=row.decided_on,
        decision_reference=row.decision_reference,
    )


def _contents(row: Amendment, changes: list[AmendedAction]) -> dict[str, Any]:
    """The hashes of the actions and of what the round under way asks, behind both."""
    codes = [change.code for change in changes]
    actions = Action.objects.filter(plan=row.plan_id, code__in=codes).values_list("pk", flat=True)
    round = locked_round_under_way(row.plan_id)
    return contents_of_actions(actions) | (asked_in_all(round.pk) if round else {})


def _update_requests(
    row: Amendment, amended: list[int], gone: list[int], why: str, by: User, at: datetime.datetime
) -> int:
    """Excuse requests for the reason `why`, or move them to new leads and partners; returns how many were excused.

    Drafts stay readable, and what waits for review may still be reviewed.
    """
    round = locked_round_under_way(row.plan_id)
    requests = [request.pk for request in requests_no_longer_asked(gone)]
    if round is not None:
        waiting = Extension.objects.filter(request__in=requests, state=ExtensionState.ASKED)
        waiting.update(state=ExtensionState.DECLINED, answer=why, answered_by=by, answered_at=at)
        round.requests.filter(pk__in=requests).update(excuse=why, excused_by=by, excused_at=at)
        update_lead_requests(round, day_of(at), amended)
        update_partner_requests(round, day_of(at))
    return len(requests)
