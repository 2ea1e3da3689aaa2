"""What the page of a report's form shows around the fields: what the plan prints, what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.rights import rights_today
from actionplan.accounts.typed import mark_of
from actionplan.base.twins import local

from .action_facts import LineOfBudget, phase_words
from .forms.position import WARNING
from .forms.whole import LineRows, ReportForm
from .periods import milestone_part
from .questions import answers_in_form
from .round import round_part
from .scene import WHOLE, Scene


@dataclass(frozen=True)
class MoneyPart:
    """A budget line with its rows."""

    line: LineOfBudget
    rows: LineRows

    @property
    def has_something(self) -> bool:
        """Whether a row is filled, or has something wrong."""
        forms = [*self.rows.rows, self.rows.new]
        return any(form.errors or any(field.value() for field in form) for form in forms)

    def named(self) -> MoneyPart:
        """With the line, and the year, said where something is wrong in a row."""
        label = self.line.terms.local_label or self.line.kind_label
        for form in self.rows.rows:
            form.about = f"{form.year}, {label}"  # type: ignore[attr-defined]
        self.rows.new.about = label  # type: ignore[attr-defined]
        return self


def form_context(scene: Scene, form: ReportForm) -> dict[str, Any]:
    action, plan = scene.action, scene.action.plan
    names = [plan.code, action.code, scene.organisation.key]
    budget = {line.line: line for line in scene.budget}
    terms = {one.milestone_id: one for one in scene.terms}
    answers, whole = answers_in_form(scene), f"?{WHOLE}=on" if WHOLE in scene.request.GET else ""
    return {
        "plan": plan,
        "action": action,
        "organisation": scene.organisation,
        "scene": scene,
        "form": form,
        "main": form.main,
        "answers": answers,
        "forms": [*answers.forms, *form.all_forms()],
        "money": [MoneyPart(budget[rows.line], rows).named() for rows in form.money],
        "milestones": [
            milestone_part(terms[rows.milestone], rows, form.base, scene.today) for rows in form.milestones
        ],
        "phases": [phase_words(phase) for phase in scene.phases.in_force],
        "round_part": round_part(scene),
        "save_url": reverse("report-save", args=names) + whole,
        "check_url": reverse("report-save-and-check", args=names) + whole,
        "discard_url": reverse("report-discard-confirm", args=names) if scene.draft else "",
        "warning": WARNING,
        "whose": mark_of(scene.request.user),
        "trail": report_trail(scene),
    }


def report_trail(scene: Scene) -> list[tuple[str, str]]:
    """By way of the sheet for the organisation's own people, by way of the list for the Platform."""
    action, plan = scene.action, scene.action.plan
    way = (_("Actions"), reverse("action-list", args=[plan.code]))
    if scene.organisation.pk in rights_today(scene.request.user, plan).organisations:
        way = (_("My actions"), reverse("sheet", args=[plan.code, scene.organisation.key]))
    return [
        way,
        (f"{action.code} {local(action, 'title')}", reverse("action", args=[plan.code, action.code])),
    ]
