"""Answers to forms: the keys of other systems."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.systems.systems_world import names_of_system_key
from tests.world import World


def answers_of_systems(world: World) -> Iterator[Answer]:
    make = address("system-key-make")
    form = {"token": new_token(), "name": "Sample system"}
    yield Answer("make a key for nothing", "administrator", make, form, 400)
    made = {**form, "plans": [world.plan.pk]}
    yield Answer("a new key, shown once", "administrator", make, made, 200)
    end = address("system-key-end", names_of_system_key(world, "key-ended")["pk"])
    yield Answer("end a key again", "administrator", end, {"token": new_token()}, 409)
