"""Changes of government in the world of `tests.world`: one prepared, of today, and one that was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from actionplan.amendments.government import add_acts, prepare_government_change
from actionplan.amendments.government_acts import GovernmentAct
from actionplan.amendments.government_acts import GovernmentActKind as Kind
from actionplan.amendments.government_effects import preview_of
from actionplan.amendments.models import GovernmentChange
from actionplan.base.days import day_of

if TYPE_CHECKING:
    from tests.world import World

PREPARED, CARRIED_OUT = "Sample prepared", "Sample carried out"
ACTS = [
    GovernmentAct(Kind.MINISTER_BEGINS, "sample_one", name="Sample one", holder="An Peeters"),
    GovernmentAct(Kind.MINISTER_BEGINS, "sample_two", name="Sample two"),
    GovernmentAct(Kind.MINISTER_ENDS, "education", successors=("sample_one", "sample_two")),
    GovernmentAct(Kind.ORGANISATION_ENDS, "kbbj_abb", successors=("ov",)),
    GovernmentAct(Kind.ORGANISATION_MOVES, "wvg_growing_up"),
]
WORDS = {
    "government-prepared": (PREPARED, {}),
    "government-done": (CARRIED_OUT, {}),
    "government-act": (PREPARED, {"place": 4}),
    "government-kind": (PREPARED, {"kind": "organisation-moves"}),
    "government-unknown-kind": (PREPARED, {"kind": "sample"}),
}


def add_government_changes(world: World) -> None:
    by, at = world.people["administrator"], timezone.now()
    for title in [PREPARED, CARRIED_OUT]:
        change = prepare_government_change(title=title, effective_from=day_of(at), by=by, at=at)
        add_acts(change=change, acts=ACTS, revision=1, by=by)
    GovernmentChange.objects.filter(title=CARRIED_OUT).update(carried_out_by=by, carried_out_at=at)


def prepared() -> GovernmentChange:
    return GovernmentChange.objects.get(title=PREPARED)


def names_of_government_change(world: World, word: str) -> dict[str, Any]:
    title, names = WORDS[word]
    return {"pk": GovernmentChange.objects.get(title=title).pk, **names}


def _titled(names: dict[str, Any]) -> dict[str, Any]:
    return {"opened_on": 2, "title": "Sample", "effective_from": day_of(timezone.now()).isoformat()}


def _carried_out(names: dict[str, Any]) -> dict[str, Any]:
    return {
        "opened_on": 2,
        "mark": preview_of(prepared(), timezone.now()).mark,
    }


FORMS: dict[str, Any] = {
    "government-list": _titled,
    "government": _titled,
    "government-add": {"opened_on": 2, "organisation-moves-body": "ov", "organisation-moves-policy_area": ""},
    "government-take-out": {"opened_on": 2},
    "government-drop": {"opened_on": 2},
    "government-preview": {"opened_on": 2},
    "government-carry-out": _carried_out,
}
