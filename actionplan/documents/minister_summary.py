"""The page with which an extract begins: what is asked, how the minister's actions stand, their money, what changed."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from actionplan.picture.actions import Actions
from actionplan.picture.reasons import reasons_in_words
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.reporting.states import attention_label

from .attention_points import attention_sentence
from .content import Block, FactList, LabelledText, Paragraph, Section, Table, TableColumn, note
from .plan_figures import status_sentence
from .source import DocumentSource
from .summary import asked_blocks, changed, money_blocks, short_title, standing

MOST_POINTS = 3
"""Points of attention with their reason, besides those about which something is asked; of the others the codes stand there,
and the sheets say why."""


def minister_lead(own: Actions) -> LabelledText:
    flagged = own.worst_first()
    words = attention_sentence(flagged) if flagged else _("There are no points of attention.")
    return LabelledText(words, status_sentence(own))


def minister_summary(
    source: DocumentSource,
    key: str,
    earlier: DocumentSource | None,
    *,
    coordinated: Actions,
    involved: Actions,
    keys: Collection[int],
) -> list[Section]:
    """`keys` are those of the actions whose changes are told: the minister's, and those that left the plan since."""
    own, counted = source.actions.with_minister(key), source.actions.counting_under_minister(key)
    sections = [
        Section(_("What is asked, of whom, by when?"), [*asked_blocks(source, own)]),
        Section(_("How do the actions stand?"), [_standings(coordinated, involved), *_points(source, own)]),
    ]
    if counted:
        label = note(_("Of the actions that count under this minister."))
        sections.append(Section(_("Does the money follow?"), [*money_blocks(source, counted), label]))
    return [*sections, *changed(source, earlier, keys)]


def _standings(coordinated: Actions, involved: Actions) -> Table:
    columns = [
        TableColumn(_("The minister"), 40),
        TableColumn(_("Verdict of the Platform, a sign for each action"), 92),
        TableColumn(_("Completed"), 20, is_number=True),
        TableColumn(_("Points of attention"), 28, is_number=True),
    ]
    rows = [
        standing(name, actions)
        for name, actions in [(_("coordinates"), coordinated), (_("is involved in"), involved)]
        if actions
    ]
    return Table(_("How the actions stand"), columns, rows)


def _points(source: DocumentSource, own: Actions) -> list[Block]:
    flagged = [action for action in own.worst_first() if not action.asks]
    items = []
    for action in flagged[:MOST_POINTS]:
        reason = reasons_in_words(action, source.words, source.picture, LIMITED_LEFT_OUT)[0]
        head, title = f"{action.code} {attention_label(reason.code)}", short_title(action.local_title)
        said = f"{title} {reason.sentence}" if title.endswith("…") else f"{title}. {reason.sentence}"
        items.append(LabelledText(said, head, sign=reason.code))
    others = ", ".join(action.code for action in flagged[MOST_POINTS:])
    rest = [Paragraph(_("Also points of attention: %(codes)s.") % {"codes": others})] if others else []
    return [*([FactList(items)] if items else []), *rest]
