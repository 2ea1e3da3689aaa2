"""Which document was actually sent: the file, its reference, its day and its SHA-256, recorded by a coordinator;
and what became of it at the Government and Parliament."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import person
from actionplan.organisations.models import Minister
from actionplan.reporting.querysets import SentDocumentQuerySet
from actionplan.reporting.states import DocumentEdition, DocumentKind

from .rounds import Round

HEX_DIGITS = "0123456789abcdef"
valid_sha256 = RegexValidator(
    r"^[0-9a-f]{64}\Z", _("A SHA-256 has 64 characters: digits, and the letters a to f.")
)


class SentDocument(models.Model):
    """A document made from a round and sent. A mistaken record is withdrawn with a reason, never changed.

    The file is kept with the record; a removal by law takes it away, and its hash stays. The number of the
    communication and the days that follow are set once, later.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="sent_documents", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind.choices)
    minister = models.ForeignKey(
        Minister,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sent_documents",
        verbose_name=_("minister"),
        help_text=_("Of an extract."),
    )
    reference = models.CharField(_("reference"), max_length=120)
    sent_on = models.DateField(_("sent on"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, validators=[valid_sha256])
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    edition = models.CharField(_("edition"), max_length=8, choices=DocumentEdition.choices, blank=True)
    content = models.BinaryField(_("content of the file"), null=True, blank=True)
    redacted_at = models.DateTimeField(_("file removed at"), null=True, blank=True)
    communication = models.CharField(
        _("number of the communication to the Government"), max_length=60, blank=True
    )
    noted_on = models.DateField(_("the Government took note on"), null=True, blank=True)
    to_parliament_on = models.DateField(_("sent to Parliament on"), null=True, blank=True)
    recorded_by = person(_("recorded by"), "sent_documents", required=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_by = person(_("withdrawn by"), "withdrawn_documents")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_why = models.TextField(_("why it was withdrawn"), blank=True)

    objects = SentDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document sent")
        verbose_name_plural = _("documents sent")
        ordering = ["round", "sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sent_document_kind_known", condition=Q(kind__in=DocumentKind.values)
            ),
            models.CheckConstraint(
                name="sent_document_extract_of_a_minister",
                condition=Q(kind=DocumentKind.EXTRACT, minister__isnull=False)
                | (~Q(kind=DocumentKind.EXTRACT) & Q(minister__isnull=True)),
            ),
            models.CheckConstraint(name="sent_document_has_a_reference", condition=~Q(reference="")),
            models.CheckConstraint(
                name="sent_document_hash_is_a_sha256",
                condition=Q(Exact(Length("sha256"), 64))
                & Q(Exact(Func(F("sha256"), Value(HEX_DIGITS), function="TRIM"), Value(""))),
            ),
            models.CheckConstraint(
                name="sent_document_edition_known", condition=Q(edition__in=["", *DocumentEdition.values])
            ),
            models.CheckConstraint(
                name="sent_document_file_has_an_edition", condition=Q(content=None) | ~Q(edition="")
            ),
            models.CheckConstraint(
                name="sent_document_file_removed_is_gone",
                condition=Q(content=None) | Q(redacted_at=None),
            ),
            models.CheckConstraint(
                name="sent_document_withdrawn_by_at_and_why",
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.reference}"
