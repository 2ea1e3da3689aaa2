"""What every document has around its sections: title page, marks, footer, file names."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import in_dutch

from .content import DocumentContent, LabelledText, Section, Table
from .platform_texts import DUTCH, ENGLISH
from .source import DocumentSource


def with_title_page(
    source: DocumentSource,
    sections: list[Section],
    *,
    kind: str,
    title: str,
    subtitle: str = "",
    facts: list[LabelledText] | None = None,
    last_facts: list[LabelledText] | None = None,
    lead: LabelledText | None = None,
    summary: list[Section] | None = None,
    more_sheets: list[Table] | None = None,
    since: str = "",
    has_words: bool = True,
) -> DocumentContent:
    """On the title page: marks, title, subtitle (the plan), lead, then the facts of the document, of the round, and the last.

    The lead is that of `summary.lead_of`. `kind` names the files: report, extract-education, evaluation; `since` is the first round of several.

    A document without reported texts has a single edition, which it does not mention.
    """
    round, plan = source.round, source.picture.plan
    about = {"round": round.local_name, "day": formatting.day(round.about)}
    return DocumentContent(
        name=_name(source, kind, since),
        language=DUTCH if in_dutch() else ENGLISH,
        title=title,
        subtitle=subtitle or plan.local_title,
        marks=_marks(source),
        facts=[*(facts or []), *_facts(source, has_words), *(last_facts or [])],
        lead=lead,
        summary=summary or [],
        sections=sections,
        foot=_("Round %(round)s, about %(day)s") % about,
        seal=_seal(source),
        author=plan.local_coordinating_body,
        made_of=source.known_at,
        more_sheets=more_sheets or [],
    )


def _name(source: DocumentSource, kind: str, since: str) -> str:
    code = source.round.code
    parts = [kind, source.picture.plan.code, f"{since}-to-{code}" if since else code, get_language() or "en"]
    if source.is_internal:
        parts.append("internal")
    if source.is_preview:
        parts.append("preview")
    if source.reopened_closing:
        parts.append(f"closing-{source.reopened_closing}")
    return "-".join(parts)


def _marks(source: DocumentSource) -> list[str]:
    marks = []
    if source.is_preview:
        marks.append(_("Preview: the round is not closed"))
    if source.reopened_closing:
        marks.append(_("Of an earlier closing: the round was reopened"))
    if source.is_internal:
        marks.append(_("Internal edition: not for publication"))
    return marks


def _facts(source: DocumentSource, has_words: bool) -> list[LabelledText]:
    facts = [
        LabelledText(source.round.local_name, _("Round")),
        LabelledText(formatting.day(source.round.about), _("About")),
        LabelledText(
            formatting.instant(source.known_at), _("As known on") if source.is_preview else _("Closed on")
        ),
        LabelledText(_("what the Platform accepted"), _("Basis")),
    ]
    if accepted := source.accepted_in_words:
        facts.append(LabelledText(accepted, _("Accepted")))
    if has_words:
        internal, public = _("internal, with all words"), _("public, without words about limited actions")
        facts.append(LabelledText(internal if source.is_internal else public, _("Edition")))
    if source.sha256:
        facts.append(LabelledText(source.sha256, _("SHA-256 of the snapshot")))
    return facts


def _seal(source: DocumentSource) -> str:
    if source.is_preview:
        return _("Preview of %(when)s, without a hash") % {"when": formatting.instant(source.known_at)}
    return _("SHA-256 %(hash)s") % {"hash": source.sha256}
