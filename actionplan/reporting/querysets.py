"""Querysets of reports, standings, rounds, questions, proposals, Platform texts and snapshots."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from actionplan.base.days import start_of_year

from .states import PENDING, UNDER_WAY, Basis, PlatformPart, ProposalState, ReportState, RoundState


def holds_at_q(at: datetime.datetime) -> Q:
    """The condition that a standing holds at an instant: since inclusive, until exclusive."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


class ReportQuerySet(models.QuerySet):
    def drafts(self) -> Self:
        return self.filter(state=ReportState.DRAFT)

    def pending(self) -> Self:
        """Drafts, and reports waiting for review."""
        return self.filter(state__in=PENDING)

    def handed_in(self) -> Self:
        """Reports that were submitted, whatever their state now."""
        return self.exclude(state=ReportState.DRAFT)

    def waiting_for_review(self) -> Self:
        """Submitted and not yet reviewed, oldest first."""
        return self.filter(state=ReportState.SUBMITTED).order_by("submitted_at", "pk")

    def hanging(self) -> Self:
        """Returned and not submitted again, in a round under way or between rounds."""
        newer = (
            apps.get_model("reporting", "ProgressReport")
            .objects.handed_in()
            .of(OuterRef("action"), OuterRef("organisation"))
            .exclude(state=ReportState.TAKEN_BACK)
            .filter(submitted_at__gt=OuterRef("submitted_at"))
        )
        answerable = Q(round__isnull=True) | Q(round__state__in=UNDER_WAY)
        return self.filter(answerable, ~Exists(newer), state=ReportState.RETURNED)

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)

    def newest_first(self) -> Self:
        """Newest first, drafts before submitted reports."""
        return self.order_by(F("submitted_at").desc(nulls_first=True), "-pk")

    def with_previous(self) -> Self:
        """Annotate `previous_key`: the report that counted on the reported basis when this one was submitted.

        For a draft, the one that counts now; None if there was none.
        """
        standings = apps.get_model("reporting", "Standing").objects.on_basis(Basis.REPORTED)
        of_pair = standings.filter(action=OuterRef("action"), organisation=OuterRef("organisation"))
        own = standings.filter(report=OuterRef("pk")).order_by("pk")
        earlier = of_pair.filter(pk__lt=OuterRef("first_standing")).order_by("-pk")
        return self.annotate(first_standing=Subquery(own.values("pk")[:1])).annotate(
            previous_key=Case(
                When(state=ReportState.DRAFT, then=Subquery(of_pair.open().values("report")[:1])),
                default=Subquery(earlier.values("report")[:1]),
            )
        )


class EvidenceQuerySet(models.QuerySet):
    def not_redacted(self) -> Self:
        return self.filter(redacted_at=None)

    def files(self) -> Self:
        """Those whose file is kept."""
        return self.not_redacted().exclude(sha256="")

    def handed_in(self, plan: Any) -> Self:
        """Of reports of the plan that were submitted, whatever their state now, in the order of the plan."""
        rows = self.filter(report__action__plan=plan).exclude(report__state=ReportState.DRAFT)
        return rows.order_by("report__action__order", "report", "pk")


class ExpenditureQuerySet(models.QuerySet):
    def with_before(self, basis: str) -> Self:
        """Annotate the amounts of the organisation's previous report on the basis, for the same line and
        year.

        `report_before` is its key, None if there was none; `committed_before`, `paid_before` and
        `forecast_before` are in euro.
        """
        standings = apps.get_model("reporting", "Standing").objects.on_basis(basis)
        own = standings.filter(report=OuterRef("report")).order_by("pk")
        earlier = standings.filter(
            action=OuterRef("report__action"),
            organisation=OuterRef("report__organisation"),
            pk__lt=OuterRef("first_standing"),
        ).order_by("-pk")
        earlier_rows = apps.get_model("reporting", "Expenditure").objects.filter(
            report=OuterRef("report_before"), line=OuterRef("line"), year=OuterRef("year")
        )
        return self.annotate(
            first_standing=Subquery(own.values("pk")[:1]),
            report_before=Subquery(earlier.values("report")[:1]),
            **{
                f"{name}_before": Subquery(earlier_rows.values(name)[:1])
                for name in ["committed", "paid", "forecast"]
            },
        )


class StandingQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def at(self, instant: datetime.datetime) -> Self:
        return self.filter(holds_at_q(instant))

    def on_basis(self, basis: str) -> Self:
        return self.filter(basis=basis)

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)


class RoundQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str) -> Any:
        return self.get(plan__code=plan, code=code)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("about", "pk")

    def under_way(self) -> Self:
        """Open, in review or in validation; at most one round of a plan is."""
        return self.filter(state__in=UNDER_WAY)

    def closed(self) -> Self:
        return self.filter(state=RoundState.CLOSED)

    def shown_to_everybody(self) -> Self:
        """Rounds that were opened; only coordinators see one in preparation."""
        return self.exclude(state=RoundState.DRAFT)


# Questions


class QuestionQuerySet(models.QuerySet):
    def of_action(self, action: Any) -> Self:
        return self.filter(action=action)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(action__plan=plan)

    def open(self) -> Self:
        """Questions that are not settled."""
        return self.filter(settled_at__isnull=True)

    def with_last_message(self) -> Self:
        """Annotate `last_key`, `last_at` and `last_text` of the last message behind the question, None if there is none, and
        `is_answered`: whether that is of whoever was asked.
        """
        messages = apps.get_model("reporting", "Answer").objects.filter(question=OuterRef("pk"))
        last = messages.order_by("-at", "-pk")
        spoke = Coalesce("organisation", "minister")
        return self.annotate(
            last_key=Subquery(last.values("pk")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_text=Subquery(last.values("text")[:1]),
            last_of=Subquery(last.annotate(spoke=spoke).values("spoke")[:1]),
        ).annotate(is_answered=Case(When(last_of__isnull=False, then=True), default=False))

    def waiting(self) -> Self:
        """Open questions with the last message from the Platform."""
        return self.open().with_last_message().filter(is_answered=False)

    def answered(self) -> Self:
        """Open questions with the last message from whoever was asked: the Platform judges whether that settles them."""
        return self.open().with_last_message().filter(is_answered=True)

    def by_term(self) -> Self:
        """Earliest last day first, questions without one last."""
        return self.order_by(F("due").asc(nulls_last=True), "asked_at", "pk")

    def known_at(self, at: datetime.datetime) -> Self:
        return self.filter(asked_at__lte=at)

    def with_thread(self, at: datetime.datetime) -> Self:
        """With who asked, was asked and settled it, and its answers known at the instant: two queries."""
        answers = apps.get_model("reporting", "Answer").objects.filter(at__lte=at).order_by("at", "pk")
        answers = answers.select_related("organisation", "minister", "by")
        people = ["organisation", "minister", "asked_by", "settled_by", "round", "report"]
        return self.select_related(*people).prefetch_related(Prefetch("answers", answers))

    def with_messages(self) -> Self:
        """A row per message, or a single row for a question without messages.

        Annotates `message_at`, `message_of` and `message_of_minister` (keys; both None: the Platform).
        """
        return self.annotate(
            message_at=F("answers__at"),
            message_of=F("answers__organisation"),
            message_of_minister=F("answers__minister"),
        ).order_by("asked_at", "pk", "answers__at", "answers__pk")


class MinisterAnswerQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Answers on the version that stands, not on the one before."""
        return self.filter(superseded_at__isnull=True)

    def to_treat(self) -> Self:
        """Remarks of which the Platform did not say yet what it did with them, also on the version before; reopening the
        request says so.
        """
        return self.filter(objects_to_it=True, treatment__isnull=True, reopening__isnull=True)


# Proposed milestones


class ProposalQuerySet(models.QuerySet):
    def of_plan(self, plan: Any) -> Self:
        return self.filter(action__plan=plan)

    def waiting(self) -> Self:
        """Not yet agreed to, declined or withdrawn, oldest first."""
        return self.filter(state=ProposalState.PROPOSED).order_by("proposed_at", "pk")

    def answered(self) -> Self:
        """Agreed to, declined or withdrawn, newest answer first."""
        return self.exclude(state=ProposalState.PROPOSED).order_by("-answered_at", "-pk")

    def counting_in(self, year: int) -> Self:
        """Proposed in the calendar year, in Brussels, and not declined or withdrawn since."""
        return self.filter(
            state__in=[ProposalState.PROPOSED, ProposalState.AGREED],
            proposed_at__gte=start_of_year(year),
            proposed_at__lt=start_of_year(year + 1),
        )


# The Platform's texts


if TYPE_CHECKING:
    from .models import Round


class PlatformTextQuerySet(models.QuerySet):
    def of_round(self, round: Round) -> Self:
        return self.filter(round=round)

    def of_plan(self, plan: int) -> Self:
        return self.filter(round__plan=plan)

    def newest(self) -> Self:
        """The last version of each text of each round."""
        later = self.model._default_manager.filter(
            round=OuterRef("round"), part=OuterRef("part"), version__gt=OuterRef("version")
        )
        same = Q(objective=OuterRef("objective")) | ~Q(part=PlatformPart.OBJECTIVE)
        return self.exclude(Exists(later.filter(same)))

    def with_words(self) -> Self:
        return self.exclude(text="", text_nl="")

    def in_reading_order(self) -> Self:
        """Introduction, objectives by number, conclusion; versions of a text in order."""
        first = models.Case(
            *(models.When(part=part, then=models.Value(place)) for place, part in enumerate(PlatformPart)),
        )
        number = F("objective__number").asc(nulls_first=True)
        return self.order_by(first, number, "version", "pk")


class RecommendationQuerySet(models.QuerySet):
    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan)

    def at(self, instant: datetime.datetime) -> Self:
        """Each recommendation as it was at the instant, in the order of their numbers."""
        known = self.filter(written_at__lte=instant)
        later = known.filter(
            plan=OuterRef("plan"), number=OuterRef("number"), version__gt=OuterRef("version")
        )
        return known.exclude(Exists(later)).order_by("number", "pk")

    def about_action(self, action: Any) -> Self:
        """About the action, or the objective that it is under."""
        about = Q(subjects__action=action) | Q(subjects__objective__actions=action)
        return self.filter(about).distinct()

    def about_objective(self, number: int) -> Self:
        """About the objective with this number of their plan, or an action under it."""
        about = Q(subjects__objective__number=number) | Q(subjects__action__objective__number=number)
        return self.filter(about).distinct()

    def with_subjects(self) -> Self:
        """With what they are about and who follows them up: two queries."""
        subject = apps.get_model("reporting", "RecommendationSubject")
        subjects = Prefetch("subjects", subject.objects.select_related("objective", "action"))
        return self.select_related("followed_up_by", "written_by").prefetch_related(subjects)


class SentDocumentQuerySet(models.QuerySet):
    def of_round(self, round: Round) -> Self:
        """In the order in which they were sent, including withdrawn records; without the bytes of the files."""
        rows = self.filter(round=round).select_related("minister", "recorded_by", "withdrawn_by")
        has_file = ExpressionWrapper(Q(content__isnull=False), output_field=models.BooleanField())
        return rows.annotate(has_file=has_file).defer("content").order_by("sent_on", "pk")

    def with_a_file(self) -> Self:
        return self.filter(content__isnull=False).defer("content")


# Snapshots and their texts


class SnapshotQuerySet(models.QuerySet):
    def of_plan(self, plan: Any) -> Self:
        return self.filter(closing__round__plan=plan)

    def in_order(self) -> Self:
        """By plan, oldest round first, closings of a round in order."""
        return self.order_by(
            "closing__round__plan__code", "closing__round__about", "closing__round", "closing__number"
        )

    def of_round(self, round: Any) -> Self:
        """The round's snapshots, newest closing first."""
        return self.filter(closing__round=round).order_by("-closing__number")

    def before(self, round: Any, at: datetime.datetime) -> Self:
        """Snapshots of earlier rounds taken by the instant: the last round's newest closing first.

        It makes no difference whether those rounds were reopened since.
        """
        about, key = "closing__round__about", "closing__round"
        earlier = Q(**{f"{about}__lt": round.about}) | Q(**{about: round.about, f"{key}__lt": round.pk})
        rows = self.of_plan(round.plan_id).filter(earlier, taken_at__lte=at)
        return rows.order_by(f"-{about}", f"-{key}", "-closing__number")


class SnapshotTextQuerySet(models.QuerySet):
    def about(self, of: str, *keys: int) -> Self:
        """The texts of these reports, questions or other rows (`of` says which), in all snapshots."""
        return self.filter(of=of, of_key__in=keys)

    def not_redacted(self) -> Self:
        return self.filter(redacted_at__isnull=True)
