"""Filters and tags of the interface: money, days and texts in words, marks beside words, form controls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django import template
from django.forms import (
    BaseForm,
    BoundField,
    CharField,
    CheckboxSelectMultiple,
    DecimalField,
    IntegerField,
    ModelChoiceField,
    NumberInput,
    RadioSelect,
    Select,
)
from django.template import Context
from django.template.defaultfilters import linebreaks_filter
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from actionplan.base import formatting
from actionplan.base.charts import look_of, place, sign_of
from actionplan.base.fields import WordsField
from actionplan.base.formatting import local, other_language
from actionplan.base.timeline_chart import Course
from actionplan.pages.help.read import language_of_help, paragraph_under
from actionplan.picture.sentences import confidence_word, on_hold_words, status_word
from actionplan.reporting.states import NEVER_REPORTED, Confidence

register = template.Library()


@register.filter
def labelled(cells: Sequence[SafeString], headers: Sequence[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row as Django admin marks them up, each with its heading as the label of a narrow page."""
    return [
        SafeString(cell[:3])
        + format_html(' data-label="{}"', capfirst(header["text"]))
        + SafeString(cell[3:])
        for cell, header in zip(cells, headers, strict=True)
    ]


@register.filter
def euro(amount: Decimal | int | None) -> str:
    """`{{ line.total|euro }}`: €1,234.56."""
    return formatting.euro(amount)


@register.filter
def number(value: Decimal | int, places: int = 0) -> str:
    """`{{ line.late_by|number }}`: 1,461."""
    return formatting.number(value, places)


@register.filter
def percent(value: Decimal | float | None, places: int = 0) -> str:
    """`{{ 61.5|percent:1 }}`: 61.5%. The value is a number of per cent, not a fraction."""
    return formatting.percent(value, places)


@register.filter
def day(value: date | None) -> str:
    """`{{ round.due|day }}`: 20 January 2023."""
    return formatting.day(value)


@register.filter
def short_day(value: date | None) -> str:
    """`{{ round.due|short_day }}`: 20 Jan 2023."""
    return formatting.short_day(value)


@register.filter
def instant(value: datetime | None) -> str:
    """`{{ report.submitted_at|instant }}`: 20 January 2023, 14:05, in Brussels time."""
    return formatting.instant(value)


@register.simple_tag
def vague(value: date | None, precision: str | None = "day", starts: bool = False) -> str:
    """`{% vague milestone.due milestone.due_precision %}`: last quarter of 2021."""
    return formatting.vague(value, precision, starts=starts)


@register.simple_tag
def twin(subject: Any, field: str, words: str = "") -> str | SafeString:
    """The field in the reader's language or, where that twin is empty, in the other one and marked so.

    `words` are shown instead, if they were made from the field, such as a short form of a title.
    """
    text = str(words or local(subject, field) or "")
    language = other_language(subject, field)
    return format_html('<span lang="{}">{}</span>', language, text) if text and language else text


@register.simple_tag(name="other_language")
def language_of_twin(subject: Any, field: str) -> str:
    """The code of the language in which `twin` returns it, if it is not the page's."""
    return other_language(subject, field)


@register.filter
def twin_text(subject: Any, field: str) -> str:
    """Like `twin`, without markup, for attributes and texts of charts."""
    return str(local(subject, field) or "")


@register.inclusion_tag("ui/printed.html")
def printed(text: str, lead: str = "") -> dict[str, str]:
    """Words of the printed plan, quoted, in the language of the print; `lead` says before them what they are."""
    return {"text": text, "lead": lead}


@register.filter
def lines(text: str | None) -> SafeString:
    """What somebody typed, as escaped paragraphs."""
    return linebreaks_filter(text, autoescape=True) if text else SafeString("")


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is several controls under one legend: radio buttons or checkboxes."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_required(field: BoundField) -> bool:
    """Whether the form refuses the field if it is left empty.

    A row of which nothing is filled in may stay empty, and a list that begins with a choice never is.
    """
    form: Any = field.form
    if not field.field.required or field.field.disabled or form.empty_permitted:
        return False
    widget = field.field.widget
    if not isinstance(widget, Select):
        return True
    if isinstance(field.field, ModelChoiceField):
        return field.field.empty_label is not None  # its choices would ask the database once more
    return next(iter(widget.choices), ("",))[0] in ("", None)


def anchor(field: BoundField) -> str:
    """The id of the control that the error summary links to."""
    if is_group(field):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


MEANINGS = {
    "status": _("Which status do you choose?"),
    "confidence": _("How is it going: what do you say?"),
}
"""By field, the heading under which help says how to choose."""


@register.simple_tag
def meaning_of(field: BoundField) -> SafeString:
    """What help says of how to choose the value of the field, in the reader's language."""
    return paragraph_under(str(MEANINGS[field.name]), "words", language_of_help())


@register.filter
def found_at(field: BoundField) -> list[Any]:
    """What the checks of a report found about the field, where a page says so."""
    return getattr(field, "found", [])


@register.simple_tag(takes_context=True)
def described_by(context: Context, field: BoundField) -> str:
    """The ids of what explains the field: the plan's words (`printed` in the context), hint, error, what checks found, and
    the `warning` that a page says once for all its texts.
    """
    ids = [f"{field.auto_id}_printed"] if context.get("printed") else []
    found = [f"{field.auto_id}_found"] if found_at(field) else []
    warning = ["warning"] if context.get("warning") and type(field.field) in (CharField, WordsField) else []
    return " ".join([*ids, *(field.aria_describedby or "").split(), *found, *warning])


@register.simple_tag(takes_context=True)
def control(context: Context, field: BoundField) -> SafeString:
    """The field's widget, linked to its explanations, with the keyboard for its numbers."""
    attrs: dict[str, str | bool] = {"placeholder": False}  # those of allauth repeat the label
    ids = described_by(context, field)
    if ids and not is_group(field):
        attrs["aria-describedby"] = ids
    if isinstance(field.field, DecimalField):
        attrs["inputmode"] = "decimal"
    elif isinstance(field.field, IntegerField) and isinstance(field.field.widget, NumberInput):
        attrs["inputmode"] = "numeric"
    return field.as_widget(attrs=attrs)


@dataclass(frozen=True)
class Problem:
    """A sentence of the error summary, with the id and label it links to; both empty for the whole form."""

    text: str
    anchor: str = ""
    label: str = ""


@register.simple_tag(takes_context=True)
def problems(context: Context) -> list[Problem]:
    """All errors of `forms`, or else `form`, and `errors` (sentences or problems) in the context: each once, in page order."""
    form, forms = context.get("form"), context.get("forms")
    errors = [
        text if isinstance(text, Problem) else Problem(str(text)) for text in context.get("errors") or []
    ]
    errors += [Problem(str(text)) for text in getattr(forms, "non_form_errors", list)()]
    for part in forms if forms is not None else [form] if form is not None else []:
        errors += [_of_form(part, str(text)) for text in part.non_field_errors()]
        for field in part:
            errors += [Problem(str(text), anchor(field), _heading(field)) for text in field.errors]
    return list(dict.fromkeys(errors))


def _of_form(form: BaseForm, text: str) -> Problem:
    """An error of a form as a whole; for a part of a page, with its place and what it is about."""
    place, about = getattr(form, "anchor", ""), getattr(form, "about", "")
    return Problem(text, place, f"{about}:") if place else Problem(text)


def _heading(field: BoundField) -> str:
    """The label before a sentence, with what its form is about; a colon follows, unless it is a question."""
    about = getattr(field.form, "about", "")
    label = f"{field.label} {about}" if about else str(field.label)
    return label if label.endswith("?") else f"{label}:"


@register.simple_tag
def sort_state(key: str, current: str | None) -> dict[str, str]:
    """A column head under the present sort: its aria-sort, its arrow, and the sort that a click asks for."""
    if current == key:
        return {"direction": "ascending", "arrow": " ↑", "next": f"-{key}"}
    if current == f"-{key}":
        return {"direction": "descending", "arrow": " ↓", "next": key}
    return {"direction": "", "arrow": "", "next": key}


# Marks beside words: confidence or verdict, status, segment, milestone

SIGNS = SimpleLazyObject(lambda: static("signs.svg"))
"""The address of the file that has them."""


@register.simple_tag
def sign(name: str = "") -> SafeString:
    """The shape alone, beside a word: a status, a confidence, the state of a milestone or a task, by its code.

    `static/signs.svg` has them all; empty is a dashed circle, for none and never reported.
    """
    mark = '<svg class="sign" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(mark, SIGNS, name or "none")


@register.simple_tag
def share_bar(parts: Sequence[Mapping[str, Any]]) -> SafeString:
    """A whole in its shares, as a bar, hidden from screen readers: its numbers stand beside it.

    `parts` have `code` and `count`, in order.
    """
    counts = [part["count"] for part in parts]
    starts = accumulate(counts, initial=0)
    shares = format_html_join(
        "",
        '<rect class="seg seg-{}" x="{}" width="{}" height="1"/>',
        (
            (look_of(part["code"]), start, part["count"])
            for start, part in zip(starts, parts, strict=False)
            if part["count"]
        ),
    )
    return format_html(
        '<svg class="share-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" width="100%" height="1" '
        'aria-hidden="true" focusable="false">{}</svg>',
        sum(counts),
        shares,
    )


@register.simple_tag(name="course")
def shapes_of(course: Course) -> SafeString:
    """The shapes of one action inside a drawing, on the page of which `timeline/shapes.html` stands."""
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        ((bar.look, bar.x, bar.y, bar.width, bar.height) for bar in course.bars),
    )
    points = format_html_join(
        "",
        '<use href="#look-{}" x="{}" y="{}"{}>{}</use>',
        (
            (
                point.look,
                point.x,
                point.y,
                mark_safe(' transform="scale(-1 1)"') if point.x == "0%" else "",
                format_html("<title>{}</title>", point.label) if point.label else "",
            )
            for point in course.points
        ),
    )
    return format_html('<use href="#look-behind"/>{}{}', bars, points)


@register.inclusion_tag("ui/shares.html")
def shares(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The bar, and under it each share with its sign, its count and its list.

    `parts` have `code`, `label`, `count` and perhaps `url`.
    """
    return {"parts": [{**part, "sign": sign_of(part["code"])} for part in parts]}


@register.inclusion_tag("ui/money_bar.html")
def money_bar(
    planned: Decimal | None, committed: Decimal | None, paid: Decimal | None, longest: Decimal
) -> dict[str, str]:
    """Planned as an outline, paid dark in it and red beyond it, committed as a tick; None draws nothing.

    Amounts in euro. `longest` is the amount that fills the column: the same in every row of a table, and not zero.
    """
    within = min(paid or 0, planned or 0) if planned else paid
    over = max((paid or 0) - (planned or 0), 0) if planned else None
    amounts = {"planned": planned, "within": within, "over": over, "committed": committed}
    return {name: place(max(amount, 0) * 100 / longest) for name, amount in amounts.items() if amount}


@register.simple_tag
def swatch(code: str = "") -> SafeString:
    """The key of a segment: the sign of a confidence or of none, or a square as its segment looks; empty for never reported."""
    if code in {*Confidence, "none"}:
        return sign(code)
    look = look_of(code)
    return format_html(
        '<svg class="swatch" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
        '<rect class="seg seg-{}" x="1" y="1" width="12" height="12"/>{}</svg>',
        look,
        mark_safe('<path class="hatch" d="M1 13 13 1"/>') if look == "stopped" else "",
    )


@register.simple_tag
def confidence(code: str) -> SafeString:
    """A confidence (reported) or a verdict (assessed): its sign and its word."""
    return format_html('<span class="confidence">{} {}</span>', sign(code), confidence_word(code))


@register.simple_tag
def status(code: str = "", on_hold_since: date | None = None) -> SafeString:
    """A reported status: its sign, its word, since when it is on hold; an empty code is never reported."""
    note = on_hold_words(on_hold_since)
    return format_html(
        '<span class="status">{} {}{}</span>',
        sign("on_hold" if on_hold_since else code),
        status_word(code or NEVER_REPORTED),
        format_html(' <span class="aside">{}</span>', note) if note else "",
    )
