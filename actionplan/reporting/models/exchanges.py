"""Exchanges between Platform and organisations: questions, file holders, proposed milestones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import by_and_at, person
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.querysets import AskedQuerySet, ProposalQuerySet, QuestionQuerySet
from actionplan.reporting.states import AskedEnd, ProposalState
from actions.models import Action, Milestone
from actions.schedule import MilestoneWords, milestone_constraints

from .reports import ProgressReport
from .rounds import Round


class Question(models.Model):
    """A question of the Platform to an organisation about an action, in or between rounds, with a deadline.

    It is shown at the top of the organisation's next report. It can only be closed, not changed.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="questions", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="questions", verbose_name=_("asked of")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("round")
    )
    report = models.ForeignKey(
        ProgressReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("report with which it was asked"),
    )
    text = models.TextField(_("question"))
    answer_by = models.DateField(_("answer by"), null=True, blank=True, help_text=_("The last day."))
    asked_by = person(_("asked by"), "questions_asked", required=True)
    asked_at = models.DateTimeField(_("asked at"))
    closed_by = person(_("closed by"), "questions_closed")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["action", "asked_at", "pk"]
        constraints = [
            by_and_at("question", "closed"),
            models.CheckConstraint(
                name="question_says_something", condition=~Q(text="") | Q(redacted_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "closed_at"], name="question_of_organisation")]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.organisation}"


class Answer(models.Model):
    """A message in the thread of a question, from the organisation that was asked or from the Platform."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("organisation"),
        help_text=_("Empty: the Platform."),
    )
    text = models.TextField(_("answer"))
    by = person(_("answered by"), "answers_given", required=True)
    at = models.DateTimeField(_("answered at"))
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_says_something", condition=~Q(text="") | Q(redacted_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.organisation or ''})"


class Asked(models.Model):
    """What the Platform asks with a verdict, of one organisation or one minister, and by when.

    It ends by the Platform's word, with a better verdict on the action, or when that is accepted as completed or
    stopped or leaves the plan, and is never changed.
    """

    report = models.OneToOneField(
        ProgressReport,
        models.PROTECT,
        primary_key=True,
        related_name="asked",
        verbose_name=_("report that was accepted with it"),
    )
    action = models.ForeignKey(Action, models.PROTECT, related_name="asked", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name=_("asked of the organisation"),
    )
    minister = models.ForeignKey(
        Minister,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name=_("asked of the minister"),
    )
    text = models.TextField(_("what is asked"))
    due = models.DateField(_("by when"), help_text=_("The last day."))
    asked_by = person(_("asked by"), "asked_with_verdicts", required=True)
    asked_at = models.DateTimeField(_("asked at"))
    ended_by = person(_("ended by"), "asked_ended")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_how = models.CharField(_("how it ended"), max_length=15, choices=AskedEnd.choices, blank=True)
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("what is asked")
        verbose_name_plural = _("what is asked")
        ordering = ["action", "due", "pk"]
        constraints = [
            by_and_at("asked", "ended"),
            models.CheckConstraint(
                name="asked_ended_how",
                condition=Q(ended_at=None, ended_how="")
                | Q(ended_at__isnull=False, ended_how__in=AskedEnd.values, ended_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="asked_of_an_organisation_or_a_minister",
                condition=Q(organisation=None, minister__isnull=False)
                | Q(organisation__isnull=False, minister=None),
            ),
            models.CheckConstraint(
                name="asked_says_something", condition=~Q(text="") | Q(redacted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.of_whom}"

    @property
    def of_whom(self) -> Organisation | Minister:
        return self.organisation or self.minister  # type: ignore[return-value]  # one of both: a constraint


class FileHolder(models.Model):
    """The person who writes an organisation's reports on an action; the deputy writes in their absence."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="file_holders", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="file_holders", verbose_name=_("organisation")
    )
    user = person(_("file holder"), "files_held", required=True)
    deputy = models.BooleanField(_("deputy"), default=False)

    class Meta:
        verbose_name = _("file holder")
        verbose_name_plural = _("file holders")
        ordering = ["action", "organisation", "deputy"]
        constraints = [
            models.UniqueConstraint(fields=["action", "organisation", "deputy"], name="file_holder_one_each"),
            models.UniqueConstraint(fields=["action", "organisation", "user"], name="file_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.organisation}: {self.user}"


class MilestoneProposal(MilestoneWords):
    """A milestone proposed by the lead, to which the Platform agrees or not; it is not printed."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="milestone_proposals", verbose_name=_("action")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="milestone_proposals", verbose_name=_("organisation")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    proposed_by = person(_("proposed by"), "milestones_proposed", required=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    answered_by = person(_("answered by"), "milestones_answered")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    milestone = models.OneToOneField(
        Milestone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("milestone"),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed milestone")
        verbose_name_plural = _("proposed milestones")
        ordering = ["action", "proposed_at", "pk"]
        constraints = [
            *milestone_constraints("milestone_proposal"),
            models.CheckConstraint(
                name="milestone_proposal_state_known", condition=Q(state__in=ProposalState.values)
            ),
            models.CheckConstraint(
                name="milestone_proposal_answered_by_and_at",
                condition=Q(state=ProposalState.PROPOSED, answered_by=None, answered_at=None)
                | (
                    ~Q(state=ProposalState.PROPOSED) & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="milestone_proposal_agreed_has_milestone",
                condition=Q(state=ProposalState.AGREED, milestone__isnull=False)
                | (~Q(state=ProposalState.AGREED) & Q(milestone=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.local_title
