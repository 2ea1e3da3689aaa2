"""Importing a plan in the browser: a file, what it would do, and doing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.amendments.shape import Fault
from actionplan.base.brussels import day_of
from actionplan.base.files import handed_over
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import carried_out_once
from actionplan.plan_document.comparing import ItemChange
from actionplan.plan_document.files import commit_file, keep_file, mark_of
from actionplan.plan_document.importing import Decisions, ImportPreview, preview_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.reading import Faulty, read_plan_document


class FileForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("A plan document (JSON), as this portal writes it or its description says."),
    )


@require_safe
def plan_import(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return _upload_page(request, FileForm(initial={"token": new_token()}))


def _upload_page(
    request: PortalRequest, form: FileForm, faults: Iterable[Fault] = (), status: int = 200
) -> HttpResponse:
    files = PlanFile.objects.select_related("uploaded_by", "committed_by").defer("content")[:20]
    context = {
        "form": form,
        "faults": list(faults),
        "files": files,
        "trail": [(_("Plans"), reverse("plan-list"))],
    }
    return render(request, "plans/import.html", context, status=status)


@require_POST
def plan_upload(request: PortalRequest) -> HttpResponse:
    """A file that can be read is kept, to be looked at; of another, all that is wrong with it is said."""
    refuse_unless(request, "objectives.import")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    sent = form.cleaned_data["file"]
    content = sent.read()

    def act() -> str:
        kept = keep_file(name=sent.name, content=content, by=request.user, at=request.now)
        return reverse("plan-file", args=[kept.pk])

    try:
        return redirect(carried_out_once(request, act))
    except Faulty as refused:
        form.add_error("file", _("This file cannot become a plan; all that is wrong with it stands below."))
        return _upload_page(request, form, refused.faults, status=400)


@require_safe
def plan_file(request: PortalRequest, pk: int) -> HttpResponse:
    return _preview_page(request, _file_or_404(request, pk))


@require_safe
def plan_file_download(request: PortalRequest, pk: int) -> HttpResponse:
    """The bytes as they came, as an attachment."""
    file = _file_or_404(request, pk)
    return handed_over(bytes(file.content), f"plan-file-{file.pk}.json", "application/octet-stream")


@require_POST
def plan_file_commit(request: PortalRequest, pk: int) -> HttpResponse:
    file = _file_or_404(request, pk)
    decisions, mark = decided(request.POST), request.POST.get("mark", "")
    done: list[list[ItemChange]] = []

    def act() -> str:
        done.append(commit_file(file=file, decisions=decisions, mark=mark, by=request.user, at=request.now))
        return reverse("plan-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        file.refresh_from_db()
        return _preview_page(request, file, decisions, [str(refusal.sentence)], status=409)
    if done:
        said = ngettext("%(count)s change is made.", "%(count)s changes are made.", len(done[0]))
        messages.success(request, said % {"count": len(done[0])})
    return redirect(result)


def _file_or_404(request: PortalRequest, pk: int) -> PlanFile:
    refuse_unless(request, "objectives.import")
    return get_object_or_404(PlanFile.objects.select_related("uploaded_by", "committed_by"), pk=pk)


def decided(sent: QueryDict) -> Decisions:
    """What was ticked, and what was answered about names that are nearly alike."""
    answers = {
        name.removeprefix("alike-"): value for name, value in sent.items() if name.startswith("alike-")
    }
    return Decisions(
        taken_over=frozenset(sent.getlist("take_over")),
        taken_away=frozenset(sent.getlist("take_away")),
        others=frozenset(word for word, answer in answers.items() if answer == "another"),
        same=frozenset(word for word, answer in answers.items() if answer == "same"),
    )


@dataclass
class ChangesOfPart:
    """What changes in the plan itself, under one objective, or among the bodies."""

    name: str
    changes: list[ItemChange] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return len(self.changes) > 20


def by_objective(preview: ImportPreview) -> list[ChangesOfPart]:
    """The plan itself and its bodies first, then objective by objective."""
    objective_of = {item["code"]: item["objective"] for item in preview.document["actions"]}
    titles = {item["number"]: item["title"] for item in preview.document["objectives"]}
    parts: dict[int, ChangesOfPart] = defaultdict(lambda: ChangesOfPart(""))
    for change in preview.changes:
        number = _objective_of(change.place, objective_of)
        part = parts[number]
        part.name = f"{number}. {titles.get(number, '')}" if number else _("The plan, and who carries it out")
        part.changes.append(change)
    return [parts[number] for number in sorted(parts)]


def _objective_of(place: str, objective_of: dict[str, int]) -> int:
    """0 for what stands under none."""
    name = place.split(",")[0].rpartition(" ")[2]
    if "." in name:
        return objective_of.get(name, int(name.split(".")[0]))
    return int(name) if name.isdigit() else 0


def _preview_page(
    request: PortalRequest,
    file: PlanFile,
    decisions: Decisions | None = None,
    errors: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    document, on = read_plan_document(bytes(file.content)), day_of(request.now)
    decisions = decisions or Decisions()
    preview = preview_import(document=document, on=on, decisions=decisions)
    kinds = [change.kind for change in preview.changes]
    context: dict[str, Any] = {
        "file": file,
        "preview": preview,
        "title": document["plan"]["title"],
        "code": document["plan"]["code"],
        "parts": by_objective(preview),
        "counts": {kind: kinds.count(kind) for kind in ("added", "changed", "removed")},
        "decisions": decisions,
        "refused": "" if preview.questions else preview.refusal,
        "mark": mark_of(document, on),
        "token": new_token(),
        "errors": list(errors),
        "trail": [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))],
    }
    return render(request, "plans/preview.html", context, status=status)
