"""Answers to forms: failed mail, and the calendar of due dates."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.reminders.reminders_world import failed
from tests.sent_forms import new_token
from tests.world import World


def answers_of_reminders(world: World) -> Iterator[Answer]:
    for name in ["failed-mail-try-again", "failed-mail-seen"]:
        url = address(name, failed(world, "partner").pk)
        yield Answer(f"{name}, arrived", "administrator", url, {"token": new_token()}, 409)
