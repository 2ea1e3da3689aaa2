"""The extract for one minister's policy letter: the actions that the minister coordinates, and those that it is involved in."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.folding import fold
from actionplan.base.twins import local
from actionplan.reporting.models import Round, SnapshotAction, SnapshotParty
from actionplan.reporting.snapshot_states import PartyKind
from actions.states import MinisterRole

from .actions import action_section
from .attention import attention_section
from .changes import changes_section
from .content import Block, Document, Paragraph, Said, Section
from .figures import objective_of, status_sentence, status_table, verdict_sentence
from .framing import framed
from .method import method_section
from .source import Source
from .stood import Stood
from .wording import note

Actions = list[SnapshotAction]


def minister_named(source: Source, key: str) -> SnapshotParty | None:
    """The minister as it was called at the closing; None where it had no part in any action."""
    return next((row for row in source.rows[SnapshotParty] if _is(row, key)), None)


def ministers_of(parties: list[SnapshotParty]) -> list[SnapshotParty]:
    """One row of each minister with a part in the plan, by name."""
    found = {row.key: row for row in parties if row.subject == PartyKind.MINISTER}
    return sorted(found.values(), key=lambda row: fold(local(row, "name")))


def _is(row: SnapshotParty, key: str) -> bool:
    return row.subject == PartyKind.MINISTER and row.key == key


def minister_extract(source: Source, key: str, before: Stood, earlier: Round | None) -> Document | None:
    """None where the minister had no part in any action. `before` is how all stood in the round before, `earlier`."""
    minister = minister_named(source, key)
    if minister is None:
        return None
    parties = [row for row in source.rows[SnapshotParty] if _is(row, key)]
    coordinated = _actions(source, parties, MinisterRole.COORDINATING)
    involved = _actions(source, parties, MinisterRole.INVOLVED)
    own = [*coordinated, *involved]
    sections = [
        *_parts(source, key, coordinated, involved),
        attention_section(source, own),
        _changes(source, own, key, before, earlier),
        method_section(source, own),
    ]
    name = local(minister, "name")
    return framed(
        source,
        sections,
        kind=f"extract-{key}",
        title=_("Extract for the yearly policy letter"),
        subtitle=name,
        facts=[Said(local(source.plan, "title"), _("Plan"))],
    )


def _changes(source: Source, own: Actions, key: str, before: Stood, earlier: Round | None) -> Section:
    """Of the minister's actions of now, and of those that it had and that were withdrawn.

    What another minister has now was not withdrawn: it is named apart.
    """
    keys, in_plan = {row.action for row in own}, {row.action for row in source.actions}
    had = {row.action for row in before.rows.get(SnapshotParty, []) if _is(row, key)}
    compared = [row for row in before.actions if row.action in keys | (had - in_plan)]
    section = changes_section(before.only(compared), Stood.now(source).only(own), earlier)
    handed_over = [row.code for row in before.actions if row.action in (had & in_plan) - keys]
    if not handed_over:
        return section
    sentence = ngettext(
        "%(count)s action has been left to other ministers since: %(codes)s.",
        "%(count)s actions have been left to other ministers since: %(codes)s.",
        len(handed_over),
    )
    said = note(sentence % {"count": len(handed_over), "codes": ", ".join(handed_over)})
    return replace(section, blocks=[*section.blocks, said])


def _actions(source: Source, parties: list[SnapshotParty], role: str) -> Actions:
    keys = {row.action for row in parties if row.role == role}
    return [row for row in source.actions if row.action in keys]


def _parts(source: Source, key: str, coordinated: Actions, involved: Actions) -> list[Section]:
    elsewhere = _("These actions count under the minister who coordinates them.")
    return [
        _part(
            source,
            _("Actions that the minister coordinates"),
            coordinated,
            _counted_elsewhere(coordinated, key),
        ),
        _part(source, _("Actions that the minister is involved in"), involved, elsewhere),
    ]


def _counted_elsewhere(coordinated: Actions, key: str) -> str:
    """Of several coordinating ministers an action counts under the first; nothing where that is always this one."""
    codes = [row.code for row in coordinated if row.minister_key != key]
    if not codes:
        return ""
    sentence = ngettext(
        "%(count)s of these actions counts in the report under another minister, who is printed first: %(codes)s.",
        "%(count)s of these actions count in the report under other ministers, who are printed first: %(codes)s.",
        len(codes),
    )
    return sentence % {"count": len(codes), "codes": ", ".join(codes)}


def _part(source: Source, title: str, actions: Actions, counted: str) -> Section:
    """`counted` says where they count, as far as that is not under this minister."""
    if not actions:
        return Section(title, [Paragraph(Said(_("None.")))], on_new_page=True)
    caption = _("%(title)s: status by objective") % {"title": title}
    blocks: list[Block] = [
        Paragraph(Said(f"{status_sentence(actions)} {verdict_sentence(actions)}")),
        status_table(actions, objective_of, _("Objective"), caption),
    ]
    if counted:
        blocks.append(note(counted))
    return Section(title, blocks, [action_section(source, row) for row in actions], on_new_page=True)
