"""Who may read the trail, and the events of acts on a report."""

from __future__ import annotations

import datetime
from typing import Any

import rules

from actionplan.accounts.models import User
from actionplan.accounts.rules import (
    is_administrator,
    is_administrator_everywhere,
    is_auditor,
    is_auditor_everywhere,
    is_coordinator,
    is_coordinator_everywhere,
)
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.report_hashes import hashes_of_reports, hashes_of_standings
from actionplan.reporting.rules import owns_action

rules.add_perm("audit.read_trail_of_action", owns_action | is_coordinator | is_auditor | is_administrator)
rules.add_perm(
    "audit.read_trail", is_coordinator_everywhere | is_auditor_everywhere | is_administrator_everywhere
)
rules.add_perm("portal.manage_mail", is_administrator_everywhere)


def record_act(
    verb: Verb,
    report: ProgressReport,
    by: User,
    at: datetime.datetime,
    *,
    with_rows: bool = False,
    contents: dict[str, Any] | None = None,
) -> None:
    """Record an act on a report, after it: who, which version, which organisation; of its contents only hashes, those of
    its rows too where the act may have changed them. `contents` has the hashes of what else it changed.
    """
    row = ProgressReport.objects.filter(pk=report.pk)
    hashes = hashes_of_reports(row, with_rows=with_rows)[report.pk]
    standings = hashes_of_standings(Standing.objects.filter(action=report.action_id))
    record(
        verb,
        by=by,
        at=at,
        subject=report,
        plan=report.action.plan_id,
        action=report.action_id,
        version=report.version,
        contents=hashes | {"standings": standings.get(report.action_id, "")} | (contents or {}),
        **of_organisation(report.organisation),
    )


def of_organisation(organisation: Organisation | None) -> dict[str, Any]:
    """The organisation of an event: its key, and its names at the time."""
    if organisation is None:
        return {"organisation_name": "", "organisation_name_nl": ""}
    return of_body(organisation)


def of_body(body: Organisation | Minister) -> dict[str, Any]:
    """The same of a minister, whose key stands nowhere."""
    if isinstance(body, Minister):
        return {"organisation_name": body.title, "organisation_name_nl": body.title_nl}
    names = {"organisation_name": body.name, "organisation_name_nl": body.name_nl}
    return {"organisation": body.pk, **names}
