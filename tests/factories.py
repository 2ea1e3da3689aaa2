"""Plain factories: one row that is valid by itself, with only what a test names changed.

Identities that a plan has once (plan, objective, minister, policy area, organisation) are fetched by their key
when they are there already.
"""

import datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory, Password

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.vague import Precision
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.codes import numbers_of, order_of
from actions.models import (
    Action,
    Indicator,
    IndicatorTerms,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from actions.states import Direction, Kind, MinisterRole, PromotionRole
from budgets.models import BudgetLine, BudgetTerms, Funding
from budgets.states import BudgetKind
from objectives.models import Objective, Plan, Theme
from objectives.states import PlanState

PASSWORD = "seven quiet herons"
SAID = ["title", "title_nl", "summary", "summary_nl", "kind"]


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ["code"]

    code = "2020-2024"
    title = "Action plan"
    addressee = "the Government of Flanders"
    coordinating_body = "Flemish Platform"
    start = datetime.date(2020, 1, 1)
    end = datetime.date(2024, 12, 31)
    state = PlanState.ENDED


def removal_by_law(plan: Plan, at: datetime.datetime) -> Event:
    """What the trail says of a removal, beside which texts of the plan may be emptied at the same instant."""
    return record(Verb.REDACTED, by=None, at=at, subject=plan, plan=plan.pk)


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective
        django_get_or_create = ["plan", "number"]

    plan = factory.SubFactory(PlanFactory)
    number = 1
    title = factory.LazyAttribute(lambda row: f"Objective number {row.number}")
    title_nl = factory.LazyAttribute(lambda row: f"Doelstelling nummer {row.number}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["objective", "order"]

    objective = factory.SubFactory(ObjectiveFactory)
    order = 1
    title = factory.LazyAttribute(lambda row: f"Theme number {row.order}")


class MinisterFactory(DjangoModelFactory):
    class Meta:
        model = Minister
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda n: f"minister_{n}")
    title = factory.LazyAttribute(lambda row: f"Minister for {row.key}")


class PolicyAreaFactory(DjangoModelFactory):
    class Meta:
        model = PolicyArea
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"AREA{n}")
    name = factory.LazyAttribute(lambda row: f"Policy area {row.code}")


class OrganisationFactory(DjangoModelFactory):
    """`policy_area=` (a row or a code) affiliates the organisation as adopted."""

    class Meta:
        model = Organisation
        django_get_or_create = ["key"]
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"organisation_{n}")
    name = factory.LazyAttribute(lambda row: f"Organisation {row.key}")

    @factory.post_generation
    def policy_area(self, create: bool, area: PolicyArea | str | None, **facts: Any) -> None:
        if area:
            row = PolicyAreaFactory(code=area) if isinstance(area, str) else area
            AffiliationFactory(organisation=self, policy_area=row)


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation
        django_get_or_create = ["organisation", "policy_area", "in_force_from"]

    organisation = factory.SubFactory(OrganisationFactory)
    policy_area = factory.SubFactory(PolicyAreaFactory)
    in_force_from = None


class ActionFactory(DjangoModelFactory):
    """An action of one phase, 2021 and 2022, or of the `phases` given as dictionaries (`[]` for none).

    `lead=` gives it a lead, who is its promoter too unless `promoter=` names another; `partners=` and `minister=`
    (the coordinating one) add the rest. `title=` and its like are what its terms say, as adopted.
    """

    class Meta:
        model = Action
        skip_postgeneration_save = True

    class Params:
        title = factory.LazyAttribute(lambda row: f"Action {row.code}")
        title_nl = summary = summary_nl = ""
        kind = Kind.UNKNOWN

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"1.{n + 1}")
    objective = factory.SubFactory(
        ObjectiveFactory,
        plan=factory.SelfAttribute("..plan"),
        number=factory.LazyAttribute(lambda row: numbers_of(row.factory_parent.code)[0]),
    )
    order = factory.LazyAttribute(lambda row: order_of(row.code))
    terms = factory.RelatedFactory(
        "tests.actions.action_factories.ActionTermsFactory",
        "action",
        **{name: factory.SelfAttribute(f"..{name}") for name in SAID},
    )

    @factory.post_generation
    def phases(self, create: bool, phases: list[dict[str, Any]] | None, **facts: Any) -> None:
        for place, phase in enumerate([{}] if phases is None else phases, start=1):
            PhaseFactory(**{"action": self, "place": place} | phase)

    @factory.post_generation
    def lead(self, create: bool, lead: Organisation | None, **facts: Any) -> None:
        if lead:
            LeadFactory(action=self, organisation=lead)

    @factory.post_generation
    def promoter(self, create: bool, promoter: Organisation | None, **facts: Any) -> None:
        promoter = promoter or Organisation.objects.filter(leads__action=self).first()
        if promoter:
            PromotionFactory(action=self, organisation=promoter)

    @factory.post_generation
    def partners(self, create: bool, partners: list[Organisation] | None, **facts: Any) -> None:
        for order, partner in enumerate(partners or [], start=2):
            PromotionFactory(action=self, organisation=partner, role=PromotionRole.PARTNER, order=order)

    @factory.post_generation
    def minister(self, create: bool, minister: Minister | None, **facts: Any) -> None:
        if minister:
            MinisterInvolvementFactory(action=self, minister=minister)


class MinisterInvolvementFactory(DjangoModelFactory):
    class Meta:
        model = MinisterInvolvement

    action = factory.SubFactory(ActionFactory)
    minister = factory.SubFactory(MinisterFactory)
    role = MinisterRole.COORDINATING
    order = 1


class PromotionFactory(DjangoModelFactory):
    class Meta:
        model = Promotion

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = PromotionRole.PROMOTER
    order = 1


class LeadFactory(DjangoModelFactory):
    class Meta:
        model = Lead

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class PhaseFactory(DjangoModelFactory):
    """Both days are included; an empty day has no precision."""

    class Meta:
        model = Phase

    action = factory.SubFactory(ActionFactory, phases=[])
    place = 1
    start = datetime.date(2021, 1, 1)
    start_precision = factory.LazyAttribute(lambda row: Precision.DAY if row.start else "")
    end = datetime.date(2022, 12, 31)
    end_precision = factory.LazyAttribute(lambda row: Precision.DAY if row.end else "")


class MilestoneFactory(DjangoModelFactory):
    """A milestone with its terms: `terms__due=`, `terms__recurrence=`; `terms=None` for none."""

    class Meta:
        model = Milestone
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    key = factory.Sequence(lambda n: f"milestone_{n}")
    order = factory.Sequence(lambda n: n + 1)
    terms = factory.RelatedFactory("tests.factories.MilestoneTermsFactory", factory_related_name="milestone")


class MilestoneTermsFactory(DjangoModelFactory):
    class Meta:
        model = MilestoneTerms

    milestone = factory.SubFactory(MilestoneFactory, terms=None)
    title = factory.LazyAttribute(lambda row: f"Milestone {row.milestone.key}")
    due = factory.LazyAttribute(lambda row: None if row.recurrence else datetime.date(2022, 6, 30))
    due_precision = factory.LazyAttribute(lambda row: Precision.DAY if row.due else "")
    recurrence = ""


class IndicatorFactory(DjangoModelFactory):
    """An indicator with its terms, from 10 at the end of 2020 to 40 in 2022 and 60 in 2024: `terms__scope=`."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    key = factory.Sequence(lambda n: f"indicator_{n}")
    order = factory.Sequence(lambda n: n + 1)
    terms = factory.RelatedFactory("tests.factories.IndicatorTermsFactory", factory_related_name="indicator")


class IndicatorTermsFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorTerms

    indicator = factory.SubFactory(IndicatorFactory, terms=None)
    name = factory.LazyAttribute(lambda row: f"Sample share {row.indicator.key}")
    unit = "%"
    direction = Direction.UP
    baseline = 10
    baseline_on = datetime.date(2020, 12, 31)
    targets = factory.LazyFunction(lambda: [{"year": 2022, "value": "40"}, {"year": 2024, "value": "60"}])


class BudgetLineFactory(DjangoModelFactory):
    """A line with its terms, 10,000 euro in total: `terms__amount=`, `terms__kind=`; `terms=None` for none."""

    class Meta:
        model = BudgetLine
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    place = factory.LazyAttribute(lambda row: row.action.budget_lines.count() + 1)
    terms = factory.RelatedFactory("tests.factories.BudgetTermsFactory", factory_related_name="line")


class BudgetTermsFactory(DjangoModelFactory):
    class Meta:
        model = BudgetTerms

    line = factory.SubFactory(BudgetLineFactory, terms=None)
    kind = BudgetKind.AMOUNT
    label = factory.LazyAttribute(lambda row: f"Line {row.line.place}")
    amount = factory.LazyAttribute(lambda row: Decimal("10000.00") if row.kind == BudgetKind.AMOUNT else None)


class FundingFactory(DjangoModelFactory):
    """All of a line, by an organisation; `source=` names somebody outside the portal instead."""

    class Meta:
        model = Funding

    terms = factory.SubFactory(BudgetTermsFactory)
    order = 1
    source = ""
    organisation = factory.Maybe("source", None, factory.SubFactory(OrganisationFactory))
    percent = Decimal("100.00")


class UserFactory(DjangoModelFactory):
    """A person who signs in with `PASSWORD`."""

    class Meta:
        model = User
        django_get_or_create = ["username"]

    username = factory.Sequence(lambda n: f"person_{n}")
    name = factory.LazyAttribute(lambda row: row.username.replace("_", " ").capitalize())
    email = factory.LazyAttribute(lambda row: f"{row.username}@example.org")
    password = Password(PASSWORD)
    language = "en"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.READER
    in_force_from = datetime.date(2020, 1, 1)
