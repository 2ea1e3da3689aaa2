"""The parts of an action's form: what one can come for, each with its fields and its sets of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actionplan.planned.faults import identity_of
from actionplan.planned.words import BodyNames

from .item_rows import MOST_ITEM_ROWS, ItemRowForm


@dataclass(frozen=True)
class FieldBeside:
    """A field of the action itself, with what is in force beside it."""

    field: forms.BoundField
    holds: str
    language: str
    differs: bool

    @property
    def is_changed(self) -> bool:
        form = self.field.form
        return (
            bool(self.field.errors) or self.field.name in form.changed_data if form.is_bound else self.differs
        )


@dataclass(frozen=True)
class FormPart:
    """What one can come for: fields of the action itself and sets of rows, under a heading."""

    key: str
    heading: Any
    now: str
    """What it says now, in words."""
    fields: list[FieldBeside]
    sets: list[RowSet]
    is_new: bool
    """Whether the action is new, so that all is to be filled in."""

    @property
    def is_open(self) -> bool:
        """Once the form was sent: whether something is wrong in it, or was typed. Before: whether it says something else than
        what is in force."""
        in_a_field = any(beside.is_changed for beside in self.fields)
        return self.is_new or in_a_field or any(row_set.is_changed for row_set in self.sets)


class RowSet:
    """The rows of a kind: those shown, each with what is in force, and empty ones."""

    def __init__(
        self,
        form: type[ItemRowForm],
        data: Any,
        before: Sequence[Any],
        shown: Sequence[Any],
        *,
        new_rows: int,
        names: BodyNames,
        **options: Any,
    ) -> None:
        """`before` is what is in force, `shown` what the rows show if nothing was sent."""
        self.member, self.heading, self.hint, self.another = (
            form.member,
            form.heading,
            form.hint,
            form.another,
        )
        self.lacks = False
        """Whether all rows were removed where an action needs at least one."""
        factory = forms.formset_factory(
            form, extra=new_rows, can_delete=bool(new_rows), max_num=MOST_ITEM_ROWS, validate_max=True
        )
        initial = [
            {**form.initial_of(part, names), "goes_on_from": place} for place, part in enumerate(shown, 1)
        ]
        options["names"] = names
        self.rows: Any = factory(data, prefix=self.member, initial=initial, form_kwargs=options)
        held = {identity_of(part, place): part for place, part in enumerate(before, 1)}
        for place, row in enumerate(self.rows.forms, 1):
            part = shown[place - 1] if place <= len(shown) else None
            row.about = form.name_of(part, place, names) if part else form.another
            old = held.pop(identity_of(part, place), None) if part else None
            if old:
                row.holds = form.in_words(old, names)
            row.differs = bool(part and before and old != part)
            if "DELETE" in row.fields:
                row.fields["DELETE"].label = _("Remove") if part else _("Leave it out")
        self.left = [
            f"{form.name_of(part, place, names)}: {form.in_words(part, names)}"
            for place, part in enumerate(before, 1)
            if identity_of(part, place) in held
        ]
        """What is in force and no longer among the rows."""
        self.now = [form.short_words(part, names) for part in shown]

    def is_valid(self) -> bool:
        return bool(self.rows.is_valid())

    @property
    def there(self) -> list[ItemRowForm]:
        return list(self.rows.initial_forms)

    @property
    def more(self) -> list[ItemRowForm]:
        return list(self.rows.extra_forms)

    @property
    def is_changed(self) -> bool:
        """Once it was sent: whether something is wrong in it, or was typed. Before: whether it differs from what is in force."""
        rows = self.rows.forms
        if self.rows.is_bound:
            return bool(self.errors or any(row.errors or row.has_changed() for row in rows))
        return bool(self.left or any(row.differs for row in rows))

    @property
    def shows_more(self) -> bool:
        """Whether to show the empty rows at once: if there are no others, or something was typed into them."""
        return not self.there or any(row.is_bound and row.has_changed() for row in self.more)

    def stays(self) -> list[ItemRowForm]:
        return [row for row in self.rows.forms if not row.is_left_out]

    @property
    def errors(self) -> list[str]:
        """Errors of the set as a whole."""
        errors = [str(text) for text in self.rows.non_form_errors()]
        errors += [_("at least one is needed.")] if self.lacks else []
        return [f"{self.heading} {text}" for text in errors]
