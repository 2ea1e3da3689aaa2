"""The extract for a minister's policy letter: the actions that the minister coordinates or is involved in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.folding import fold
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import MinisterPicture
from actionplan.picture.picture import ActionPicture, Picture
from actions.states import MinisterRole

from .action_sheet import action_section
from .asked import asked_section
from .attention_points import attention_section
from .changes import changes_section
from .content import Block, DocumentContent, LabelledText, Paragraph, Section, note
from .method import method_section
from .plan_figures import paid_of_planned, status_sentence, status_table, unknown_figures, verdict_sentence
from .source import DocumentSource
from .title_page import with_title_page


def ministers_of(picture: Picture) -> list[MinisterPicture]:
    """The ministers with a role in the plan, by name."""
    keys = {key for action in picture.actions for key in action.ministers}
    return sorted((picture.ministers[key] for key in keys), key=lambda minister: fold(minister.local_title))


def minister_extract(
    source: DocumentSource, key: str, earlier: DocumentSource | None
) -> DocumentContent | None:
    """The extract; None if the minister has no role in any action. `earlier` is the round before."""
    own = source.actions.with_minister(key)
    if not own:
        return None
    coordinated = own.where(lambda action: _has_role(action, key, MinisterRole.COORDINATING))
    involved = own.where(lambda action: _has_role(action, key, MinisterRole.INVOLVED))
    elsewhere = _("These actions count under the minister who coordinates them.")
    coordinates, is_involved = (
        _("Actions that the minister coordinates"),
        _("Actions that the minister is involved in"),
    )
    sections = [
        *asked_section(source, own),
        _part(source, coordinates, coordinated, _counted_elsewhere(coordinated, key), _money(source, key)),
        _part(source, is_involved, involved, elsewhere),
        attention_section(source, own),
        _changes(source, [*coordinated, *involved], key, earlier),
        method_section(source, own),
    ]
    return with_title_page(
        source,
        sections,
        kind=f"extract-{key}",
        title=_("Extract for the yearly policy letter"),
        subtitle=source.picture.ministers[key].local_title,
        facts=[LabelledText(source.picture.plan.local_title, _("Plan"))],
    )


def _has_role(action: ActionPicture, key: str, role: str) -> bool:
    return any((involvement.minister, involvement.role) == (key, role) for involvement in action.involvements)


def _part(
    source: DocumentSource, title: str, actions: Actions, counted: str, money: Sequence[Block] = ()
) -> Section:
    """`counted` says where actions count that do not count under this minister."""
    if not actions:
        return Section(title, [Paragraph(_("None."))], on_new_page=True)
    caption = _("%(title)s: status by objective") % {"title": title}
    blocks: list[Block] = [
        Paragraph(f"{status_sentence(actions)} {verdict_sentence(actions)}"),
        status_table(source.picture, actions, "objective", caption),
        *([note(counted)] if counted else []),
        *money,
    ]
    return Section(title, blocks, [action_section(source, action) for action in actions], on_new_page=True)


def _money(source: DocumentSource, key: str) -> list[Block]:
    """The money of the actions that count under the minister, as on the minister's page."""
    own = source.actions.counting_under_minister(key)
    label = _("Money of the actions that count under this minister")
    return [paid_of_planned(own, source.reckoned_on, label), *unknown_figures(own, source.picture)]


def _counted_elsewhere(coordinated: Actions, key: str) -> str:
    """An action with several coordinating ministers counts under the first. Empty if that is always this minister."""
    codes = [action.code for action in coordinated if action.minister != key]
    if not codes:
        return ""
    sentence = ngettext(
        "%(count)s of these actions counts in the report under another minister, who is printed first: %(codes)s.",
        "%(count)s of these actions count in the report under other ministers, who are printed first: %(codes)s.",
        len(codes),
    )
    return sentence % {"count": len(codes), "codes": ", ".join(codes)}


def _changes(
    source: DocumentSource, own: list[ActionPicture], key: str, earlier: DocumentSource | None
) -> Section:
    """The changes in the minister's actions, and in those withdrawn since.

    Actions that now belong to other ministers are named separately: they were not withdrawn.
    """
    keys, in_plan = [action.pk for action in own], {action.pk for action in source.actions}
    had = [*earlier.actions.with_minister(key)] if earlier else []
    gone = [action.pk for action in had if action.pk not in in_plan]
    section = changes_section(source, earlier, [*keys, *gone])
    handed_over = [action.code for action in had if action.pk in in_plan and action.pk not in keys]
    if not handed_over:
        return section
    sentence = ngettext(
        "%(count)s action has been left to other ministers since: %(codes)s.",
        "%(count)s actions have been left to other ministers since: %(codes)s.",
        len(handed_over),
    )
    paragraph = note(sentence % {"count": len(handed_over), "codes": ", ".join(handed_over)})
    return replace(section, blocks=[*section.blocks, paragraph])
