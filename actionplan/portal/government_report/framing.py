"""What every document has around its sections: title page, marks, foot, the names of its files."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.twins import in_dutch, local
from actionplan.reporting.models import Round

from .content import Document, Said, Section, Table
from .source import Source

TAGS = {"nl": "nl-BE", "en": "en-GB"}


def language_tag() -> str:
    return TAGS["nl" if in_dutch() else "en"]


def framed(
    source: Source,
    sections: list[Section],
    *,
    kind: str,
    title: str,
    subtitle: str = "",
    facts: list[Said] | None = None,
    more_sheets: list[Table] | None = None,
    since: str = "",
    has_words: bool = True,
) -> Document:
    """`kind` names the files: report, extract-education, evaluation; of several rounds with the first, `since`.

    A document that tells nothing that was reported in words is in one edition, and says nothing of it.
    """
    round, plan = source.round, source.plan
    rounds = f"{since}-to-{round.code}" if since else round.code
    parts = [kind, plan.code, rounds, get_language() or "en"]
    if source.is_internal:
        parts.append("internal")
    if source.is_preview:
        parts.append("preview")
    elif source.snapshot and source.snapshot.closing.reopened_at:
        parts.append(f"closing-{source.snapshot.closing.number}")
    return Document(
        name="-".join(parts),
        language=language_tag(),
        title=title,
        subtitle=subtitle or local(plan, "title"),
        marks=marks_of(source),
        facts=[*(facts or []), *facts_of(source, has_words)],
        sections=sections,
        foot=foot_of(round),
        seal=seal_of(source),
        author=_("Flemish Platform"),
        made_of=source.taken_at,
        more_sheets=more_sheets or [],
    )


def marks_of(source: Source) -> list[str]:
    found = []
    if source.is_preview:
        found.append(_("Preview: the round is not closed"))
    elif source.snapshot and source.snapshot.closing.reopened_at:
        found.append(_("Of an earlier closing: the round was reopened"))
    if source.is_internal:
        found.append(_("Internal edition: not for publication"))
    return found


def facts_of(source: Source, has_words: bool) -> list[Said]:
    when = formatting.instant(source.taken_at)
    found = [
        Said(local(source.round, "name"), _("Round")),
        Said(formatting.day(source.round.about), _("About")),
        Said(when, _("As known on") if source.is_preview else _("Closed on")),
        Said(_("what the Platform accepted"), _("Basis")),
    ]
    if has_words:
        internal, public = _("internal, with all words"), _("public, without words about limited actions")
        found.append(Said(internal if source.is_internal else public, _("Edition")))
    if source.sha256:
        found.append(Said(source.sha256, _("SHA-256 of the snapshot")))
    return found


def foot_of(round: Round) -> str:
    return _("Round %(round)s, about %(day)s") % {
        "round": local(round, "name"),
        "day": formatting.day(round.about),
    }


def seal_of(source: Source) -> str:
    if source.is_preview:
        return _("Preview of %(when)s, without a hash") % {"when": formatting.instant(source.taken_at)}
    return _("SHA-256 %(hash)s") % {"hash": source.sha256}
