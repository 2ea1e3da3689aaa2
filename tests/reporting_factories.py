"""Reports for tests: drafted and reviewed through the real operations, and bare rows for what operations refuse."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import factory
from factory.django import DjangoModelFactory

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.canonical import new_salt
from actionplan.base.days import BRUSSELS, day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import (
    CorrectedFact,
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    Request,
    Round,
    Standing,
)
from actionplan.reporting.report_fields import empty_fields
from actionplan.reporting.rules import submits_for_its_organisation
from actionplan.reporting.standings import begin_reported, current_standing
from actionplan.reporting.states import Basis, Confidence, ReportKind, ReportState, RequestRole, Status
from actionplan.reporting.trail import record_act
from actionplan.reports.contents import (
    Contents,
    CorrectedRow,
    ExpenditureRow,
    MeasurementRow,
    MilestoneRow,
    contents_of,
    store,
)
from actionplan.reports.questions import ToAsk
from actionplan.reports.reviewing import accept
from actionplan.reports.workflow import kind_for, save_draft, submit
from actions.models import Action
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    IndicatorFactory,
    MilestoneFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
)

Rows = Iterable[ExpenditureRow] | None
MilestoneRows = Iterable[MilestoneRow] | None
MeasurementRows = Iterable[MeasurementRow] | None
By = tuple[Organisation, User]
"""Who reports, as `drafted` and `hand_in` want it: `by_lead` and `by_partner` are fixtures of `tests.sheet.asked_sheet`."""


def noon(year: int, month: int, day: int) -> datetime.datetime:
    """Noon in Brussels."""
    return datetime.datetime(year, month, day, 12, tzinfo=BRUSSELS)


def lead_contents(*, expenditures: Rows = None, milestones: MilestoneRows = None, **fields: Any) -> Contents:
    """A lead's contents, ongoing and on track, with only what a test names changed."""
    said = empty_fields() | {"status": Status.ONGOING, "confidence": Confidence.ON_TRACK} | fields
    return Contents(said, tuple(expenditures or ()), tuple(milestones or ()))


def where_it_stands(action: Action, organisation: Organisation) -> Contents:
    """What a new draft starts from: the rows of the organisation's standing, every milestone open before that."""
    standing = current_standing(action.pk, organisation.pk, Basis.REPORTED)
    if standing:
        return contents_of(standing.report).without_once_fields()
    return Contents(milestones=tuple(MilestoneRow(milestone.pk) for milestone in action.milestones.all()))


def drafted(
    action: Action,
    organisation: Organisation,
    by: User,
    at: datetime.datetime,
    *,
    expenditures: Rows = None,
    milestones: MilestoneRows = None,
    measurements: MeasurementRows = None,
    corrected: Iterable[CorrectedRow] = (),
    on_behalf: bool = False,
    **fields: Any,
) -> ProgressReport:
    """The organisation's draft on the action, begun or saved over; rows that are not given stay as they stand."""
    open_draft = ProgressReport.objects.of(action, organisation).drafts().first()
    start = contents_of(open_draft) if open_draft else where_it_stands(action, organisation)
    if kind_for(action, organisation, day_of(at)) == ReportKind.LEAD:
        said = {"status": Status.ONGOING, "confidence": Confidence.ON_TRACK}
    else:
        said = {"done": "Sample: what the partner did."}
    contents = replace(
        start,
        fields=start.fields | said | fields,
        expenditures=start.expenditures if expenditures is None else tuple(expenditures),
        milestones=start.milestones if milestones is None else tuple(milestones),
        measurements=start.measurements if measurements is None else tuple(measurements),
        corrected=tuple(corrected),
    )
    return save_draft(
        action=action,
        organisation=organisation,
        contents=contents,
        report=open_draft.pk if open_draft else None,
        opened_on=open_draft.revision if open_draft else 0,
        by=by,
        at=at,
        on_behalf=on_behalf,
    )


def hand_in(
    action: Action, organisation: Organisation, by: User, at: datetime.datetime, **said: Any
) -> ProgressReport:
    """A submitted report as `submit` leaves it, without its checks, which read all that is known of the action.

    `said` is that of `drafted`.
    """
    report = drafted(action, organisation, by, at, **said)
    store(report, contents_of(report).without_meaningless_values())
    report.state, report.submitted_by, report.submitted_at = ReportState.SUBMITTED, by, at
    report.on_behalf, report.salt = not submits_for_its_organisation(by, report), new_salt()
    with operation():
        report.save()
        begin_reported(report, at)
        verb = Verb.SUBMITTED_ON_BEHALF if report.on_behalf else Verb.SUBMITTED
        record_act(verb, report, by, at, with_rows=True)
    return report


def draft_and_submit(
    action: Action, organisation: Organisation, by: User, at: datetime.datetime, **said: Any
) -> ProgressReport:
    """The same through the real operation, with what it refuses."""
    draft = drafted(action, organisation, by, at, **said)
    return submit(report=draft, opened_on=draft.revision, by=by, at=at)


def asked_of(body: Organisation | Minister, text: str = "Sample ask.") -> ToAsk:
    return ToAsk(text, body, datetime.date(2099, 1, 31))


def accepted_report(
    action: Action,
    organisation: Organisation,
    by: User,
    at: datetime.datetime,
    *,
    reviewer: User,
    verdict: str | None = None,
    reviewed_at: datetime.datetime | None = None,
    remark: str = "",
    **said: Any,
) -> ProgressReport:
    """An accepted report, reviewed an hour after it was submitted unless the test says when, as on track where it
    takes a verdict and none is named.

    With “off track” its lead is asked something, as the verdict needs.
    """
    report = hand_in(action, organisation, by, at, **said)
    return accept(
        report=report,
        verdict=Confidence.ON_TRACK if verdict is None else verdict,
        remark=remark,
        to_ask=asked_of(organisation) if verdict == Confidence.OFF_TRACK else None,
        by=reviewer,
        at=reviewed_at or at + datetime.timedelta(hours=1),
    )


class ReportFactory(DjangoModelFactory):
    """A bare row, by default an empty draft of the lead. `submitted=True` and `accepted=True` fill what they need."""

    class Meta:
        model = ProgressReport

    class Params:
        submitted = factory.Trait(
            state=ReportState.SUBMITTED,
            status=Status.ONGOING,
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=noon(2022, 3, 1),
        )
        accepted = factory.Trait(
            submitted=True,
            state=ReportState.ACCEPTED,
            reviewed_by=factory.SubFactory(UserFactory),
            reviewed_at=noon(2022, 3, 2),
            verdict=Confidence.ON_TRACK,
        )
        returned = factory.Trait(
            submitted=True,
            state=ReportState.RETURNED,
            reviewed_by=factory.SubFactory(UserFactory),
            reviewed_at=noon(2022, 3, 2),
            remark="Sample: please say more.",
        )
        taken_back = factory.Trait(
            submitted=True,
            state=ReportState.TAKEN_BACK,
            taken_back_by=factory.SubFactory(UserFactory),
            taken_back_at=noon(2022, 3, 2),
        )

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = ReportKind.LEAD
    state = ReportState.DRAFT
    saved_at = noon(2022, 3, 1)


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = Standing

    report = factory.SubFactory(ReportFactory, submitted=True)
    action = factory.SelfAttribute("report.action")
    organisation = factory.SelfAttribute("report.organisation")
    basis = Basis.REPORTED
    as_lead = True
    since = noon(2022, 3, 1)


class ExpenditureFactory(DjangoModelFactory):
    class Meta:
        model = Expenditure

    report = factory.SubFactory(ReportFactory)
    line = factory.SubFactory(BudgetLineFactory, action=factory.SelfAttribute("..report.action"))
    year = 2022


class ReportedMilestoneFactory(DjangoModelFactory):
    class Meta:
        model = ReportedMilestone

    report = factory.SubFactory(ReportFactory)
    milestone = factory.SubFactory(MilestoneFactory, action=factory.SelfAttribute("..report.action"))


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    report = factory.SubFactory(ReportFactory)
    indicator = factory.LazyAttribute(lambda row: IndicatorFactory(action=row.report.action))
    day = datetime.date(2022, 6, 30)
    value = 30


class CorrectedFactFactory(DjangoModelFactory):
    class Meta:
        model = CorrectedFact

    report = factory.SubFactory(ReportFactory)
    kind = "paid"
    line = factory.LazyAttribute(
        lambda row: BudgetLineFactory(action=row.report.action) if row.kind in ("paid", "committed") else None
    )
    year = factory.LazyAttribute(lambda row: 2022 if row.line else None)
    milestone = factory.LazyAttribute(
        lambda row: MilestoneFactory(action=row.report.action) if row.kind == "milestone" else None
    )
    indicator = factory.LazyAttribute(
        lambda row: IndicatorFactory(action=row.report.action) if row.kind == "measurement" else None
    )


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"{2000 + n}-06")
    name = factory.LazyAttribute(lambda row: f"Round {row.code}")
    about = datetime.date(2022, 6, 30)
    opens = datetime.date(2022, 7, 1)
    due = datetime.date(2022, 7, 31)
    closes = datetime.date(2022, 8, 31)
    opened_at = factory.LazyAttribute(lambda row: None if row.state == "draft" else noon(2022, 7, 1))
    closed_at = factory.LazyAttribute(lambda row: noon(2022, 9, 1) if row.state == "closed" else None)
    state = "draft"


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    round = factory.SubFactory(RoundFactory)
    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = RequestRole.LEAD
