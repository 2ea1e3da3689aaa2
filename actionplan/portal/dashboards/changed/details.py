"""What is told of single actions on both sides: their facts, read in one query a kind of side, and who said what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy

from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.templatetags.ui import twin
from actionplan.reporting.rules import sees_words
from actions.models import Action
from budgets.planned import Period
from objectives.models import Plan

from .candidates import Candidate
from .comparing import Change, changes_between
from .facts import Facts, Named, Said
from .frozen_rows import read_frozen
from .live_rows import documents_at, read_live, standings_at
from .of_documents import facts_of
from .renames import Renames
from .sides import Side, Sides
from .who_said import who_said
from .wording import Row, rows_in_words


@dataclass(frozen=True)
class Detail:
    """One action that may have changed: what did, and the reports and amendments that did it."""

    key: int
    code: str
    title: Named
    limited: bool
    may_read: bool
    is_there: bool
    changes: list[Change]
    rows: list[Row]
    sayers: list[list[Said]]
    """For each row, the reports that said so."""
    said: list[Said]
    amendments: list[Amendment]

    @property
    def only_contributions(self) -> bool:
        return are_contributions(self.said)


def are_contributions(said: list[Said]) -> bool:
    """Whether partners alone said something, and not the lead."""
    return bool(said) and not any(one.is_lead for one in said)


@dataclass(frozen=True)
class Amendment:
    """By the trail; who did it is for those who may read it."""

    when: Any
    actor: str
    verb: str = Verb.AMENDED

    @property
    def words(self) -> str:
        by, on = WORDS.get(self.verb, WORDS[Verb.AMENDED])
        return (by if self.actor else on) % {"person": self.actor, "when": formatting.instant(self.when)}


WORDS = {
    Verb.AMENDED: (
        gettext_lazy("amended by %(person)s, %(when)s"),
        gettext_lazy("amended on %(when)s"),
    ),
    Verb.SPREAD_REPLACED: (
        gettext_lazy("spread over the years by %(person)s for the lead, %(when)s"),
        gettext_lazy("spread over the years by the lead on %(when)s"),
    ),
    Verb.SPREAD_DERIVED: (
        gettext_lazy("spread given up by %(person)s for the lead, %(when)s"),
        gettext_lazy("spread given up by the lead on %(when)s"),
    ),
}
"""By the verb: where the person may be named, and where not."""


def period_of(plan: Plan) -> Period:
    return Period(plan.start, plan.end)


def details_of(
    sides: Sides, renames: Renames, pairs: list[Candidate], actions: Any, user: Any
) -> list[Detail]:
    """Of these candidates, in their order. `actions` are their keys, or a query of keys that holds them."""
    if not pairs:
        return []
    before, after = _facts(sides, renames, actions)
    merged = _merged([key for pair in pairs if pair.was_there and (key := pair.last.key) not in after], sides)
    return [
        _detail(
            Action(pk=key, plan=sides.shown.plan, limited=pair.last.limited),
            pair,
            before.get(key),
            after.get(key),
            merged.get(key, ""),
            renames,
            user,
        )
        for pair in pairs
        for key in [pair.last.key]
    ]


def _merged(gone: list[int], sides: Sides) -> dict[int, str]:
    """Into which action those went of which a closing froze nothing: by today's plan, of those that had ended by then."""
    if not gone:
        return {}
    found = Action.objects.filter(plan=sides.shown.plan).merged_by(sides.after.moment.plan_day)
    return {key: found[key] for key in gone if key in found}


def _facts(sides: Sides, renames: Renames, actions: Any) -> list[dict[int, Facts]]:
    """By action, of the earlier and of the later side: one query for what is live, one for what is frozen."""
    both = [sides.before, sides.after]
    frozen = {side.snapshot.pk: side.moment for side in both if side.snapshot}
    live = [side.moment for side in both if not side.is_frozen]
    read = read_frozen(frozen, actions) if frozen else {}
    rows = read_live(actions, standings_at(*live).filter(action__in=actions)) if live else {}
    plan = period_of(sides.shown.plan)

    def of(side: Side) -> dict[int, Facts]:
        if side.snapshot is not None:
            return {key: facts_of(tables, plan) for key, tables in read[side.snapshot.pk].items()}
        moment = side.moment
        return {
            key: renames.facts(facts_of(documents_at(one, moment), plan), key, moment.known_at)
            for key, one in rows.items()
        }

    return [of(side) for side in both]


def _detail(
    action: Action,
    pair: Candidate,
    before: Facts | None,
    after: Facts | None,
    merged_into: str,
    renames: Renames,
    user: Any,
) -> Detail:
    stand = pair.last
    may_read = bool(sees_words(user, action))
    changes = changes_between(before, after, merged_into)
    until = renames.after.moment.known_at
    events = [event for event in renames.events.get(stand.key, []) if event.at <= until]
    return Detail(
        stand.key,
        stand.code,
        Named(stand.title, stand.title_nl),
        stand.limited,
        may_read,
        pair.is_there,
        changes,
        rows_in_words(changes, after or before, may_read=may_read),
        [who_said(change, before, after) for change in changes],
        new_reports(before, after),
        amendments_of(events, action, user),
    )


def new_reports(before: Facts | None, after: Facts | None) -> list[Said]:
    """The reports that count since, and those that were reviewed since: the oldest first."""
    known = before.reports if before else {}
    new = [said for key, said in (after.reports if after else {}).items() if known.get(key) != said]
    return sorted(new, key=lambda said: (str(said.submitted_at), said.report))


def amendments_of(events: Iterable[Event], action: Action, user: Any) -> list[Amendment]:
    may_read = user.has_perm("audit.read_trail_of_action", action)
    return [Amendment(event.at, event.actor if may_read else "", event.verb) for event in events]


def marked(rows: Iterable[Row]) -> list[Row]:
    """As a page shows them: names in the reader's language, or marked as English."""
    return [
        replace(row, **{name: _marked(getattr(row, name)) for name in ["about", "before", "after"]})
        for row in rows
    ]


def _marked(value: Any) -> Any:
    return twin(value, "name") if isinstance(value, Named) else value
