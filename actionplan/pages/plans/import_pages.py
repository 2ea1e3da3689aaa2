"""Importing a plan in the browser: uploading a file, the preview and its decisions, and a page that shows the progress."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.audit.revisions import operation
from actionplan.base.days import day_of
from actionplan.base.errors import is_transient
from actionplan.base.files import attachment
from actionplan.base.refusals import Refused
from actionplan.base.workbooks import NotReadNow, is_workbook
from actionplan.pages.amendments.read import MAY_AMEND
from actionplan.pages.getters import refuse_unless
from actionplan.pages.templatetags.ui import Problem
from actionplan.pages.tokens import TokenForm, carried_out_once
from actionplan.plan_document.import_changes import ItemChange
from actionplan.plan_document.importing import NO_DECISIONS, Decisions, preview_import, reason_of_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import read_plan_document, read_plan_file
from actionplan.plan_document.plan_files import commit_in_steps, keep_file
from actionplan.planned.faults import Fault, Faulty
from actions.models import Amendment
from objectives.models import Plan
from objectives.states import PlanState

from .new_plan import changed_plan, new_plan
from .read import still_exists

CommitSteps = Generator[int, None, list[ItemChange]]
"""Yields the number of each objective that is written, returns what changed."""
_MISTAKE = gettext_lazy(
    "The portal made a mistake; you did not. The mistake has been recorded, without what you typed."
)
_NOT_IN_TIME = gettext_lazy(
    "The database does not answer, or not in time. Nothing was saved by halves; a form that you send again is carried out only once."
)
log = logging.getLogger("portal.request")
STEPS_PLACEHOLDER = "where-the-steps-stand"
"""Marks the place in the template of the page that is sent piece by piece."""


class FileForm(TokenForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy(
            "A plan workbook (.xlsx), or a plan document (JSON) as this portal writes it."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@require_safe
def plan_import(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return _upload_page(request, FileForm())


def _upload_page(
    request: PortalRequest, form: FileForm, faults: Iterable[Fault] = (), status: int = 200
) -> HttpResponse:
    files = PlanFile.objects.select_related("uploaded_by", "committed_by").defer("content")[:20]
    context = {
        "form": form,
        "faults": list(faults),
        "files": files,
        "plans": Plan.objects.exclude(state=PlanState.ENDED),
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }
    return render(request, "plans/import.html", context, status=status)


@require_POST
def plan_upload(request: PortalRequest) -> HttpResponse:
    """Keep a file that can be read, for preview; for any other, show everything that is wrong with it. One that changes
    nothing is not kept.
    """
    refuse_unless(request, "objectives.import")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    sent = form.cleaned_data["file"]
    try:
        read = read_plan_file(sent.read())
    except Faulty as refused:
        return _upload_page(request, form, refused.faults, status=400)
    except NotReadNow as refused:
        form.add_error("file", str(refused))
        return _upload_page(request, form, status=409)

    if preview_import(document=read.document, on=day_of(request.now)).has_nothing_to_do:
        messages.info(
            request, _("%(file)s was not kept: the plan is as the file says.") % {"file": sent.name}
        )
        return redirect("plan-import")

    def act() -> str:
        kept = keep_file(name=sent.name, read=read, by=request.user, at=request.now)
        return reverse("plan-file", args=[kept.pk])

    return redirect(carried_out_once(request, act, beside=hashlib.sha256(read.content).hexdigest()))


@require_safe
def plan_file(request: PortalRequest, pk: int) -> HttpResponse:
    typed = typed_for(request)
    return _preview_page(request, _file_or_404(request, pk), decisions_from(typed) if typed else None)


@require_safe
def plan_file_download(request: PortalRequest, pk: int) -> HttpResponse:
    file = _file_or_404(request, pk)
    content = bytes(file.content)
    ending = "xlsx" if is_workbook(content) else "json"
    return attachment(content, f"plan-file-{file.pk}.{ending}", "application/octet-stream")


@require_POST
def plan_file_commit(request: PortalRequest, pk: int) -> HttpResponseBase:
    """A page that shows the progress while the plan is written, and ends with the result.

    A refusal before the first objective is written is shown above the preview. Closing the page rolls everything back.
    """
    file = _file_or_404(request, pk)
    decisions = decisions_from(request.POST)
    steps = _steps(request, file, decisions)
    try:
        first = next(steps)
    except StopIteration as done:
        amendment = Amendment.objects.filter(prepared_by=request.user, prepared_at=request.now).first()
        if amendment is not None:
            return _to_amendment(request, amendment)
        if done.value:
            messages.success(request, made(len(done.value)))
        return redirect("plan-list")
    except Refused as refusal:
        if not still_exists(request, file, refusal):
            return redirect("plan-import")
        return _preview_page(request, file, decisions, str(refusal.sentence), status=409)
    # Neither held back by the proxy nor compressed, which would hold back what is short.
    each_step_at_once = {"X-Accel-Buffering": "no", "Content-Encoding": "identity"}
    return StreamingHttpResponse(progress_page(request, first, steps), headers=each_step_at_once)


def _steps(request: PortalRequest, file: PlanFile, decisions: Decisions) -> CommitSteps:
    """The steps of the import; none if there is nothing to change, or if this form was carried out before.

    The file is read before the transaction begins: while it is read, nobody waits for a lock.
    """
    document = read_plan_document(bytes(file.content))
    mark, is_new = request.POST.get("mark", ""), list[bool]()

    def act() -> str:
        is_new.append(True)
        return reverse("plan-list")

    with operation():
        carried_out_once(request, act)
        if not is_new:
            return []
        changes = yield from commit_in_steps(
            file=file, document=document, decisions=decisions, mark=mark, by=request.user, at=request.now
        )
    return changes


def _to_amendment(request: PortalRequest, amendment: Amendment) -> HttpResponse:
    """To its page, for whoever may see it while it is prepared; an administrator is told who decides."""
    number = {"number": amendment.number}
    if request.user.has_perm(MAY_AMEND, amendment.plan):
        messages.success(request, _("Amendment %(number)s of the plan is prepared.") % number)
        return redirect("amendment", amendment.plan.code, amendment.number)
    words = _(
        "Amendment %(number)s of the plan is prepared. You cannot open it: a coordinator of the plan decides on it. It is among what coordinators have to do, and they are mailed."
    )
    messages.success(request, words % number)
    return redirect("plan-list")


def _file_or_404(request: PortalRequest, pk: int) -> PlanFile:
    refuse_unless(request, "objectives.import")
    return get_object_or_404(PlanFile.objects.select_related("uploaded_by", "committed_by"), pk=pk)


def _preview_page(
    request: PortalRequest,
    file: PlanFile,
    decisions: Decisions | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    """`sentence` is why the decisions were not carried out; what is still to decide is said where it is decided."""
    try:
        read = read_plan_file(bytes(file.content))
    except Faulty as refused:  # kept before today's checks existed
        return _upload_page(request, FileForm(), refused.faults, status=409)
    except NotReadNow as refused:
        messages.error(request, str(refused))
        return redirect("plan-import")
    document, on = read.document, day_of(request.now)
    preview = preview_import(document=document, on=on, decisions=decisions or NO_DECISIONS)
    changed = changed_plan(preview) if preview.plan else None
    wrong = preview.unanswered if sentence and not preview.refusal else {}
    errors = [Problem(words, about) for about, words in wrong.items()]
    context: dict[str, Any] = {
        "file": file,
        "notes": read.notes,
        "preview": preview,
        "titled": document.plan,
        "code": document.plan.code,
        "new_plan": new_plan(preview.document) if preview.plan is None else None,
        "changed": changed,
        "warnings": [(warning, read.where(warning.path)) for warning in preview.warnings],
        "refused": preview.refusal,
        "may_commit": not (file.committed_at or preview.refusal or preview.has_nothing_to_do),
        "errors": errors or ([sentence] if sentence else []),
        "wrong": wrong,
        "today": on,
        "reason": reason_of_import(file.name),
        "breadcrumbs": [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))],
    }
    return render(request, "plans/preview.html", context, status=status)


def decisions_from(sent: QueryDict) -> Decisions:
    """The decisions from the boxes ticked and the questions answered."""
    alike, rows = _answers(sent, "alike-"), _answers(sent, "row-")
    return Decisions(
        taken_away=frozenset(sent.getlist("take_away")),
        others=frozenset(word for word, answer in alike.items() if answer == "another"),
        same=frozenset(word for word, answer in alike.items() if answer == "same"),
        accepted=frozenset(sent.getlist("accept")),
        rows=frozenset(f"{word}={answer}" for word, answer in rows.items()),
    )


def _answers(sent: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in sent.items() if name.startswith(prefix)}


def progress_page(request: PortalRequest, first: int, steps: CommitSteps) -> Iterator[str]:
    """Closing the page before its end stops the steps, which rolls everything back."""
    context = {"here": STEPS_PLACEHOLDER, "breadcrumbs": [(_("Plans"), reverse("plan-list"))]}
    above, below = render_to_string("plans/commit.html", context, request).split(STEPS_PLACEHOLDER)
    with closing(steps):
        yield above + _step(first)
        try:
            while True:
                yield _step(next(steps))
        except StopIteration as last:
            end = {"made": made(len(last.value))}
        except Refused as refusal:
            end = {"refusal": str(refusal)}
        except Exception as error:  # the response has begun, so it is said on this page
            log.exception("an import failed")
            end = {"refusal": str(_NOT_IN_TIME if is_transient(error) else _MISTAKE)}
    yield render_to_string("plans/commit_end.html", end) + below


def made(count: int) -> str:
    return ngettext("%(count)s change is made.", "%(count)s changes are made.", count) % {"count": count}


def _step(objective: int) -> str:
    return render_to_string("plans/commit_step.html", {"objective": objective})
