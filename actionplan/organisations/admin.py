"""Ministers, policy areas, organisations and affiliations in Django admin."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.resources import ModelResource

from actionplan.audit.administration import ExportedList, OperationAdmin

from .models import Affiliation, Minister, Organisation, PolicyArea
from .workflow import affiliate, keep


class BodyAdmin(OperationAdmin):
    """A body is known by its key, or code, for good: it can be set once."""

    permission = "organisations.keep"
    known_by = "key"

    def write(
        self, *, row: models.Model, form: forms.ModelForm, change: bool, by: Any, at: datetime.datetime
    ) -> None:
        keep(row=row, by=by, at=at)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [self.known_by] if obj else []


class MinisterResource(ModelResource):
    class Meta:
        model = Minister
        fields = ["key", "title", "title_nl", "holder", "in_force_from", "in_force_until"]
        export_order = fields


@admin.register(Minister)
class MinisterAdmin(ExportedList, BodyAdmin):
    resource_classes = [MinisterResource]
    list_display = ["title", "key", "holder", "in_force_from", "in_force_until"]
    search_fields = ["key", "title", "title_nl", "holder"]
    fields = [
        "key",
        "title",
        "title_nl",
        "holder",
        "order",
        "in_force_from",
        "in_force_until",
        "succeeded_by",
    ]


@admin.register(PolicyArea)
class PolicyAreaAdmin(BodyAdmin):
    known_by = "code"
    list_display = ["code", "name", "in_force_from", "in_force_until"]
    search_fields = ["code", "name", "name_nl"]
    fields = ["code", "name", "name_nl", "order", "in_force_from", "in_force_until"]


class OrganisationResource(ModelResource):
    class Meta:
        model = Organisation
        fields = ["key", "name", "name_nl", "abbreviation", "in_force_from", "in_force_until"]
        export_order = fields


@admin.register(Organisation)
class OrganisationAdmin(ExportedList, BodyAdmin):
    resource_classes = [OrganisationResource]
    list_display = ["name", "key", "abbreviation", "in_force_from", "in_force_until"]
    search_fields = ["key", "name", "name_nl", "abbreviation"]
    fields = [
        "key",
        "name",
        "name_nl",
        "abbreviation",
        "order",
        "in_force_from",
        "in_force_until",
        "succeeded_by",
    ]


class AffiliationForm(forms.ModelForm):
    """`moved` is no field of the row: the operation judges the new row beside the one that it ends; alone, the row of the
    same organisation would seem one too many."""

    moved = forms.ModelChoiceField(Organisation.objects.all(), label=_("Organisation"))

    class Meta:
        model = Affiliation
        fields = ["policy_area", "in_force_from"]
        labels = {"in_force_from": _("From")}
        help_texts = {
            "in_force_from": _(
                "The first day in the policy area; what it was in before ends there. Empty: as adopted."
            )
        }


@admin.register(Affiliation)
class AffiliationAdmin(OperationAdmin):
    """Moving an organisation to a policy area; what was recorded stays."""

    permission = "organisations.keep"
    form = AffiliationForm
    list_display = ["organisation", "policy_area", "in_force_from", "in_force_until"]
    list_select_related = ["organisation", "policy_area"]
    list_filter = ["policy_area"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return ["moved", *AffiliationForm.Meta.fields]
        return ["organisation", *AffiliationForm.Meta.fields, "in_force_until"]

    def write(
        self, *, row: Affiliation, form: forms.ModelForm, change: bool, by: Any, at: datetime.datetime
    ) -> None:
        row.organisation = form.cleaned_data["moved"]
        row.pk = affiliate(
            organisation=row.organisation,
            policy_area=row.policy_area,
            from_day=row.in_force_from,
            by=by,
            at=at,
        ).pk
