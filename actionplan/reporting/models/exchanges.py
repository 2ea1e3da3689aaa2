"""Exchanges between Platform, organisations and ministers' offices: questions, file holders, proposed milestones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.canonical import new_salt
from actionplan.base.people import by_and_at, person
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.querysets import ProposalQuerySet, QuestionQuerySet
from actionplan.reporting.states import ProposalState, Settlement
from actions.models import Action, Milestone
from actions.schedule import MilestoneWords, milestone_constraints

from .reports import ProgressReport
from .rounds import Round


def salt_of_texts() -> models.CharField:
    return models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        default=new_salt,
        editable=False,
        help_text=_("Goes into the hash of its texts in the trail."),
    )


OF_ONE_BODY = Q(organisation=None, minister__isnull=False) | Q(organisation__isnull=False, minister=None)


class Question(models.Model):
    """A question of the Platform to one organisation or one minister about an action, in or between rounds, with or
    without a verdict. It can only be settled, not changed.

    It and its answers are read by everybody who may read words about the action; or by the action's organisations, the
    Platform and the minister's office that is asked.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="questions", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("asked of the organisation"),
    )
    minister = models.ForeignKey(
        Minister,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("asked of the minister"),
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
        verbose_name=_("report that was accepted with it"),
    )
    text = models.TextField(_("question"))
    for_everybody = models.BooleanField(_("read by everybody"), default=False)
    due = models.DateField(_("answer by"), null=True, blank=True, help_text=_("The last day."))
    asked_by = person(_("asked by"), "questions_asked", required=True)
    asked_at = models.DateTimeField(_("asked at"))
    settled_by = person(_("settled by"), "questions_settled")
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_how = models.CharField(
        _("how it was settled"), max_length=15, choices=Settlement.choices, blank=True
    )
    former_key = models.BigIntegerField(
        _("key from before questions were one"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Older closings and links know the question by it."),
    )
    salt = salt_of_texts()
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    answers_now: Organisation | Minister | None = None
    """Who is to answer it today, once that was read: `asked_now` of `who_is_asked.py`."""

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["action", "asked_at", "pk"]
        constraints = [
            by_and_at("question", "settled"),
            models.CheckConstraint(
                name="question_settled_how",
                condition=Q(settled_how="")
                | Q(
                    settled_at__isnull=False,
                    settled_how__in=Settlement.values,
                    settled_at__gte=F("asked_at"),
                ),
            ),
            models.CheckConstraint(name="question_of_an_organisation_or_a_minister", condition=OF_ONE_BODY),
            models.CheckConstraint(
                name="question_says_something", condition=~Q(text="") | Q(redacted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="question_for_everybody_has_a_day",
                condition=Q(for_everybody=False) | Q(due__isnull=False),
            ),
            models.UniqueConstraint(fields=["former_key"], name="question_former_key_once"),
        ]
        indexes = [models.Index(fields=["organisation", "settled_at"], name="question_of_organisation")]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.of_whom}"

    @property
    def of_whom(self) -> Organisation | Minister:
        return self.organisation or self.minister  # type: ignore[return-value]  # one of both: a constraint

    def is_due_in(self, round: Round | None) -> bool:
        """Whether it is to be answered by the closing of the round, or with the next report; without a round, any is."""
        return round is None or self.due is None or self.due <= round.closes


class Answer(models.Model):
    """A message in the thread of a question, from the organisation or the minister's office asked or from the Platform."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("organisation"),
        help_text=_("Without an organisation or a minister: the Platform."),
    )
    minister = models.ForeignKey(
        Minister,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_given",
        verbose_name=_("minister"),
    )
    text = models.TextField(_("answer"))
    by = person(_("answered by"), "answers_given", required=True)
    at = models.DateTimeField(_("answered at"))
    salt = salt_of_texts()
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_says_something", condition=~Q(text="") | Q(redacted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="answer_of_one_body", condition=Q(organisation=None) | Q(minister=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.of_whom or ''})"

    @property
    def of_whom(self) -> Organisation | Minister | None:
        """None: the Platform."""
        return self.organisation or self.minister


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
