"""Entries of the page list: failed mail, and the calendar of due dates."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.reminders.reminders_world import failed
from tests.sent_forms import new_token
from tests.world import World


def pages_of_reminders(world: World) -> Iterator[Page]:
    yield Page("failed mail", "administrator", address("failed-mail"))
    yield Page("failed mail, seen too", "administrator", address("failed-mail", all="on"))
    yield Page("failed mail, refused", "coordinator", address("failed-mail"), 403)
    yield Page("calendar", "contributor", address("calendar"))
    yield Page("calendar, none", "coordinator", address("calendar"))
    yield Page("calendar, reader", "reader", address("calendar"))


def answers_of_reminders(world: World) -> Iterator[Answer]:
    for name in ["failed-mail-try-again", "failed-mail-seen"]:
        url = address(name, failed(world, "partner").pk)
        yield Answer(f"{name}, arrived", "administrator", url, {"token": new_token()}, 409)
