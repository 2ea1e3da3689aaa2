"""Writes of ministers, policy areas, organisations and affiliations. Nothing is deleted: a body is ended."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import days_overlap
from actionplan.base.refusals import Refused
from actionplan.base.replacing import replace

from .models import Affiliation, BodyCode, Minister, Organisation, PolicyArea, UnknownCode


def facts_of(row: Minister | PolicyArea | Organisation | BodyCode) -> dict[str, Any]:
    """The row's own columns as plain values, for before and after in the trail."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def _refuse_unless_allowed(by: Any) -> None:
    """The permission is registered in accounts; by=None (a command on the server) may do anything."""
    if by is not None and not by.has_perm("organisations.manage"):
        raise PermissionDenied


NAMES = ["title", "title_nl", "name", "name_nl", "abbreviation"]
"""The columns with names of a body, of the kinds that have them."""


@operation()
def save_body(
    *,
    row: Minister | PolicyArea | Organisation,
    by: Any,
    at: datetime.datetime,
    corrects_misprint: bool = False,
) -> None:
    """Add or change a minister, a policy area or an organisation, with before and after in the trail.

    Raises Refused where a name would be another, unless it corrects a misprint: past days show it too, and a body gets
    another name from a day on by a change of government.
    """
    _refuse_unless_allowed(by)
    model = type(row)
    was = model.objects.select_for_update().get(pk=row.pk) if row.pk else None
    before = facts_of(was) if was else {}
    row.full_clean()
    after = facts_of(row)
    is_renamed = any(before.get(name) and before[name] != after[name] for name in NAMES)
    if is_renamed and not corrects_misprint:
        raise Refused(
            _(
                "Another name would hold on past days too. A body gets another name from a day on by a change of government; here a misprint is corrected, where that is said."
            )
        )
    row.save()
    if before != after:
        record(
            Verb.BODY_NAME_CORRECTED if is_renamed else Verb.ORGANISATION_CHANGED,
            by=by,
            at=at,
            subject=row,
            organisation=row.pk if isinstance(row, Organisation) else None,
            before=before,
            after=after,
            **(_names_before(was) if was and is_renamed else {}),
        )


def _names_before(row: Minister | PolicyArea | Organisation) -> dict[str, Any]:
    """The name as it was, in both languages."""
    names: dict[str, Any] = {}
    for name, language in [("was", "en"), ("was_nl", "nl")]:
        with override(language):
            names[name] = str(row)
    return names


@operation()
def save_code(*, row: BodyCode, by: Any, at: datetime.datetime) -> None:
    """Add or change a code of a body; it leaves the list of unknown codes.

    Raises Refused if another body, or the same, has the code in those days already.
    """
    _refuse_unless_allowed(by)
    before = facts_of(BodyCode.objects.select_for_update().get(pk=row.pk)) if row.pk else {}
    others = BodyCode.objects.filter(code=row.code).exclude(pk=row.pk)
    if any(days_overlap(row, other) for other in others):
        raise Refused(_("A body has this code in those days already."))
    row.full_clean()
    row.save()
    UnknownCode.objects.filter(code=row.code).delete()
    record(
        Verb.ORGANISATION_CHANGED,
        by=by,
        at=at,
        subject=row,
        organisation=row.organisation_id,
        before=before,
        after=facts_of(row),
    )


def note_unknown_code(*, code: str, name: str, at: datetime.datetime) -> None:
    """Count a code that no body has; `name` is what the sign-in calls the body, and may be empty."""
    row, is_new = UnknownCode.objects.get_or_create(
        code=code[:40], defaults={"name": name[:200], "first_seen": at, "last_seen": at}
    )
    if not is_new:
        facts = {"name": name[:200] or row.name, "last_seen": at, "times_seen": models.F("times_seen") + 1}
        UnknownCode.objects.filter(pk=row.pk).update(**facts)


@operation()
def affiliate(
    *,
    organisation: Organisation,
    policy_area: PolicyArea | None,
    from_day: datetime.date | None,
    by: Any,
    at: datetime.datetime,
) -> Affiliation | None:
    """Move an organisation to a policy area from a day on (inclusive); None takes it out of its policy area.

    The open affiliation ends on that day. Without a day the affiliation is as adopted, which is only possible
    for an organisation that has none yet. Raises Refused if the day is before the first day of the open row,
    if the organisation was affiliated on that day or later, or if nothing would change.
    """
    _refuse_unless_allowed(by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    rows = list(organisation.affiliations.select_related("policy_area"))
    if refusal := why_not_moved(rows, policy_area, from_day):
        raise Refused(refusal)
    current = open_affiliation(rows)
    before = current.policy_area.code if current else ""
    row = write_move(rows, organisation, policy_area, from_day)
    record(
        Verb.ORGANISATION_CHANGED,
        by=by,
        at=at,
        subject=organisation,
        organisation=organisation.pk,
        before={"policy_area": before},
        after={"policy_area": policy_area.code if policy_area else "", "from": from_day},
    )
    return row


def open_affiliation(rows: Iterable[Affiliation]) -> Affiliation | None:
    """The affiliation that has not been ended, of all those of one organisation."""
    return next((row for row in rows if row.in_force_until is None), None)


def why_not_moved(
    rows: Iterable[Affiliation], policy_area: PolicyArea | None, from_day: datetime.date | None
) -> str:
    """Why an organisation with these affiliations cannot move on the day; empty if it can."""
    current = open_affiliation(rows)
    if (current.policy_area if current else None) == policy_area:
        return _("The organisation has that policy area already.")
    if current and from_day is None:
        return _("Say from which day: the organisation has a policy area already.")
    if current and current.in_force_from and from_day and from_day < current.in_force_from:
        return _("The organisation’s present affiliation began on a later day.")
    begun = Affiliation(in_force_from=from_day)
    if policy_area and any(days_overlap(begun, row) for row in rows if row is not current):
        return _("The organisation was in a policy area on that day or later.")
    return ""


def write_move(
    rows: Iterable[Affiliation],
    organisation: Organisation,
    policy_area: PolicyArea | None,
    from_day: datetime.date | None,
) -> Affiliation | None:
    """End the organisation's open affiliation and begin another; the caller has checked permissions."""
    current = open_affiliation(rows)
    values = {"organisation": organisation, "policy_area": policy_area} if policy_area else None
    return next(iter(replace(Affiliation, [(current, values)], from_day)), None)
