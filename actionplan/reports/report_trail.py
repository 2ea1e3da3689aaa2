"""Events about reports name the report, its version and the act."""

from __future__ import annotations

import datetime

from actionplan.accounts.models import User
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport


def record_act(verb: Verb, report: ProgressReport, by: User, at: datetime.datetime) -> None:
    """Leave the event of an act on a report: who, which version, whose; never its contents."""
    record(
        verb,
        by=by,
        at=at,
        subject=report,
        plan=report.action.plan_id,
        action=report.action_id,
        organisation=report.organisation_id,
        version=report.version,
        organisation_name=report.organisation.name,
        organisation_name_nl=report.organisation.name_nl,
    )
