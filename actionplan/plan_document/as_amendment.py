"""A document of a plan that is in force: not written, but prepared as one amendment, which coordinators put in force."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from actionplan.amendments.shape import Item
from actionplan.amendments.workflow import ActionsAsGiven, prepare_whole_amendment
from actionplan.base.brussels import day_of
from actions.models import Amendment
from objectives.models import Plan

from .matching import WAS


def prepare_as_amendment(
    plan: Plan, document: Item, gone: list[str], by: Any, at: datetime.datetime, *, file: str, sha256: str
) -> Amendment:
    """What the document says otherwise of the plan's actions, from today on; `gone` are the codes of those that leave it.

    `document` is that of a preview: its rows say which row of the plan they are. Raises Refused where an amendment cannot
    make an action what the document says.
    """
    reason = _("Import of the file %(file)s.") % {"file": file} if file else _("Import of a file.")
    lines_from = {
        action["code"]: [line.get(WAS) for line in action["budget"]["lines"]]
        for action in document["actions"]
    }
    return prepare_whole_amendment(
        plan=plan,
        effective_from=day_of(at),
        reason=reason,
        actions=ActionsAsGiven([_as_item(action) for action in document["actions"]], lines_from, gone),
        by=by,
        at=at,
        file=file,
        sha256=sha256,
    )


def _as_item(action: Item) -> Item:
    """Without what only the preview's rows say."""
    timing, budget = action["timing"], action["budget"]
    return action | {
        "timing": timing | {"phases": [_without_was(phase) for phase in timing["phases"]]},
        "budget": budget | {"lines": [_without_was(line) for line in budget["lines"]]},
    }


def _without_was(row: Item) -> Item:
    return {name: value for name, value in row.items() if name != WAS}
