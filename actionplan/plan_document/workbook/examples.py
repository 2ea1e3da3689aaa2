"""An example row for each sheet of the empty workbook, as somebody would type it; imports ignore it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplan.base.folding import fold, in_each_language
from actions.states import Direction, MinisterRole, PromotionRole
from budgets.states import BudgetKind

GREEN = _("Example: minister for a green town")
PARKS = _("Example: parks department")
EXAMPLE_ACTION = {"action": "99.1"}

EXAMPLES: dict[str, Mapping[str, str | Promise]] = {
    "plan": {"code": "example", "title": _("Example: plan for a green town"), "start": "2027", "end": "2030"},
    "objectives": {"number": "99", "title": _("Example: shade in every street")},
    "themes": {"objective": "99", "title": _("Example: squares and playgrounds")},
    "ministers": {"title": GREEN, "holder": _("Example: A. Person")},
    "policy_areas": {"code": "EXAMPLE", "name": _("Example: green and water")},
    "organisations": {"name": PARKS, "abbreviation": "EPD", "policy_area": "EXAMPLE"},
    "actions": {"code": "99.1", "title": _("Example: plant a thousand trees"), "lead": PARKS},
    "action_ministers": {**EXAMPLE_ACTION, "minister": GREEN, "role": MinisterRole.COORDINATING.label},
    "promoters": {**EXAMPLE_ACTION, "organisation": PARKS, "role": PromotionRole.PROMOTER.label},
    "timing": {
        **EXAMPLE_ACTION,
        "start": _("Sept 2027"),
        "end": "Q3 2029",
        "printed_as": _("autumn 2027 to mid-2029"),
    },
    "budget": {
        **EXAMPLE_ACTION,
        "kind": BudgetKind.AMOUNT.label,
        "amount": "250000",
        "per_year": _("yes"),
        "printed_as": _("€250,000 a year"),
    },
    "funding": {**EXAMPLE_ACTION, "line": "1", "source": PARKS, "percent": "60"},
    "milestones": {
        **EXAMPLE_ACTION,
        "title": _("Example: the first hundred trees"),
        "due": "31/12/2027",
        "target_from": "100",
        "unit": _("trees"),
    },
    "cross_references": {**EXAMPLE_ACTION, "to": "99.2"},
    "indicators": {
        **EXAMPLE_ACTION,
        "name": _("Example: streets with shade"),
        "unit": "%",
        "direction": Direction.UP.label,
        "targets": "2028: 20; 2030: 45",
    },
}
"""By name of the sheet, then by member of its columns. Each has a code or name that no plan is likely to have."""


def is_example(sheet: str, typed: Mapping[str, object]) -> bool:
    """Whether the row, as typed by member, is exactly the sheet's example in either language."""
    filled = {member: fold(str(value)) for member, value in typed.items() if value not in (None, "")}
    example = EXAMPLES[sheet]
    return filled.keys() == example.keys() and all(
        filled[member] in in_each_language(words) for member, words in example.items()
    )
