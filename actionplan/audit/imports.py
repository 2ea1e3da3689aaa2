"""Tables that administrators import: previewed first, then written through the operations, all or nothing.

This is django-import-export as documented, with its own preview and confirmation. Between the two the file is
kept for an hour in the cache that all processes share.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tablib
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe
from import_export.admin import ImportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import Diff, ModelResource
from import_export.results import Result
from import_export.tmp_storages import CacheStorage

from actionplan.base.files import WORKBOOK, attachment, file_name_of
from actionplan.base.folding import fold, is_similar
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.sheets import add_table, new_book
from actionplan.base.uploads import is_filled, read_table, refuse_large

from .administration import ExportedList
from .cells import DayWidget, NumberWidget
from .models import Revision
from .revisions import operation, revision_of


class BeforeAndAfter(Diff):
    """The heading of each field, the field as it is and as the file would make it; the template adds the markup."""

    def __init__(self, resource: ModelResource, instance: models.Model, new: bool) -> None:
        super().__init__(resource, instance, new)
        self.headings = resource.get_diff_headers()

    def as_html(self) -> list[tuple[str, str, str]]:
        before = ["" for _value in self.left] if self.new else self.left
        words = ["" if value is None else str(value) for value in [*before, *self.right]]
        return list(zip(self.headings, words[: len(before)], words[len(before) :], strict=True))


class ImportedTable(ModelResource):
    """A table whose rows are written by `write`, which calls their operation.

    An empty cell leaves the value as it is, and nothing is deleted. Headings are field names in any language
    of the portal.
    """

    WIDGETS_MAP = ModelResource.WIDGETS_MAP | {
        "DateField": DayWidget,
        "PositiveSmallIntegerField": NumberWidget,
    }
    headings: dict[str, Any] = {}
    """The headings of columns that are not fields of the model."""
    names: list[str] = []
    """Columns with names, compared to find out whether a new row may be an existing one."""

    class Meta:
        instance_loader_class = CachedInstanceLoader
        skip_unchanged = True
        report_skipped = False

    def __init__(
        self, by: Any = None, at: datetime.datetime | None = None, mark: str = "", **kwargs: Any
    ) -> None:
        """`mark` is the revision at the time of the preview."""
        super().__init__(**kwargs)
        self.by, self.at, self.mark = by, at, mark

    def write(self, instance: Any) -> None:
        """Call the operation. May raise Refused or ValidationError."""
        raise NotImplementedError

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Without setting where keys go on, as django-import-export does: no row of a table brings its key, and the role that
        serves may set no sequence.
        """

    def heading(self, name: str) -> str:
        return str(self.headings.get(name) or self._meta.model._meta.get_field(name).verbose_name)

    def get_diff_headers(self) -> list[str]:
        return [self.heading(name) for name in self.get_import_order()]

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return BeforeAndAfter

    def import_data(self, dataset: tablib.Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        """One operation, so that revisions are renewed once, at its end. A preview is rolled back.

        Raises ChangedMeanwhile if another operation ended since the preview.
        """
        with transaction.atomic():
            with operation():
                result = super().import_data(dataset, dry_run=dry_run, **kwargs)
                _raise_database_errors(result)
                if not dry_run and not has_errors(result):
                    refuse_if_changed(self.mark, locked=True)
            transaction.set_rollback(dry_run or has_errors(result))
        return result

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Rename the columns to their fields. Raises Refused for an unknown, duplicate or missing column."""
        known = {name: name for name in self.fields}
        for language, _name in settings.LANGUAGES:
            with override(language):
                columns = [field for field in self._meta.model._meta.fields if field.name in self.fields]
                known |= {str(column.verbose_name).casefold(): column.name for column in columns}
                known |= {self.heading(name).casefold(): name for name in self.fields}
        names: list[str] = []
        for heading in dataset.headers:
            name = known.get(str(heading).casefold())
            if name is None:
                words = {"name": heading, "names": ", ".join(self.get_diff_headers())}
                raise Refused(_("There is no column “%(name)s” here. There are: %(names)s.") % words)
            if name in names:
                raise Refused(_("The column “%(name)s” stands twice.") % {"name": heading})
            names.append(name)
        for name in self.get_import_id_fields():
            if name not in names:
                raise Refused(_("The column “%(name)s” is missing.") % {"name": self.heading(name)})
        dataset.headers = names
        self.known = list(self._meta.model.objects.all()) if self.names else []

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """Note which existing rows have a name similar to that of a new row, for the preview."""
        typed = [fold(str(row[name])) for name in self.names if is_filled(row.get(name))]
        row_result.alike = [
            str(known)
            for known in (self.known if row_result.is_new() else ())
            if any(is_similar(fold(getattr(known, name)), text) for name in self.names for text in typed)
        ]

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        if is_filled(row.get(field.column_name)):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Skip empty rows and rows that change nothing."""
        if not any(map(is_filled, row.values())):
            return True
        return super().skip_row(instance, original, row, import_validation_errors)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        with self.errors_by_column():
            super().validate_instance(instance, import_validation_errors, validate_unique)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        with self.errors_by_column():
            self.write(instance)

    @contextmanager
    def errors_by_column(self) -> Iterator[None]:
        """Turn the errors of a row into sentences, each with the heading of its column."""
        try:
            yield
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        except ValidationError as error:
            raise ValidationError(list(self._sentences(error))) from error

    def _sentences(self, error: ValidationError) -> Iterator[str]:
        if not hasattr(error, "error_dict"):
            yield from error.messages
            return
        for name, messages_of in error.message_dict.items():
            known = name != NON_FIELD_ERRORS
            yield from (f"{self._label(name)}: {words}" if known else words for words in messages_of)

    def _label(self, attribute: str) -> str:
        for name, field in self.fields.items():
            if attribute in (name, field.attribute):
                return self.heading(name)
        return attribute


def template_of(table: ImportedTable) -> bytes:
    """A workbook to fill in: headings on the first sheet, values allowed in some columns on the second."""
    options = [
        [table.heading(name), value, words]
        for name in table.get_import_order()
        if hasattr(widget := table.fields[name].widget, "options")
        for value, words in widget.options()
    ]
    content = io.BytesIO()
    with new_book(content, constant_memory=True) as book:
        add_table(book, str(table._meta.model._meta.verbose_name_plural), [table.get_diff_headers()])
        heads = [_("Column"), _("What may stand in it"), _("Name")]
        add_table(book, _("What may stand in a cell"), [heads, *options], widths={2: 60})
    return content.getvalue()


def _raise_database_errors(result: Result) -> None:
    """Raise database timeouts, which the package would otherwise report as an error of the row."""
    for _number, errors in result.row_errors():
        for error in errors:
            if isinstance(error.error, OperationalError):
                raise error.error


def has_errors(result: Result) -> bool:
    return bool(result.has_errors() or result.has_validation_errors())


# The pages in the administration


class TableFile(Format):
    """CSV or XLSX, told apart by the contents."""

    def __init__(self, encoding: str | None = None) -> None:
        """The mixin passes `encoding` to each format; it is detected instead."""

    def get_title(self) -> str:
        return "CSV, XLSX"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes | None) -> tablib.Dataset:
        if in_stream is None:
            raise Refused(_("The file is no longer kept. Choose it again."))
        headings, *rows = read_table(in_stream)
        return tablib.Dataset(*rows, headers=headings)


class TableForm(ImportForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].label = gettext_lazy("File")

    def clean_import_file(self) -> Any:
        try:
            refuse_large(self.cleaned_data["import_file"].size)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self.cleaned_data["import_file"]


class ConfirmTableForm(ConfirmImportForm):
    """`mark` is the revision at the time of the preview."""

    mark = forms.CharField(widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[("0", "CSV, XLSX")], widget=forms.HiddenInput)


class OneHourCacheStorage(CacheStorage):
    CACHE_LIFETIME = 60 * 60


def current_mark(*, locked: bool = False) -> str:
    """The portal's revision: bodies and people change it. `locked` as in `revision_of`."""
    return "/".join(map(str, revision_of(Revision.PORTAL, locked=locked)))


def refuse_if_changed(mark: str | None, *, locked: bool = False) -> None:
    if mark != current_mark(locked=locked):
        raise ChangedMeanwhile(_("Something was changed since you looked at the file. Choose it again."))


class ImportedList(ImportMixin):
    """A list into which a table can be imported by users with `permission`."""

    import_formats = [TableFile]
    import_form_class = TableForm
    confirm_form_class = ConfirmTableForm
    tmp_storage_class = OneHourCacheStorage
    import_template_name = "admin/import_table.html"
    skip_admin_log = True  # the operations record their own events

    def get_urls(self) -> list[Any]:
        name = "{}_{}_template".format(*self.get_model_info())
        template = self.admin_site.admin_view(require_safe(self.template_view))
        return [path("import/template/", template, name=name), *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        [table] = self.get_import_resource_classes(request)
        name = file_name_of([self.opts.model_name, "table"], {}, "xlsx")
        return attachment(template_of(table()), name, WORKBOOK)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)

    def get_import_resource_kwargs(self, request: Any, **kwargs: Any) -> dict[str, Any]:
        return {"by": request.user, "at": request.now, "mark": request.POST.get("mark", "")}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        return super().get_confirm_form_initial(request, import_form) | {"mark": current_mark()}

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [table] = self.get_import_resource_classes(None)
        return {"headings": table().get_diff_headers(), "result": None, "confirm_form": None}

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        if not isinstance(e, Refused):
            raise e
        form.add_error("import_file", str(e))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A change since the preview, or a refusal now, leads back to the page where a file is chosen."""
        try:
            if request.method == "POST":
                refuse_if_changed(request.POST.get("mark"))
            return super().process_import(request, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if has_errors(result):
            raise Refused(_("The file can no longer be imported as it is. Choose it again."))
        return super().process_result(result, request)

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        counts = {"new": result.totals["new"], "changed": result.totals["update"]}
        messages.success(request, _("Imported: %(new)s added, %(changed)s changed.") % counts)


class ImportedAndExportedList(ImportedList, ExportedList):
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
