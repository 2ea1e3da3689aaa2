"""The extract for a minister's policy letter: the actions that the minister coordinates or is involved in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.folding import fold
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import MinisterPicture
from actionplan.picture.picture import ActionPicture, Picture
from actions.states import MinisterRole

from .action_sheet import action_section
from .content import Block, DocumentContent, LabelledText, Paragraph, Section, note
from .method import method_section
from .minister_summary import minister_lead, minister_summary
from .plan_figures import status_sentence, verdict_sentence
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
    keys, left = _told(source, [*coordinated, *involved], key, earlier)
    sections = [
        *_part(source, coordinates, coordinated, _counted_elsewhere(coordinated, key)),
        *(
            replace(part, on_new_page=not coordinated)
            for part in _part(source, is_involved, involved, elsewhere)
        ),
        method_section(source, own),
    ]
    summary = minister_summary(source, key, earlier, coordinated=coordinated, involved=involved, keys=keys)
    if left:
        summary[-1] = replace(summary[-1], blocks=[*summary[-1].blocks, left])
    return with_title_page(
        source,
        sections,
        kind=f"extract-{key}",
        title=_("Extract for the yearly policy letter"),
        subtitle=source.picture.ministers[key].local_title,
        facts=[LabelledText(source.picture.plan.local_title, _("Plan"))],
        lead=minister_lead(own),
        summary=summary,
    )


def _has_role(action: ActionPicture, key: str, role: str) -> bool:
    return any((involvement.minister, involvement.role) == (key, role) for involvement in action.involvements)


def _part(source: DocumentSource, title: str, actions: Actions, counted: str) -> Iterator[Section]:
    """`counted` says where actions count that do not count under this minister."""
    if not actions:
        return
    blocks: list[Block] = [
        Paragraph(f"{status_sentence(actions)} {verdict_sentence(actions)}"),
        *([note(counted)] if counted else []),
    ]
    yield Section(title, blocks, [action_section(source, action) for action in actions], on_new_page=True)


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


def _told(
    source: DocumentSource, own: list[ActionPicture], key: str, earlier: DocumentSource | None
) -> tuple[list[int], Paragraph | None]:
    """The actions whose changes are told: the minister's, and those that left the plan since; and a note about those that
    belong to other ministers now, which did not leave it."""
    keys, in_plan = [action.pk for action in own], {action.pk for action in source.actions}
    had = [*earlier.actions.with_minister(key)] if earlier else []
    gone = [action.pk for action in had if action.pk not in in_plan]
    handed_over = [action.code for action in had if action.pk in in_plan and action.pk not in keys]
    if not handed_over:
        return [*keys, *gone], None
    sentence = ngettext(
        "%(count)s action has been left to other ministers since: %(codes)s.",
        "%(count)s actions have been left to other ministers since: %(codes)s.",
        len(handed_over),
    )
    words = {"count": len(handed_over), "codes": ", ".join(handed_over)}
    return [*keys, *gone], note(sentence % words)
