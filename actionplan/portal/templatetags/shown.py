"""The head of every dashboard, filled in by Python (`base.templatetags.repeated`): the other dashboards, and the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.template.defaulttags import querystring
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base import selects
from actionplan.base.formatting import day, instant
from actionplan.base.templatetags.repeated import joined
from actionplan.portal.dashboards.scope import LABELS, Scope
from actionplan.portal.dashboards.shown import Shown
from actionplan.reporting.states import Basis

register = template.Library()

TAB = '<li><a href="{url}"{current}>{label}</a></li>'
CURRENT = ' aria-current="page"'
PART = "{label}: <strong>{name}</strong>"
AGAIN = '<a href="{url}">{words}</a>'
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


@register.simple_tag(takes_context=True)
def shown_moment(context: Context, shown: Shown) -> SafeString:
    """What is shown, in one sentence, with the links that change it."""
    said = [_when(shown), escape(_basis(shown.basis))]
    scope = shown.scope
    said += [PART.format(label=escape(label), name=escape(name)) for label, name in scope.in_words]
    if scope.also:
        said.append(escape(_also(scope)))
    if shown.may_switch_basis:
        other = _("show accepted only") if shown.basis == Basis.REPORTED else _("show reported")
        said.append(_again(context, other, basis=shown.other_basis))
    if not shown.is_now:
        said.append(_again(context, _("back to today"), **dict.fromkeys(["on", "round", "closing"])))
    if not scope.is_everything:
        said.append(_again(context, _("the whole plan"), **dict.fromkeys([*LABELS, "also"])))
    return joined(["\n· ".join(said)])


def _when(shown: Shown) -> str:
    if shown.frozen:
        closing = {"round": shown.frozen.round.local_name, "when": instant(shown.frozen.closing.closed_at)}
        frozen = _("As frozen when %(round)s closed, %(when)s") % closing
        reckoned = _("schedule reckoned on %(day)s") % {"day": day(shown.frozen.snapshot.reckoned_on)}
        said = [frozen, reckoned]
        if reopened_at := shown.frozen.closing.reopened_at:
            said.insert(1, _("reopened since, on %(when)s") % {"when": instant(reopened_at)})
        return "\n· ".join(map(escape, said))
    if not shown.is_now:
        return escape(_("As known on %(day)s") % {"day": day(shown.moment.asked_day)})
    today = escape(_("As known today"))
    if not shown.asked.reckoned_on_the_last_day:
        return today
    last = _("schedule reckoned on the plan’s last day, %(day)s") % {"day": day(shown.moment.reckoned_on)}
    return f"{today}\n· {escape(last)}"


def _basis(basis: str) -> str:
    if basis == Basis.REPORTED:
        return _("reported basis: what is submitted counts, reviewed or not")
    return _("accepted basis: what the Platform accepted")


def _also(scope: Scope) -> str:
    if scope.is_wider:
        return _("also as partner or involved: figures of several parts made this way overlap")
    return _(
        "“also as partner or involved” changes nothing here, without a policy area, an organisation or a minister"
    )


def _again(context: Context, words: str, **query: Any) -> str:
    """A link to the first page of the same with something else in its query; None is without it."""
    return AGAIN.format(
        url=escape(querystring(context, context["request"].GET, **query, page=None)), words=escape(words)
    )


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
    asked = None if shown.frozen else shown.moment.asked_day
    yield DAY.format(label=escape(_("As known on")), day=asked.isoformat() if asked else "")
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
