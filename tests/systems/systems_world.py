"""Keys of other systems, for the tests that walk all pages, people and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import SystemKey, User
from actionplan.accounts.system_keys import end_system_key, make_system_key
from objectives.models import Plan

if TYPE_CHECKING:
    from tests.world import World


def key_for(plans: Iterable[Plan], by: User, name: str = "Sample system") -> str:
    return make_system_key(name=name, plans=list(plans), by=by, at=timezone.now())


def ended_key(plans: Iterable[Plan], by: User) -> str:
    key = key_for(plans, by, "Sample system of before")
    end_system_key(system_key=SystemKey.objects.with_key(key).get(), by=by, at=timezone.now())
    return key


def system_with(key: str) -> Client:
    """What another system sends its requests with."""
    return Client(headers={"Authorization": f"Bearer {key}"})


def add_system_keys(world: World) -> dict[str, str]:
    """By what they are for: every plan that has begun, or all but the world's own; and one that was ended."""
    by, every = world.people["administrator"], Plan.objects.begun()
    return {
        "every": key_for(every, by),
        "another": key_for(every.exclude(pk=world.plan.pk), by),
        "ended": ended_key(every, by),
    }


KEYS = {"key-in-use": "every", "key-ended": "ended"}
WORDS = [*KEYS, "no-key"]


def names_of_system_key(world: World, word: str) -> dict[str, int]:
    """The values of the placeholders for a word of `WORDS`."""
    if word == "no-key":
        return {"pk": 0}
    return {"pk": SystemKey.objects.with_key(world.system_keys[KEYS[word]]).get().pk}
