"""The page of what changed between two sides, read."""

from typing import Any

from django.test import Client

from tests.page_list.every_page import address
from tests.reading import read

OLD_TITLE = "Joint prevention network"
HIDDEN = "Not shown to you: the action is limited."


def get(client: Client, name: str = "changes", **query: str) -> Any:
    return read(client.get(address(name, "2020-2024", **query)))


def between(client: Client, before: str, after: str, **query: str) -> Any:
    return get(client, **{"from": before, "to": after}, **query)


def heading(page: Any) -> str:
    return str(page.all("h1")[0].text)


def groups(page: Any) -> dict[str, list[list[str]]]:
    """By code: the rows of changes under each action."""
    by_action = {}
    for fold in page.all("details", class_="fold"):
        code = fold.all("summary")[0].text.split()[0]
        rows = [row for body in fold.all("tbody") for row in body.all("tr")]
        by_action[code] = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in rows]
    return by_action


def row(page: Any, code: str, label: str) -> list[str]:
    return next(cells[1:] for cells in groups(page)[code] if cells[0] == label)
