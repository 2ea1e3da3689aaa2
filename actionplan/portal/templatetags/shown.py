"""The head of every dashboard, filled in by Python (`base.templatetags.repeated`): the other dashboards, and the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base import selects
from actionplan.base.templatetags.repeated import joined
from actionplan.portal.dashboards.shown import Shown

register = template.Library()

TAB = '<li><a href="{url}"{current}>{label}</a></li>'
CURRENT = ' aria-current="page"'
HIDDEN = '<input type="hidden" name="{}" value="{}">'
DAY = (
    '<div><label for="shown-on">{label}</label>\n'
    '<input id="shown-on" type="date" name="on" value="{day}"></div>'
)
SELECT = (
    '<div><label for="shown-{name}">{label}</label>\n'
    '<select id="shown-{name}" name="{name}"><option value="">{nothing}</option>{options}</select></div>'
)
ALSO = (
    '<div class="check"><input id="shown-also" type="checkbox" name="also"{checked}>'
    '<label for="shown-also">{label}</label></div>'
)
BUTTON = '<button class="button secondary" type="submit">{}</button>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def dashboard_tabs(tabs: Iterable[Mapping[str, Any]]) -> SafeString:
    """The dashboards of the same moment, basis and part of the plan, each with `url`, `label` and `current`."""
    return joined(
        [
            TAB.format(
                url=escape(tab["url"]),
                current=CURRENT if tab["current"] else "",
                label=escape(str(tab["label"])),
            )
            for tab in tabs
        ]
    )


@register.simple_tag
def shown_fields(shown: Shown) -> SafeString:
    """The fields of the form that asks for another day, round or part of the plan, and its button."""
    return joined(["\n".join(_fields(shown))])


def _fields(shown: Shown) -> Iterator[str]:
    hidden = [*shown.kept, *([("basis", shown.basis)] if shown.may_switch_basis else [])]
    yield from (HIDDEN.format(escape(name), escape(str(value))) for name, value in hidden)
    day = None if shown.frozen else shown.moment.asked_day
    yield DAY.format(label=escape(_("As known on")), day=day.isoformat() if day else "")
    if shown.rounds:
        words = {"label": escape(_("or as frozen in")), "nothing": escape(_("no round"))}
        options = selects.options(shown.round_choices, [shown.round_code])
        yield SELECT.format(name="round", options=options, **words)
    nothing = escape(_("all"))
    for field in shown.scope.fields:
        options = selects.options(field["choices"], [field["chosen"]])
        label = escape(field["label"])
        yield SELECT.format(name=escape(field["name"]), label=label, nothing=nothing, options=options)
    checked = " checked" if shown.scope.also else ""
    yield ALSO.format(checked=checked, label=escape(_("Also as partner or involved")))
    yield BUTTON.format(escape(_("Show")))
