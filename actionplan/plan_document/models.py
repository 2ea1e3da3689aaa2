"""The files from which plans were imported, kept as they came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import by_and_at, person


class PlanFile(models.Model):
    """A file with a plan: previewed any number of times, committed at most once."""

    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("content"))
    uploaded_by = person(_("uploaded by"), "plan_files", required=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    committed_by = person(_("committed by"), "plan_files_committed")
    committed_at = models.DateTimeField(_("committed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file with a plan")
        verbose_name_plural = _("files with plans")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [by_and_at("plan_file", "committed")]

    def __str__(self) -> str:
        return self.name
