"""Drafts that save themselves: what was typed in some fields, saved in the draft as it is by now.

The page sends of each field that changed what it was based on (`was-NAME`) and what it says (`now-NAME`), as a browser
sends the form. A field is in conflict if its saved value is neither; the others are saved. What the page does not know
yet, since somebody else saved it, is in the answer, so that its form is opened on the draft as it is. Nothing is saved
that is only proposed.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.forms import BoundField, CheckboxInput
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.refusals import Refused
from actionplan.pages.questions.forms import answers_in
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import Contents
from actionplan.reports.workflow import save_fields

from .editor import WHOLE_PARAMETER, ReportEditor, editor_of
from .forms import ReportForm, opened_on
from .kept_answers import keep_answers
from .row_forms import NEW_ROW, NewRow

Fields = dict[str, BoundField]
Values = dict[str, list[str]]
"""By the names of fields: what a browser sends of them."""


class AutosaveForm(forms.Form):
    """What is sent besides the fields: who opened the page, and the draft and revision that it knows."""

    of = forms.IntegerField()
    report = forms.IntegerField(required=False)
    opened_on = forms.IntegerField()


@require_POST
def report_autosave(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Saves the fields that were sent, of the form or of a row of *My actions*; the answer is JSON for `autosave.js`."""
    editor = editor_of(request, plan_code, code, key, shows_taken=True)
    sent = AutosaveForm(request.POST)
    if not sent.is_valid():
        raise BadRequest("not a form of the portal")
    saving = FieldSaving(editor, sent.cleaned_data["report"], sent.cleaned_data["opened_on"])
    try:
        if sent.cleaned_data["of"] != request.user.pk:
            raise Refused(_("Somebody else has signed in since this page was opened."))
        saving.carry_out()
    except Refused as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    answer = saving.answer()
    if answers_in(request.POST):
        keep_answers(editor)
        kept = _("your answer is kept, and sent when you save the form")
        answer["said"] = " · ".join(filter(None, [answer["said"], kept]))
    return JsonResponse(answer)


class FieldSaving:
    """One saving of some fields, and what the page is to know of it."""

    def __init__(self, editor: ReportEditor, report: int | None, revision: int) -> None:
        data = editor.request.POST
        names = data.getlist("field")
        self.editor, self.opened = editor, {"report": report, "opened_on": revision}
        self.was: Values = {name: data.getlist(f"was-{name}") for name in names}
        self.now: Values = {name: data.getlist(f"now-{name}") for name in names}
        self.rows_shown = set(data.getlist("row"))
        self.new_rows: dict[str, dict[str, str]] = {}
        self.conflicts: set[str] = set()
        self.errors: dict[str, str] = {}
        self.is_stale, self.saved_before = False, ""

    def carry_out(self) -> None:
        editor = self.editor
        editor.picture  # noqa: B018 - read before the action is locked: then one that is kept will do
        save_fields(
            action=editor.action,
            organisation=editor.organisation,
            report=self.opened["report"],
            merged=self._merged,
            by=editor.request.user,
            at=editor.request.now,
            on_behalf=editor.on_behalf,
        )
        editor.read_again()

    def _merged(self, draft: ProgressReport | None) -> Contents | None:
        if draft is not None:
            self.is_stale = opened_on(draft) != self.opened
            self.saved_before = self.editor.who_saved(draft)
        self.editor.pending = draft
        if any(f"-{NEW_ROW}-" in name for name in self.now):
            self._name_new_rows()
        fields = _fields_of(self.editor.form())
        self.before = {name: _shown(field) for name, field in fields.items()}
        self.conflicts = {
            name
            for name in self.now.keys() & fields.keys()
            if _differs(fields[name], self.was) and _differs(fields[name], self.now)
        }
        form = self.editor.form(self._data(), keeps=True)
        form.is_valid()
        self.errors = {
            name: " ".join(map(str, field.errors)) for name, field in _fields_of(form).items() if field.errors
        }
        contents = form.contents().with_fields(unchanged_since=None)
        return None if contents.is_exactly(form.base) else contents

    def _name_new_rows(self) -> None:
        """Give each new row that says what it is about its name: a second sending finds it there."""
        for row in self.editor.form(MultiValueDict(self.now)).parts:
            if not isinstance(row, NewRow) or (prefix := row.row_prefix()) in {"", *self.rows_shown}:
                continue
            self.new_rows[str(row.prefix)] = {"to": prefix, "key": row.key_field}
            for name in [name for name in self.now if _row_of(name) == row.prefix]:
                values, field = self.now.pop(name), name.removeprefix(f"{row.prefix}-")
                if field != row.key_field:
                    self.now[f"{prefix}-{field}"] = values

    def _data(self) -> MultiValueDict:
        """What is typed, over what is saved of the same rows."""
        rows = {"", *map(_row_of, self.now)}
        given: Values = {f"{row}-{name}": [""] for row in rows for name in ["state", "value"] if row}
        given |= {name: values for name, values in self.before.items() if _row_of(name) in rows}
        return MultiValueDict(given | {name: self.now[name] for name in self.now.keys() - self.conflicts})

    def answer(self) -> dict[str, Any]:
        """Which fields are saved, which are not and why, and what the page did not know."""
        fields = _fields_of(self.editor.form())
        after = {name: _shown(field) for name, field in fields.items()}
        known = {} if self.is_stale else self.before
        saved = [
            name
            for name, values in self.now.items()
            if not (_differs(fields[name], self.now) if name in fields else any(values))
        ]
        news = {
            name: shown for name, shown in after.items() if name not in self.now and known.get(name) != shown
        }
        conflicts = {name: after[name] for name in self.conflicts if name in after}
        note_words(self.editor.action, news or conflicts)
        return {
            **opened_on(self.editor.draft),
            "said": self._said(bool(saved)),
            "saved": saved,
            "errors": self.errors,
            "conflicts": conflicts,
            "news": news,
            "rows": self.new_rows,
        }

    def _said(self, is_saved: bool) -> str:
        now, wrong = self.editor.request.now, len(self.errors)
        parts = [self.saved_before] if self.is_stale else []
        if self.conflicts:
            said = ngettext(
                "%(count)s field was changed twice: choose there what stays",
                "%(count)s fields were changed twice: choose there what stays",
                len(self.conflicts),
            )
            parts.append(said % {"count": len(self.conflicts)})
        if is_saved:
            parts.append(_("saved at %(time)s") % {"time": time_format(timezone.localtime(now))})
        if wrong:
            said = ngettext(
                "%(count)s field is not saved: see there why",
                "%(count)s fields are not saved: see there why",
                wrong,
            )
            parts.append(said % {"count": wrong})
        return " · ".join(parts)


def autosave_context(editor: ReportEditor, form: ReportForm) -> dict[str, Any]:
    """The address, and of a form that shows what was typed, what is saved; nothing where it is opened on another version."""
    saved = ""
    if form.main.is_bound:
        if not form.opened.is_valid() or form.opened_on() != opened_on(editor.draft):
            return {}
        saved = json.dumps({name: _shown(field) for name, field in _fields_of(editor.form()).items()})
    names = [editor.action.plan.code, editor.action.code, editor.organisation.key]
    whole = f"?{WHOLE_PARAMETER}=on" if WHOLE_PARAMETER in editor.request.GET else ""
    return {
        "autosave_url": reverse("report-autosave", args=names) + whole,
        "autosave_of": editor.request.user.pk,
        "autosave_saved": saved,
    }


def _fields_of(form: ReportForm) -> Fields:
    return {field.html_name: field for part in form.parts if part is not form.opened for field in part}


def _row_of(name: str) -> str:
    """The prefix of the row of a field; empty for a field of the report itself."""
    return name.rpartition("-")[0]


def _shown(field: BoundField) -> list[str]:
    """What a browser sends of the field as a page shows it."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    return list(filter(None, [shown] if isinstance(shown, str | None) else shown))


def _differs(field: BoundField, data: Values) -> bool:
    """Whether the data say something else than what is saved."""
    given = field.field.widget.value_from_datadict(MultiValueDict(data), MultiValueDict(), field.html_name)
    return bool(field.field.has_changed(field.initial, given))
