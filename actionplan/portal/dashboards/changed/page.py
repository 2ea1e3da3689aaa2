"""The page of what changed: the counts on top, how statuses moved, and the actions of one page field by field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.portal.tallies import list_address, measures
from objectives.models import Plan

from .candidates import Candidate, candidates_of
from .details import Detail, details_of, marked
from .kinds import BY_NAME, KINDS
from .moves import moves_of
from .renames import Renames
from .sides import Sides, sides_of

PAGE_SIZE = 50
PAGE = "changes"


@dataclass(frozen=True)
class Changed:
    """Everything that may have changed between the sides, and what of it the address asks for."""

    sides: Sides
    renames: Renames
    pairs: list[Candidate]
    kind: str
    moved: tuple[str, str] | None

    @property
    def asked(self) -> list[Candidate]:
        pairs = self.pairs
        if self.kind:
            pairs = [pair for pair in pairs if BY_NAME[self.kind].holds(pair)]
        if self.moved:
            before, after = self.moved
            pairs = [
                pair
                for pair in pairs
                if pair.was_there
                and pair.is_there
                and before in ("", pair.before.status)  # type: ignore[union-attr]
                and after in ("", pair.after.status)  # type: ignore[union-attr]
            ]
        return pairs

    def url(self, page: str = PAGE, **more: Any) -> str:
        """The same comparison, narrowed or as a file."""
        return list_address(reverse(page, args=[self.sides.shown.plan.code]), {**self.sides.query, **more})

    @property
    def narrowed(self) -> dict[str, str]:
        found = {"what": self.kind} if self.kind else {}
        return {**found, "moved": ".".join(self.moved)} if self.moved else found


def changed_of(request: HttpRequest, plan: Plan) -> Changed:
    """Read in the same number of queries, whatever the plan's size."""
    sides = sides_of(request, plan, PAGE)
    renames = Renames.between(sides.before, sides.after, plan)
    kind = request.GET.get("what", "")
    return Changed(
        sides,
        renames,
        candidates_of(sides, renames),
        kind if kind in BY_NAME else "",
        _moved(request.GET.get("moved", "")),
    )


def _moved(text: str) -> tuple[str, str] | None:
    """`ongoing.completed`: statuses before and after; either may be left out."""
    parts = text.split(".")
    known = {"", *(code for code, _label in measures()[0].codes)}
    if len(parts) != 2 or not any(parts) or not set(parts) <= known:
        return None
    return parts[0], parts[1]


def changes_page(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    changed = changed_of(request, plan)
    sides, asked = changed.sides, changed.asked
    page = Paginator(asked, PAGE_SIZE).get_page(request.GET.get("page"))
    pairs = list(page.object_list)
    details = details_of(sides, changed.renames, pairs, [pair.last.key for pair in pairs], request.user)
    return {
        "plan": plan,
        "shown": sides.shown,
        "sides": sides,
        "form": sides.form,
        "counts": counts_of(changed),
        "total": len(changed.pairs),
        "total_url": changed.url(),
        "moves": moves_of(changed.pairs, changed.url),
        "narrowed": _narrowed_words(changed),
        "count": len(asked),
        "page_obj": page,
        "details": [_shown(detail, sides) for detail in details],
        "is_live": not sides.are_both_frozen,
        "csv_url": changed.url("changes-csv", **changed.narrowed),
    }


def _shown(detail: Detail, sides: Sides) -> dict[str, Any]:
    """With the address of its page as it stands at the later side, or as it stood before it went."""
    shown = sides.shown
    url = shown.action_url(detail.code)
    if not detail.is_there and shown.frozen is not None:
        url = reverse("action", args=[shown.plan.code, detail.code])
    history = reverse("action-changes", args=[shown.plan.code, detail.code])
    return {"one": replace(detail, rows=marked(detail.rows)), "url": url, "history_url": history}


def counts_of(changed: Changed) -> list[dict[str, Any]]:
    """Each kind of change that there is, in words, with the address of just those actions."""
    found = []
    for kind in KINDS:
        count = sum(kind.holds(pair) for pair in changed.pairs)
        if count:
            words = kind.words % {"count": count}
            url, current = changed.url(what=kind.name), kind.name == changed.kind
            found.append(
                {
                    "name": kind.name,
                    "count": count,
                    "words": words,
                    "meaning": kind.meaning,
                    "url": url,
                    "current": current,
                }
            )
    return found


def _narrowed_words(changed: Changed) -> str:
    """What the list is narrowed to, in words."""
    parts = []
    if changed.kind:
        parts.append(str(BY_NAME[changed.kind].meaning))
    if changed.moved:
        words = dict(measures()[0].codes) | {"": _("any status")}
        parts.append(
            _("Status from “%(before)s” to “%(after)s”.")
            % {"before": words[changed.moved[0]], "after": words[changed.moved[1]]}
        )
    return " ".join(parts)
