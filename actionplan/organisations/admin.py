"""Ministers, policy areas, organisations and their codes in Django admin."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.instance_loaders import ModelInstanceLoader

from actionplan.audit.administration import OperationAdmin, ReadOnlyAdmin, in_language_of_page
from actionplan.audit.cells import BodyWidget, DayWidget
from actionplan.audit.imports import ImportedAndExportedList, ImportedTable

from .models import Affiliation, BodyCode, Minister, Organisation, PolicyArea, UnknownCode
from .workflow import affiliate, save_body, save_code

NAMES_IN_ENGLISH = {"name": _("name in English"), "title": _("portfolio in English")}
"""Where the Dutch name stands beside it, the English one says that it is."""


class BodyForm(forms.ModelForm):
    corrects_misprint = forms.BooleanField(
        label=_("Another name above corrects a misprint"),
        help_text=_(
            "Pages about past days then show the new name too. For a name that only counts from a day on, use a change of government, on the page of the plans."
        ),
        required=False,
    )

    class Meta:
        labels = {
            "name": _("Name in English"),
            "title": _("Portfolio in English"),
            "order": _("Place in lists"),
        }
        help_texts = {"order": _("A lower number stands higher.")}


class BodyAdmin(OperationAdmin):
    """A body keeps its key or code for good: it can only be set once."""

    permission = "organisations.manage"
    form = BodyForm
    known_by = "key"

    def write(
        self, *, row: models.Model, form: forms.ModelForm, change: bool, by: Any, at: datetime.datetime
    ) -> None:
        save_body(row=row, by=by, at=at, corrects_misprint=form.cleaned_data.get("corrects_misprint", False))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*(self.fields or []), *(["corrects_misprint"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [self.known_by] if obj else []


class BodyTable(ImportedTable):
    headings = NAMES_IN_ENGLISH

    def write(self, instance: Any) -> None:
        save_body(row=instance, by=self.by, at=self.at)


class MinisterTable(BodyTable):
    names = ["title", "title_nl"]
    succeeded_by = Field("succeeded_by", "succeeded_by", BodyWidget(Minister, "key"))

    class Meta:
        model = Minister
        import_id_fields = ["key"]
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
        import_order = export_order = fields


@admin.register(Minister)
class MinisterAdmin(ImportedAndExportedList, BodyAdmin):
    about = _("portfolios, with the minister who holds each")
    resource_classes = [MinisterTable]
    list_display = [
        in_language_of_page("title", _("portfolio")),
        "key",
        "holder",
        "in_force_from",
        "in_force_until",
    ]
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


class PolicyAreaTable(BodyTable):
    names = ["name", "name_nl"]

    class Meta:
        model = PolicyArea
        import_id_fields = ["code"]
        fields = ["code", "name", "name_nl", "order", "in_force_from", "in_force_until"]
        import_order = export_order = fields


@admin.register(PolicyArea)
class PolicyAreaAdmin(ImportedAndExportedList, BodyAdmin):
    about = _("under which the organisations stand")
    resource_classes = [PolicyAreaTable]
    known_by = "code"
    list_display = ["code", in_language_of_page("name", _("name")), "in_force_from", "in_force_until"]
    search_fields = ["code", "name", "name_nl"]
    fields = ["code", "name", "name_nl", "order", "in_force_from", "in_force_until"]


class OrganisationTable(BodyTable):
    """With each organisation's policy area: another one in the file moves it there from its day on."""

    succeeded_by = Field("succeeded_by", "succeeded_by", BodyWidget(Organisation, "key"))
    policy_area = Field("policy_area", "policy_area", BodyWidget(PolicyArea, "code"))
    policy_area_from = Field("policy_area_from", "policy_area_from", DayWidget(coerce_to_string=False))
    names = ["name", "name_nl"]
    headings = NAMES_IN_ENGLISH | {
        "policy_area": _("policy area"),
        "policy_area_from": _("in the policy area from"),
    }

    class Meta:
        model = Organisation
        import_id_fields = ["key"]
        fields = [
            "key",
            "name",
            "name_nl",
            "abbreviation",
            "policy_area",
            "policy_area_from",
            "order",
            "in_force_from",
            "in_force_until",
            "succeeded_by",
        ]
        import_order = export_order = fields

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("affiliations__policy_area")

    def after_init_instance(self, instance: Organisation, new: bool, row: Any, **kwargs: Any) -> None:
        now = _affiliation_now(instance) if instance.pk else None
        instance.policy_area = now.policy_area if now else None
        instance.policy_area_from = now.in_force_from if now else None

    def dehydrate_policy_area(self, organisation: Organisation) -> str:
        now = _affiliation_now(organisation)
        return now.policy_area.code if now else ""

    def dehydrate_policy_area_from(self, organisation: Organisation) -> datetime.date | None:
        now = _affiliation_now(organisation)
        return now.in_force_from if now else None

    def write(self, instance: Organisation) -> None:
        super().write(instance)
        kept = Organisation.objects.get(pk=instance.pk)
        now = _affiliation_now(kept)
        there = (now.policy_area, now.in_force_from) if now else (None, None)
        if there != (instance.policy_area, instance.policy_area_from):
            affiliate(
                organisation=kept,
                policy_area=instance.policy_area,
                from_day=instance.policy_area_from,
                by=self.by,
                at=self.at,
            )


def _affiliation_now(organisation: Organisation) -> Affiliation | None:
    """The affiliation that has not been ended."""
    rows = organisation.affiliations.all()
    return next((row for row in rows if row.in_force_until is None), None)


@admin.register(Organisation)
class OrganisationAdmin(ImportedAndExportedList, BodyAdmin):
    about = _("that carry out actions and report on them")
    resource_classes = [OrganisationTable]
    list_display = [
        in_language_of_page("name", _("name")),
        "key",
        "abbreviation",
        "in_force_from",
        "in_force_until",
    ]
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

    def get_export_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_export_queryset(request).prefetch_related("affiliations__policy_area")


class BodyCodeTable(ImportedTable):
    """Each row is a code from a day on, so that one may pass from a body to another."""

    organisation = Field("organisation", "organisation", BodyWidget(Organisation, "key"))
    policy_area = Field("policy_area", "policy_area", BodyWidget(PolicyArea, "code"))

    class Meta:
        model = BodyCode
        instance_loader_class = ModelInstanceLoader
        import_id_fields = ["code", "in_force_from"]
        fields = ["code", "organisation", "policy_area", "in_force_from", "in_force_until"]
        import_order = export_order = fields

    def write(self, instance: BodyCode) -> None:
        save_code(row=instance, by=self.by, at=self.at)


@admin.register(BodyCode)
class BodyCodeAdmin(ImportedAndExportedList, OperationAdmin):
    """By which single sign-on knows organisations and policy areas. A code stays; it ends on a day."""

    permission = "organisations.manage"
    about = _("by which single sign-on knows an organisation or a policy area")
    resource_classes = [BodyCodeTable]
    list_display = ["code", "organisation", "policy_area", "in_force_from", "in_force_until"]
    list_select_related = ["organisation", "policy_area"]
    search_fields = ["code", "organisation__name", "organisation__name_nl", "policy_area__code"]
    fields = ["code", "organisation", "policy_area", "in_force_from", "in_force_until"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def write(
        self, *, row: BodyCode, form: forms.ModelForm, change: bool, by: Any, at: datetime.datetime
    ) -> None:
        save_code(row=row, by=by, at=at)


@admin.register(UnknownCode)
class UnknownCodeAdmin(ReadOnlyAdmin):
    """Codes with which roles were claimed and which no body has: add the code, or ask the provider."""

    about = _("that single sign-on named and no organisation has yet")
    list_display = ["code", "name", "first_seen", "last_seen", "times_seen"]
    search_fields = ["code", "name"]
