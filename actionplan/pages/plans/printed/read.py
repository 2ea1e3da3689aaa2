"""What the pages of a printed plan show: how far it is, and of an action each cell beside its reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.differences import FieldDifference
from actionplan.pages.getters import refuse_unless
from actionplan.plan_document.models import PrintedPlan
from actionplan.plan_document.printed.proposals import Item, Remark, Sureness
from actionplan.plan_document.printed.reading import CELLS, BodiesOfPrintedPlan, in_words, sureness_of
from actionplan.plan_document.printed.workflow import known_bodies, mark_of_action, row_of, to_do

from .forms import CELL_FIELDS, PrintedCellsForm, ReadingForm


def printed_or_404(request: PortalRequest, pk: int) -> PrintedPlan:
    """For administrators alone. Its bytes are not read."""
    refuse_unless(request, "objectives.import")
    rows = PrintedPlan.objects.select_related("uploaded_by", "file").defer("content")
    return get_object_or_404(rows, pk=pk)


def breadcrumbs_of_printed(printed: PrintedPlan | None = None) -> list[tuple[str, str]]:
    trail = [
        (_("Plans"), reverse("plan-list")),
        (_("Import a plan"), reverse("plan-import")),
    ]
    if printed:
        trail += [
            (_("A plan as a table"), reverse("printed-plans")),
            (printed.name, reverse("printed-plan", args=[printed.pk])),
        ]
    return trail


@dataclass(frozen=True)
class ActionToConfirm:
    code: str
    title: str
    sureness: Sureness
    """Of the cell that is least sure."""
    cells: list[str]
    """Which cells were not read as printed, in words."""
    is_confirmed: bool


def actions_to_confirm(printed: PrintedPlan) -> list[ActionToConfirm]:
    """Those with a cell that was not read first, then the less sure ones; what is confirmed stands last."""
    rows = []
    for action in printed.table["actions"]:
        readings = printed.readings[action["code"]]
        unsure = [cell for cell in CELLS if readings[cell]["sureness"] != Sureness.EXACT]
        words = [f"{CELL_FIELDS[cell][0]}: {Sureness(readings[cell]['sureness']).label}" for cell in unsure]
        rows.append(
            ActionToConfirm(
                action["code"],
                action["title"],
                sureness_of(readings),
                words,
                action["code"] in printed.answers["cells"],
            )
        )
    return sorted(rows, key=lambda row: (row.is_confirmed, -row.sureness.rank))


def overview_context(printed: PrintedPlan) -> dict[str, Any]:
    rows = actions_to_confirm(printed)
    return {
        "printed_plan": printed,
        "rows": rows,
        "confirmed": sum(row.is_confirmed for row in rows),
        "sure": sum(row.sureness == Sureness.EXACT and not row.is_confirmed for row in rows),
        "to_do": to_do(printed),
        "not_read": printed.table["not_read"],
        "breadcrumbs": breadcrumbs_of_printed(printed)[:-1],
    }


@dataclass(frozen=True)
class CellToConfirm:
    """A cell of an action: as printed, how it was read, and the field in which somebody says it."""

    field: BoundField
    printed: str
    sureness: Sureness
    remark: str

    @property
    def label(self) -> str:
        how = self.sureness.label if self.printed.strip() else pgettext("cell", "empty")
        return f"{self.field.label} ({how})"


@dataclass(frozen=True)
class PrintedAction:
    """An action of a printed plan, with the bodies that its cells may name."""

    printed: PrintedPlan
    row: Item
    bodies: BodiesOfPrintedPlan

    @property
    def code(self) -> str:
        return self.row["code"]

    @property
    def readings(self) -> Item:
        return self.printed.readings[self.code]

    @property
    def confirmed(self) -> dict[str, list[Item]] | None:
        return self.printed.answers["cells"].get(self.code)

    def in_words(self) -> dict[str, str]:
        """What is saved of each cell, else the portal's reading."""
        saved = self.confirmed or {cell: self.readings[cell]["items"] for cell in CELLS}
        return {cell: in_words(cell, saved[cell], self.bodies) for cell in CELLS}

    def initial(self) -> Item:
        return {
            "mark": mark_of_action(self.printed, self.code),
            "title": self.row["title"],
            **self.in_words(),
        }

    def cells(self, form: PrintedCellsForm) -> list[CellToConfirm]:
        """Those that were not read first."""
        found = [
            CellToConfirm(
                form[cell],
                self.row["cells"][cell],
                Sureness(self.readings[cell]["sureness"]),
                str(Remark(self.readings[cell]["remark"]).label),
            )
            for cell in CELLS
        ]
        return sorted(found, key=lambda one: -one.sureness.rank)


def differences(form: ReadingForm, saved: Item) -> list[FieldDifference]:
    """Between what somebody typed and what is saved by now, in words."""
    rows = [
        FieldDifference(
            str(field.label), _chosen(field, field.value() or ""), _chosen(field, saved.get(field.name, ""))
        )
        for field in form.visible_fields()
    ]
    return [row for row in rows if row.mine.replace("\r\n", "\n").strip() != row.theirs]


def _chosen(field: BoundField, value: str) -> str:
    return str(dict(getattr(field.field, "choices", ())).get(value, value))


def printed_action_of(request: PortalRequest, pk: int, code: str) -> PrintedAction | None:
    """None where the plan has no such action."""
    printed = printed_or_404(request, pk)
    if code not in printed.readings:
        return None
    return PrintedAction(
        printed, row_of(printed, code), known_bodies(day_of(request.now), printed.new_bodies)
    )


def next_address(printed: PrintedPlan) -> str:
    """Of the action that is to be confirmed next, or of the plan where none is left."""
    first = next((row for row in actions_to_confirm(printed) if not row.is_confirmed), None)
    if first is None:
        return reverse("printed-plan", args=[printed.pk])
    return reverse("printed-action", args=[printed.pk, first.code])
