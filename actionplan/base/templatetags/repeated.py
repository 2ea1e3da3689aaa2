"""What stands on a page hundreds of times: filled in by Python, which takes a tenth of a template's time.

Whatever is put into the markup is escaped before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.http import QueryDict
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from actionplan.base import selects

from .ui import sort_state

register = template.Library()

NOTHING = "–"


FILTER = (
    '<div class="filter"><label for="{id}">{label}</label>'
    '<select name="{name}" id="{id}">\n{options}\n</select></div>'
)
SORT_HEAD = (
    '<th scope="col"{direction}><a class="sort" href="{url}">{label}'
    '<span class="sort-mark" aria-hidden="true">{arrow}</span></a></th>'
)


def joined(pieces: Iterable[str]) -> SafeString:
    """One piece of markup from pieces of which every value was escaped."""
    return SafeString("".join(pieces))


def escaped(words: Any) -> str:
    """As `conditional_escape`, without the way of words that are translated later."""
    return words if isinstance(words, SafeString) else escape(str(words))


def heads_of(labels: Iterable[str]) -> list[str]:
    """Labels as heads of columns, escaped: the rows of a table share them."""
    return [escape(label[:1].upper() + label[1:]) for label in labels]


def cells_of(parts: Iterable[Mapping[str, Any]], heads: Iterable[str]) -> Iterator[str]:
    """A cell for each part (`count` and `url`) under its head, which is escaped: its count leading to its list."""
    for part, head in zip(parts, heads, strict=True):
        if count := part["count"]:
            url = escape(part["url"])
            yield f'<td class="numbers" data-label="{head}"><a href="{url}">{count}</a></td>'
        else:
            yield f'<td class="numbers nothing" data-label="{head}">–</td>'


@register.simple_tag(takes_context=True)
def sort_heads(context: Context, columns: Iterable[Any], current: str) -> SafeString:
    """`{% sort_heads columns sort %}`: the heads of columns that sort, each with `key` and `label`.

    A second click turns the order; the first page is shown. `current` is the key in force, or the key after a minus.
    """
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    return joined([_sort_head(kept, column.key, str(column.label), current) for column in columns])


def _sort_head(kept: QueryDict, key: str, label: str, current: str) -> str:
    state = sort_state(key, current)
    kept["sort"] = state["next"]
    direction = f' aria-sort="{state["direction"]}"' if state["direction"] else ""
    url = escape(f"?{kept.urlencode()}")
    return SORT_HEAD.format(direction=direction, url=url, label=escape(label), arrow=state["arrow"])


@register.simple_tag
def filter_fields(form: Form) -> SafeString:
    """The fields of a filter, each with its label: most are selects with nothing more to say."""
    return joined([_filter_field(field) for field in form.visible_fields()])


def _filter_field(field: BoundField) -> str:
    widget = field.field.widget
    if field.errors or field.help_text or not isinstance(widget, selects.ShortSelect):
        return get_template("ui/filter_field.html").render({"field": field})
    return FILTER.format(
        id=escape(field.auto_id),
        name=escape(field.html_name),
        label=escape(str(field.label)),
        options=selects.options(widget.choices, widget.format_value(field.value())),
    )
