"""The actions of a picture: a collection with methods to filter and sort it, in the plan's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self, overload

from actionplan.base.folding import fold, words_of
from actionplan.reporting.states import DONE, Confidence, Freshness, better_than

from .attention import gravity, rank_of
from .bodies import MinisterPicture, OrganisationPicture
from .picture import ActionPicture

NONE = "none"
"""In an address: no policy area, no minister, no lead."""

COUNTED_UNDER = {"policy_area": "policy_area", "organisation": "lead", "minister": "minister"}
INVOLVED = {"policy_area": "areas", "organisation": "bodies", "minister": "ministers"}
"""By name in an address, the field of an action: the body that it counts under, or all those involved."""

SORT_KEYS: dict[str, Callable[[ActionPicture], Any]] = {
    "code": lambda action: action.order,
    "worst": lambda action: gravity(action) if action.attention else None,
    "end": lambda action: action.runs_until,
    "reported": lambda action: action.reported_at,
}
"""What lists are sorted by; None comes last."""


class Actions:
    """Immutable, in plan order unless sorted otherwise. Every method returns a new collection."""

    model = ActionPicture
    """The class of the elements, which filters need."""

    def __init__(
        self,
        each: Iterable[ActionPicture],
        organisations: Mapping[str, OrganisationPicture],
        ministers: Mapping[str, MinisterPicture],
    ) -> None:
        self._each = tuple(each)
        self._organisations, self._ministers = organisations, ministers

    def _of(self, each: Iterable[ActionPicture]) -> Self:
        return type(self)(each, self._organisations, self._ministers)

    def __iter__(self) -> Iterator[ActionPicture]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._each)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Actions) and self._each == other._each

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> ActionPicture: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[ActionPicture, ...]: ...
    def __getitem__(self, place: int | slice) -> ActionPicture | tuple[ActionPicture, ...]:
        return self._each[place]

    def all(self) -> Self:
        return self

    def count(self) -> int:
        return len(self)

    def get(self, code: str) -> ActionPicture | None:
        """The action with this code."""
        return next((action for action in self if action.code == code), None)

    def by_pk(self, pk: int) -> ActionPicture | None:
        return next((action for action in self if action.pk == pk), None)

    def where(self, fits: Callable[[ActionPicture], Any]) -> Self:
        """The actions for which the condition holds."""
        return self._of(action for action in self if fits(action))

    def updated(self, others: Iterable[ActionPicture]) -> Self:
        """The same actions, each as it is among the others, if it is there."""
        anew = {action.pk: action for action in others}
        return self._of(anew.get(action.pk, action) for action in self)

    # by state

    def continuous(self, yes: bool = True) -> Self:
        return self.where(lambda action: action.is_continuous == yes)

    def done(self, yes: bool = True) -> Self:
        """Completed and stopped actions, or the others."""
        return self.where(lambda action: (action.status in DONE) == yes)

    def without_end(self) -> Self:
        return self.where(lambda action: action.runs_until is None)

    def awaiting_review(self) -> Self:
        """Actions with a report of the lead that nobody reviewed, whether it counts already or not."""
        return self.where(lambda action: action.awaits_review or action.waits_since)

    def with_newer_report(self) -> Self:
        """Actions with a newer report to review, which would make them up to date."""
        return self.where(lambda action: action.freshness == Freshness.WAITING)

    def on_hold(self) -> Self:
        return self.where(lambda action: action.on_hold_since)

    def reviewed_within(self) -> Self:
        """Actions of which a report that counts was reviewed within the submitting agency."""
        return self.where(lambda action: action.reviewed_within)

    # by verdict, of which those that are done have none any more

    def never_assessed(self) -> Self:
        return self.done(False).where(lambda action: not action.verdict)

    def with_verdict_taken_over(self) -> Self:
        """Unfinished actions of which the verdict is the lead's own word."""
        return self.done(False).where(lambda action: action.verdict_taken_over)

    def on_which_voices_differ(self) -> Self:
        """Unfinished actions of which the verdict is not what their lead says, and not older."""
        return self.done(False).where(lambda action: action.assessed_otherwise)

    def judged_more_strictly(self) -> Self:
        """Unfinished actions of which the verdict is worse than what their lead says, and not older."""
        return self.on_which_voices_differ().where(
            lambda action: better_than(action.confidence, action.verdict)
        )

    def needing_attention(self, reason: str = "") -> Self:
        """With this reason, or with any reason."""
        if reason:
            return self.where(lambda action: reason in action.attention)
        return self.where(lambda action: action.attention)

    def by_gravest_reason(self) -> Counter[str]:
        """How many actions count under each gravest reason, the gravest first."""
        found = Counter(action.attention[0] for action in self if action.attention)
        return Counter({reason: found[reason] for reason in sorted(found, key=rank_of)})

    def worst_first(self) -> Self:
        """Actions that need attention: gravest reason, then longest or largest, then plan order."""
        return self._of(sorted((action for action in self if action.attention), key=gravity))

    # by objective and body

    def of_objective(self, number: int, theme: int | None = None) -> Self:
        return self.where(
            lambda action: action.objective == number and (theme is None or action.theme == theme)
        )

    def led_by(self, organisation: str) -> Self:
        """Pass `none` for the actions without a lead."""
        return self.where(lambda action: (action.lead or NONE) == organisation)

    def counting_under_minister(self, key: str) -> Self:
        return self.where(lambda action: (action.minister or NONE) == key)

    def with_organisation(self, key: str) -> Self:
        """The actions that the organisation leads, promotes or partners in."""
        return self.where(lambda action: key in action.bodies)

    def with_minister(self, key: str) -> Self:
        """The actions that the minister coordinates or is involved in."""
        return self.where(lambda action: key in action.ministers)

    def under(self, name: str, value: str, *, also: bool = False) -> Self:
        """The actions that count under an `objective`, `policy_area`, `organisation` or `minister` (`name` in
        an address).

        Each action counts once: under its lead, the lead's policy area and the first coordinating minister.
        `also` adds those in which the body is a partner or involved.
        """
        if name == "objective":
            return self.of_objective(int(value))
        if also and value != NONE:
            return self.where(lambda action: value in getattr(action, INVOLVED[name]))
        return self.where(lambda action: (getattr(action, COUNTED_UNDER[name]) or NONE) == value)

    def in_scope(self, chosen: Mapping[str, str], *, also: bool = False) -> Self:
        """The actions under everything that the address selects (see `under`)."""
        actions = self
        for name, value in chosen.items():
            actions = actions.under(name, value, also=also)
        return actions

    # search and sorting

    def search(self, words: str) -> Self:
        """The actions with all the words in their code, titles or summaries, ignoring case and accents."""
        wanted = words_of(words)

        def fits(action: ActionPicture) -> bool:
            folded = fold(action.code, action.title, action.title_nl, action.summary, action.summary_nl)
            return all(word in folded for word in wanted)

        return self.where(fits)

    def sorted_by(self, sort: str) -> Self:
        """By the key, descending after a minus; empty values come last, ties are in plan order."""
        value_of = SORT_KEYS.get(sort.removeprefix("-"))
        rows = sorted(self, key=lambda action: action.order)
        if value_of is None:
            return self._of(rows)
        known = [(value, action) for action in rows if (value := value_of(action)) is not None]
        known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
        sorted_rows = [action for _value, action in known]
        return self._of([*sorted_rows, *(action for action in rows if value_of(action) is None)])


def worst_verdict(actions: Iterable[ActionPicture]) -> str:
    """The worst verdict of the Platform on any of these that are not done; empty if there is none."""
    verdicts = {action.verdict for action in actions if not action.is_done}
    return next((code for code in reversed(Confidence.values) if code in verdicts), "")
