"""Django admin as the portal uses it: it shows rows, and writes only through the operations.

There is no deleting, but for bindings to single sign-on, and there are no bulk actions. The history of a row is its events in the trail.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import XLSX

from actionplan.base import formatting
from actionplan.base.fields import DayField, DayInput
from actionplan.base.formatting import local
from actionplan.base.refusals import Refused
from actionplan.base.sheets import table_in_workbook

SECRETS = {"password", "key_hash", "token_hash", "salt", "seed", "session_key"}
"""Columns with secrets: whoever could filter by one could guess it letter by letter."""


def in_language_of_page(field: str, label: Any) -> Callable[[models.Model], str]:
    """A list column with the field or its Dutch twin, by the language of the page."""

    @admin.display(description=label)
    def column(row: models.Model) -> str:
        return local(row, field)

    return column


def yes_or_no(model: type[models.Model], field: str) -> Callable[[models.Model], str]:
    """A column or a field that says yes or no in words."""

    @admin.display(description=model._meta.get_field(field).verbose_name, ordering=field)
    def column(row: models.Model) -> str:
        return formatting.yes_or_no(getattr(row, field))

    return column


class TypedFilter(admin.ListFilter):
    """A filter into which one types: the fields of its form are parameters of the address."""

    template = "admin/filter_form.html"
    form_class: type[Form]

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        names = self.expected_parameters()
        self.used_parameters = {name: params.pop(name)[-1] for name in names if name in params}
        self.form, self.list_url = self.form_class(self.used_parameters), request.path
        mine = {*names, PAGE_VAR, ERROR_FLAG}
        self.kept = [(name, value) for name, value in request.GET.items() if name not in mine]

    def expected_parameters(self) -> list[str]:
        return list(self.form_class.base_fields)

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> list[dict[str, Any]]:
        """None; what was typed is in the form."""
        return []

    @property
    def chosen(self) -> list[str]:
        return [f"{field.label}: {field.value()}" for field in self.form if field.value()]


REGULAR_EXPRESSIONS = {"regex", "iregex"}
"""Lookups with which an address could keep the database busy endlessly."""


class CheckedChangeList(ChangeList):
    """A list that runs its query early, since some filter values fail only in the database.

    A value the database rejects is handled as Django handles unknown lookups: by the whole list, or by 400
    for a file.
    """

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        try:
            queryset.exists()
        except (ValueError, TypeError, IndexError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error
        return queryset

    @property
    def chosen(self) -> list[str]:
        """What the filters let through, in words."""
        return [words for spec in self.filter_specs for words in self._chosen_in(spec)]

    def _chosen_in(self, spec: admin.ListFilter) -> list[str]:
        """The first choice of a filter lets everything through."""
        if isinstance(spec, TypedFilter):
            return spec.chosen
        chosen = [choice["display"] for choice in list(spec.choices(self))[1:] if choice["selected"]]
        return [f"{capfirst(spec.title)}: {display}" for display in chosen]

    @property
    def is_mistyped(self) -> bool:
        """Whether a filter cannot read what was typed into it."""
        return any(isinstance(spec, TypedFilter) and spec.form.errors for spec in self.filter_specs)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that administrators can view and nobody can change here."""

    about: Any = ""
    """Half a sentence that says what they are for, at the entry of the list and on top of it."""
    shows_filters = False
    """Whether the filters stand open where there is room: of a list that nobody reads as a whole."""
    actions = None
    view_on_site = False
    list_per_page = 100
    formfield_overrides: ClassVar[dict[type[models.Field], Any]] = {
        models.DateField: {"form_class": DayField, "widget": DayInput}
    }

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """No list or export is filtered by a secret, of its own rows or of related ones, or by a pattern."""
        refused = SECRETS | REGULAR_EXPRESSIONS
        return refused.isdisjoint(lookup.split("__")) and super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedChangeList

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("empty_label", formatting.UNKNOWN)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Under the name of what it lists."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.use_administration")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.use_administration")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The events of this row in the trail, in place of Django's own log."""
        subject = {"subject_label": self.opts.label_lower, "subject_key": unquote(object_id)}
        return HttpResponseRedirect(f"{reverse('admin:audit_event_changelist')}?{urlencode(subject)}")


class OperationAdmin(ReadOnlyAdmin):
    """Rows that administrators add and change through one operation per model.

    A refusal by the operation becomes a form error: the attempt is rolled back, and the page is rendered
    again with it.
    """

    permission = ""

    def write(
        self, *, row: models.Model, form: ModelForm, change: bool, by: Any, at: datetime.datetime
    ) -> None:
        """Call the operation. May raise Refused or ValidationError."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.permission, obj)

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        try:
            with transaction.atomic():
                self.write(row=obj, form=form, change=change, by=request.user, at=request.now)
        except IntegrityError as clash:
            raise Refused(_("Somebody else changed the same thing just now. Nothing was saved.")) from clash

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            request.refusals = [str(refusal)]
        except ValidationError as error:
            request.refusals = error.messages
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form_class = super().get_form(request, obj, change, **kwargs)
        refusals = getattr(request, "refusals", [])
        if not refusals:
            return form_class

        class RefusedForm(form_class):  # type: ignore[valid-type, misc]
            def clean(self) -> Any:
                self.add_error(None, [ValidationError(sentence) for sentence in refusals])
                return super().clean()

        return RefusedForm


class PortalXLSX(XLSX):
    """XLSX written in the same way as the portal's other workbooks."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        return table_in_workbook([dataset.headers, *dataset], _("Table"))


class ExportedList(ExportMixin):
    """A list that can be exported as a workbook, filtered as on the screen."""

    formats = [PortalXLSX]
    skip_export_form = True

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.use_administration")

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """An unknown filter is refused: a file must not hold other rows than were asked for."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error
