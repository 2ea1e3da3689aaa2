"""A plan in preparation and an uploaded file are discarded: what is kept of them goes, the trail stays and says who did it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from actionplan.accounts.invitations import invite
from actionplan.accounts.models import User
from actionplan.accounts.workflow import begin_membership
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.plan_document.discarding import discard_file, discard_plan
from actionplan.plan_document.importing import NO_DECISIONS
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import read_plan_document, read_plan_file
from actionplan.plan_document.plan_files import commit_in_steps, keep_file
from actionplan.reports.workflow import save_draft
from actionplan.rounds.life import RoundFacts, prepare_round
from actions.models import Amendment
from objectives.models import PLAN_NAME_FIELDS, Plan
from objectives.workflow import name_plan, put_in_force
from tests.database_state import tables
from tests.factories import ActionFactory, MembershipFactory
from tests.people.people_factories import InvitationFactory
from tests.personas import SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory, MilestoneProposalFactory, QuestionFactory
from tests.reporting_factories import RequestFactory, RoundFactory, drafted, noon, where_it_stands
from tests.sent_forms import form_to, new_token, send

from .test_importing import Document, commit, upload

pytestmark = pytest.mark.django_db
AT = noon(2025, 3, 1)
STAYS = {
    "audit_event",
    "audit_revision",
    "audit_seal",
    "base_carriedoutform",
    "organisations_minister",
    "organisations_policyarea",
    "organisations_organisation",
    "organisations_affiliation",
}
"""The trail, and bodies, which all plans share."""


@pytest.fixture
def before(small_plan: SmallPlan, admin: Client, administrator: User) -> dict[str, str]:
    """What each table held before the plan came."""
    person("holder")
    return tables()


@pytest.fixture
def next_plan(before: dict[str, str], admin: Client, whole: Document, administrator: User) -> Plan:
    """As imported, with people and a round of its own."""
    upload(admin, whole)
    commit(admin, PlanFile.objects.get())
    plan = Plan.objects.get(code="next")
    action = plan.actions.get(code="1.1")
    lead, holder = action.leads.get().organisation, User.objects.get(username="holder")
    MembershipFactory(user=holder, role="reader", plan=plan)
    InvitationFactory(plan=plan, invited_by=administrator)
    FileHolderFactory(action=action, organisation=lead, user=holder)
    RequestFactory(round=RoundFactory(plan=plan), action=action, organisation=lead)
    return plan


@pytest.mark.full
def test_everything_of_it_goes_but_bodies_and_the_trail(
    before: dict[str, str], next_plan: Plan, administrator: User
) -> None:
    events = set(Event.objects.values_list("pk", flat=True))
    key, organisations = next_plan.pk, Organisation.objects.count()
    discard_plan(plan=next_plan, by=administrator, at=AT)
    after = tables()
    assert {name for name in before if before[name] != after[name]} <= STAYS
    assert Organisation.objects.count() == organisations
    assert events <= set(Event.objects.values_list("pk", flat=True))
    new = Event.objects.exclude(pk__in=events).filter(plan=key).order_by("pk")
    assert [event.verb for event in new] == ["membership_ended", "invitation_withdrawn", "plan_discarded"]
    event = new.get(verb="plan_discarded")
    assert event.sentence == "Administrator discarded the plan Next plan next, which was in preparation."
    assert (event.names["objectives"], event.names["actions"]) == (8, 50)
    assert event.names["files"] == ["next plan.json"]


@pytest.mark.full
def test_it_can_be_imported_anew(
    next_plan: Plan, administrator: User, admin: Client, whole: Document
) -> None:
    discard_plan(plan=next_plan, by=administrator, at=AT)
    page = admin.get(upload(admin, whole)["Location"]).content.decode()
    assert "a new plan" in page
    commit(admin, PlanFile.objects.get())
    assert Plan.objects.get(code="next").pk != next_plan.pk


def begin_draft(plan: Plan, by: User) -> Any:
    action = plan.actions.get(code="1.1")
    coordinator = person("of_next", "coordinator")
    return drafted(action, action.leads.get().organisation, coordinator, AT, on_behalf=True)


def ask(plan: Plan, by: User) -> Any:
    action = plan.actions.get(code="1.1")
    return QuestionFactory(action=action, organisation=action.leads.get().organisation, asked_by=by)


def continue_it(plan: Plan, by: User) -> Any:
    return ActionFactory(continues=plan.actions.get(code="1.1"))


def amend(plan: Plan, by: User) -> Any:
    return Amendment.objects.create(
        plan=plan, number=1, effective_from=AT.date(), reason="Sample.", prepared_at=AT
    )


REPORTED = "Something was reported, drafted, asked or proposed about it."
OBSTACLES: list[tuple[Callable[[Plan, User], Any], str]] = [
    (begin_draft, REPORTED),
    (ask, REPORTED),
    (lambda plan, by: MilestoneProposalFactory(action=plan.actions.get(code="1.1")), REPORTED),
    (lambda plan, by: RoundFactory(plan=plan, state="open"), "A round of it was opened."),
    (amend, "It has amendments."),
    (continue_it, "continues one of its actions."),
    (lambda plan, by: put_in_force(plan=plan, by=by, at=AT), "The plan is in force: only one in preparation"),
]


@pytest.mark.full
@pytest.mark.parametrize(("happens", "sentence"), OBSTACLES)
def test_what_stands_in_the_way_is_said_and_nothing_goes(
    next_plan: Plan,
    administrator: User,
    admin: Client,
    happens: Callable[[Plan, User], Any],
    sentence: str,
) -> None:
    happens(next_plan, administrator)
    before = tables()
    with pytest.raises(Refused, match=sentence):
        discard_plan(plan=next_plan, by=administrator, at=AT)
    page = admin.get(reverse("plan-discard", args=["next"])).content.decode()
    assert sentence in page
    assert "danger" not in page
    assert tables() == before


@pytest.mark.full
def test_nobody_but_an_administrator_of_the_portal_discards(next_plan: Plan) -> None:
    others = [person("a", "coordinator"), person("b", "administrator", plan=next_plan)]
    for other in others:
        for act in [
            lambda by: discard_plan(plan=next_plan, by=by, at=AT),
            lambda by: discard_file(file=PlanFile.objects.get(), by=by, at=AT),
        ]:
            with pytest.raises(PermissionDenied):
                act(other)


def test_the_page_says_what_goes_before_it_goes(next_plan: Plan, admin: Client) -> None:
    discard = reverse("plan-discard", args=["next"])
    assert discard in admin.get(reverse("plan-list")).content.decode()
    page = admin.get(discard)
    for words in [
        "8 objectives",
        "50 actions, with all that the plan says of them",
        "the round Round",
        "Holder: reader, only next",
        "the invitation of New Person",
        "the file next plan.json",
    ]:
        assert words in page.content.decode()
    name_plan(
        plan=next_plan,
        names=dict.fromkeys(PLAN_NAME_FIELDS, "Sample"),
        opened_on={name: getattr(next_plan, name) for name in PLAN_NAME_FIELDS},
        by=None,
        at=AT,
    )
    late = send(admin, page, discard)
    assert late.status_code == 409
    assert "The plan was changed since you looked" in late.content.decode()
    done = send(admin, late, discard)
    assert done.url == reverse("plan-list")
    assert not Plan.objects.filter(code="next").exists()
    assert "is discarded." in admin.get(done.url).content.decode()


@pytest.mark.full
def test_what_comes_after_it_is_gone_is_refused(next_plan: Plan, administrator: User, admin: Client) -> None:
    coordinator = person("of_next", "coordinator")
    action = next_plan.actions.get(code="1.1")
    lead, contents = action.leads.get().organisation, where_it_stands(action, action.leads.get().organisation)
    shown = admin.get(reverse("plan-put-in-force", args=["next"]))
    discard_plan(plan=next_plan, by=administrator, at=AT)
    facts = RoundFacts("2025-06", "June", *[AT.date()] * 4)
    new_invitation = InvitationFactory.build(plan=next_plan, invited_by=administrator)
    new_role = MembershipFactory.build(user=coordinator, role="reader", plan=next_plan)
    acts: list[Callable[[], Any]] = [
        lambda: prepare_round(plan=next_plan, facts=facts, by=coordinator, at=AT),
        lambda: invite(invitation=new_invitation, by=administrator, at=AT),
        lambda: begin_membership(membership=new_role, by=administrator, at=AT),
        lambda: discard_plan(plan=next_plan, by=administrator, at=AT),
        lambda: put_in_force(plan=next_plan, by=administrator, at=AT),
        lambda: save_draft(
            action=action,
            organisation=lead,
            contents=contents,
            report=None,
            opened_on=0,
            on_behalf=True,
            by=coordinator,
            at=AT,
        ),
    ]
    for act in acts:
        with pytest.raises(ChangedMeanwhile, match="This plan was discarded in the meantime"):
            act()
    assert form_to(shown, "put-in-force/")
    assert send(admin, shown, reverse("plan-put-in-force", args=["next"])).status_code == 404


# Files


@pytest.fixture
def file(administrator: User, whole: Document) -> PlanFile:
    return keep_file(name="next.json", read=read_plan_file(json.dumps(whole)), by=administrator, at=AT)


def test_a_file_that_was_not_imported_is_discarded(file: PlanFile, admin: Client) -> None:
    discard = reverse("plan-file-discard", args=[file.pk])
    assert discard in admin.get(reverse("plan-import")).content.decode()
    page = admin.get(discard)
    assert "Discard the file next.json?" in page.content.decode()
    done = send(admin, page, discard)
    assert done.url == reverse("plan-import")
    assert not PlanFile.objects.exists()
    event = Event.objects.get(verb="plan_file_discarded")
    assert event.names["sha256"] == file.sha256
    assert event.sentence == "Administrator discarded the file with a plan next.json."


@pytest.mark.full
def test_one_that_was_imported_stays_as_long_as_its_plan(next_plan: Plan, admin: Client) -> None:
    file = PlanFile.objects.get()
    page = admin.get(reverse("plan-file-discard", args=[file.pk])).content.decode()
    assert "it stays as long as the plan" in page
    answer = admin.post(reverse("plan-file-discard", args=[file.pk]), {"token": new_token()})
    assert answer.status_code == 409
    assert PlanFile.objects.exists()


def test_a_file_that_is_gone_is_not_imported(file: PlanFile, administrator: User, admin: Client) -> None:
    document = read_plan_document(file.content)
    discard_file(file=file, by=administrator, at=AT)
    steps = commit_in_steps(
        file=file, document=document, decisions=NO_DECISIONS, mark="", by=administrator, at=AT
    )
    with pytest.raises(ChangedMeanwhile, match="This file was discarded in the meantime"):
        list(steps)
    with pytest.raises(ChangedMeanwhile):
        discard_file(file=file, by=administrator, at=AT)
    assert admin.get(reverse("plan-file", args=[file.pk])).status_code == 404
