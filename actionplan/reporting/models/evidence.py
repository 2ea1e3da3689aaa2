"""Evidence: what shows that a report is right. A file, a link, or a reference to the organisation's own archive."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import person
from actionplan.reporting.querysets import EvidenceQuerySet
from actions.models import Milestone
from budgets.models import BudgetLine

from .reports import ProgressReport

EVIDENCE_TEXTS = ["name", "link", "archive_reference", "description"]
"""The columns that people wrote; a removal by law empties them."""
FILE, LINK, ARCHIVE = ~Q(sha256=""), ~Q(link=""), ~Q(archive_reference="")
REMOVED = Q(redacted_at__isnull=False)


class Evidence(models.Model):
    """Of a report as a whole, of a milestone in it, or of one of its rows of expenditure. It changes only while the
    report is a draft.

    The file itself is on disk, by its hash (`evidence_files`); several rows may refer to it.
    """

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="evidence", verbose_name=_("report")
    )
    milestone = models.ForeignKey(
        Milestone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("milestone"),
    )
    period_start = models.DateField(_("first day of the period"), null=True, blank=True)
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("budget line"),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    description = models.CharField(_("what it shows"), max_length=300, blank=True)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    link = models.CharField(_("link"), max_length=1000, blank=True)
    archive_reference = models.CharField(_("reference to your archive"), max_length=300, blank=True)
    content_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size"), null=True, blank=True, help_text=_("In bytes."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    is_open = models.BooleanField(_("opened to all who read the plan"), default=False)
    added_by = person(_("added by"), "evidence", required=True)
    added_at = models.DateTimeField(_("added at"))
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["report", "pk"]
        constraints = [
            CheckConstraint(
                name="evidence_is_a_file_a_link_or_a_reference",
                condition=REMOVED
                | (FILE & ~LINK & ~ARCHIVE)
                | (~FILE & LINK & ~ARCHIVE)
                | (~FILE & ~LINK & ARCHIVE),
            ),
            CheckConstraint(
                name="evidence_file_has_a_type_and_a_size",
                condition=Q(sha256="", content_type="", size=None)
                | (FILE & ~Q(content_type="") & Q(size__isnull=False)),
            ),
            CheckConstraint(
                name="evidence_file_has_a_name",
                condition=REMOVED | (FILE & ~Q(name="")) | (~FILE & Q(name="")),
            ),
            CheckConstraint(name="evidence_says_what_it_shows", condition=REMOVED | ~Q(description="")),
            CheckConstraint(
                name="evidence_removed_by_law_has_no_words",
                condition=~REMOVED | Q(**dict.fromkeys(EVIDENCE_TEXTS, "")),
            ),
            CheckConstraint(
                name="evidence_is_about_one_thing",
                condition=Q(milestone=None, period_start=None, line=None, year=None)
                | Q(milestone__isnull=False, line=None, year=None)
                | Q(milestone=None, period_start=None, line__isnull=False, year__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="evidence_of_file")]

    def __str__(self) -> str:
        return f"{self.report}: {self.pk}"

    @property
    def is_file(self) -> bool:
        return bool(self.sha256)
