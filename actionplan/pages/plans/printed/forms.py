"""The forms of a printed plan: the file, the plan's own facts, the cells of an action, and the bodies that are new."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField, WordsField
from actionplan.organisations.models import PolicyArea
from actionplan.pages.tokens import TokenForm
from actionplan.plan_document.models import PrintedPlan
from actionplan.plan_document.printed.proposals import Item
from actionplan.plan_document.printed.reading import CELLS, BodiesOfPrintedPlan, read_written
from actionplan.plan_document.printed.workflow import mark_of_answer, named_new_bodies
from objectives.models import Plan

CELL_FIELDS = {
    "ministers": (
        gettext_lazy("Ministers"),
        gettext_lazy(
            "One a line, the coordinating one first: the portfolio, or the key, then · and how it is printed."
        ),
    ),
    "promoters": (
        gettext_lazy("Promoters and partners"),
        gettext_lazy(
            "One a line, the promoter first: the name, the abbreviation or the key, then · and how it is printed."
        ),
    ),
    "timing": (
        gettext_lazy("Timing"),
        gettext_lazy(
            "One phase a line: 2021 – 2024, from 1 September 2021, until autumn 2021, continuous; then · and its label."
        ),
    ),
    "budget": (
        gettext_lazy("Budget"),
        gettext_lazy(
            "One line of the budget a line: €50,000 per year, within the regular resources, existing subsidy or external fund;"
            " then each behind a ·, its label, phase 2, 2021 – 2022, 60 % ABB, 40 % VGC."
        ),
    ),
    "milestones": (
        gettext_lazy("Milestones"),
        gettext_lazy("One a line: the date, every year or undated, then · and what is to be reached."),
    ),
}


class PrintedFileForm(TokenForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("A short workbook (.xlsx)."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


class ReadingForm(TokenForm):
    """A form about a part of the answers, with the mark of what was saved when it was opened."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False)


class PrintedFactsForm(ReadingForm):
    """What no cell says. Each objective has a field for its title."""

    code = Plan._meta.get_field("code").formfield(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("As it stands in addresses, for good: 2026-2030 or climate-2024-2030."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the plan"), max_length=300)
    start = DayField(label=gettext_lazy("First day"))
    end = DayField(label=gettext_lazy("Last day"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language in which the plan is printed"),
        choices=[("nl", gettext_lazy("Dutch")), ("en", gettext_lazy("English"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, printed: PrintedPlan, **options: Any) -> None:
        super().__init__(data, **options)
        self.objectives = {
            str(item["number"]): f"objective_{item['number']}" for item in printed.table["objectives"]
        }
        for number, name in self.objectives.items():
            label = _("Title of objective %(number)s") % {"number": number}
            self.fields[name] = forms.CharField(label=label, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The last day must come after the first."))
        return cleaned

    def facts(self) -> Item:
        cleaned = self.cleaned_data
        return {
            "code": cleaned["code"],
            "title": cleaned["title"],
            "start": cleaned["start"].isoformat(),
            "end": cleaned["end"].isoformat(),
            "language": cleaned["language"],
            "objectives": {number: cleaned[name] for number, name in self.objectives.items()},
        }


def facts_at_first(printed: PrintedPlan) -> Item:
    """What the form of the facts opens with: what was saved, else what headings and name of the file say."""
    facts = printed.answers["facts"]
    titles = facts.get("objectives") or {
        str(item["number"]): item["title"] for item in printed.table["objectives"]
    }
    named = {f"objective_{number}": title for number, title in titles.items()}
    return {"mark": mark_of_answer(facts), **facts, **named}


class PrintedCellsForm(ReadingForm):
    """The title and the cells of an action as somebody writes them: one thing a line."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)

    def __init__(self, data: Any = None, *, bodies: BodiesOfPrintedPlan, **options: Any) -> None:
        super().__init__(data, **options)
        self.bodies = bodies
        self.items: dict[str, list[Item]] = {}
        for cell in CELLS:
            label, hint = CELL_FIELDS[cell]
            self.fields[cell] = WordsField(label=label, help_text=hint, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for cell in CELLS:
            phases = tuple(self.items.get("timing", ()))
            written = read_written(cell, cleaned.get(cell, ""), self.bodies, phases)
            self.items[cell] = written.items
            if written.remark:
                words = {"line": written.line, "remark": written.remark.label}
                self.add_error(cell, _("Line %(line)s cannot be read. %(remark)s") % words)
        return cleaned


class NewBodiesForm(ReadingForm):
    """Of each body that is not known: whether it is one that is, else what it is called and where it belongs."""

    def __init__(
        self, data: Any = None, *, printed: PrintedPlan, bodies: BodiesOfPrintedPlan, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.rows: list[tuple[str, str]] = []
        areas = [("", _("none")), *((row.code, str(row)) for row in PolicyArea.objects.all())]
        for member, items in named_new_bodies(printed).items():
            known = (bodies.ministers if member == "ministers" else bodies.organisations).rows
            choices = [("", _("A new one")), *((row.key, row.name) for row in known if not row.is_new)]
            for item in items:
                word = f"{member}:{item['key']}"
                self.rows.append((word, item["name"]))
                self.fields[f"{word}:same_as"] = forms.ChoiceField(
                    label=_("Which body is it?"), choices=choices, required=False
                )
                self.fields[f"{word}:name"] = forms.CharField(
                    label=_("Name, where it is new"), max_length=200, required=False
                )
                if member == "organisations":
                    self.fields[f"{word}:abbreviation"] = forms.CharField(
                        label=_("Abbreviation"), max_length=30, required=False
                    )
                    self.fields[f"{word}:policy_area"] = forms.ChoiceField(
                        label=_("Policy area"), choices=areas, required=False
                    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for word, _name in self.rows:
            if not cleaned.get(f"{word}:same_as") and not cleaned.get(f"{word}:name"):
                self.add_error(f"{word}:name", ValidationError(_("Say what it is called.")))
        return cleaned

    def answers(self) -> dict[str, Item]:
        names = ["same_as", "name", "abbreviation", "policy_area"]
        return {
            word: {name: self.cleaned_data.get(f"{word}:{name}", "") for name in names}
            for word, _name in self.rows
        }

    def fields_by_body(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (name, [field for field in self if field.name.startswith(f"{word}:")]) for word, name in self.rows
        ]


def bodies_at_first(printed: PrintedPlan) -> Item:
    """What the form of the bodies opens with: what was saved, else the names as printed."""
    saved = printed.answers["bodies"]
    initial: Item = {"mark": mark_of_answer(saved)}
    for member, items in named_new_bodies(printed).items():
        for item in items:
            word = f"{member}:{item['key']}"
            for name, value in saved.get(word, {"name": item["name"]}).items():
                initial[f"{word}:{name}"] = value
    return initial
