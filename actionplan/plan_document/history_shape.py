"""The shape of a plan document of format 2, put together from that of format 1: the same things, each with its days."""

from __future__ import annotations

from actionplan.amendments.shape import (
    ACTION,
    LINE,
    MILESTONE,
    MINISTER,
    PARTS,
    PHASE,
    PROMOTER,
    SCHEMA,
    Item,
)
from objectives.models import NAMES_OF_PLAN

HISTORY_FORMAT = 2
ACTS = ["prepared", "put_in_force", "dropped"]
"""What is done with an amendment, each by somebody at an instant."""

FORMAT_1 = SCHEMA["properties"]
DAY = {"$ref": "#/$defs/date"}
TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 1}
NUMBER_OR_NONE = {"type": ["integer", "null"], "minimum": 1}
TEXT_OR_NONE = {"type": ["string", "null"]}
DATES: Item = {"from": DAY, "until": DAY, "begun_by": NUMBER_OR_NONE, "ended_by": NUMBER_OR_NONE}
"""Optional members of every row of the plan; amendments are named by their numbers."""


def an_object(optional: Item, **required: Item) -> Item:
    properties = {**required, **optional}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*required],
        "properties": properties,
    }


def a_list(of: Item) -> Item:
    return {"type": "array", "items": of}


def dated(schema: Item, without: tuple[str, ...] = (), **more: Item) -> Item:
    """An object of format 1 that has days; `more` are required members."""
    properties = {name: one for name, one in schema["properties"].items() if name not in without}
    required = {name: properties.pop(name) for name in schema["required"] if name not in without}
    return an_object({**properties, **DATES}, **more, **required)


def _said(names: list[str]) -> Item:
    return {name: PARTS[name] for name in names}


DATED_TERMS = an_object({**_said(["title_nl", "summary_nl"]), **DATES}, **_said(["title", "summary", "kind"]))
DATED_MINISTER = dated(MINISTER, order=NUMBER)
DATED_PROMOTER = dated(PROMOTER, order=NUMBER)
DATED_LEAD = an_object(DATES, organisation={"$ref": "#/$defs/key"})
DATED_PHASE = dated(PHASE, place=NUMBER)
DATED_MILESTONE = dated(MILESTONE, without=("key",))
HISTORY_MILESTONE = an_object(
    {},
    key={"$ref": "#/$defs/key"},
    order=NUMBER,
    origin={"enum": ["plan", "proposed"]},
    terms=a_list(DATED_MILESTONE),
)
DATED_LINE = dated(LINE)
AFFILIATION = an_object({"from": DAY, "until": DAY}, policy_area=TEXT)
ORGANISATION = FORMAT_1["organisations"]["items"]

HISTORY_ACTION = an_object(
    {**_said(["limited"]), **DATES, "merged_into": TEXT_OR_NONE}
    | {"continues": an_object({}, plan=TEXT, action=PARTS["code"])},
    **_said(["code", "objective", "theme"]),
    timing=TEXT,
    budget=TEXT,
    terms=a_list(DATED_TERMS),
    ministers=a_list(DATED_MINISTER),
    promoters=a_list(DATED_PROMOTER),
    leads=a_list(DATED_LEAD),
    phases=a_list(DATED_PHASE),
    milestones=a_list(HISTORY_MILESTONE),
    lines=a_list(an_object({}, place=NUMBER, terms=a_list(DATED_LINE))),
    **_said(["cross_references"]),
)

AMENDED_ACTION = an_object(
    {"before": ACTION | {"type": ["object", "null"]}, "after": ACTION | {"type": ["object", "null"]}}
    | {"line_places": a_list(NUMBER), "merged_into": TEXT},
    code=PARTS["code"],
)

AMENDMENT = an_object(
    {"decision_body": TEXT, "decided_on": DAY, "decision_reference": TEXT}
    | {f"{act}_{what}": TEXT_OR_NONE for act in ACTS for what in ("by", "at")},
    number=NUMBER,
    effective_from=DAY,
    reason=TEXT,
    actions=a_list(AMENDED_ACTION),
)

CORRECTION = an_object(
    {"by": TEXT},
    action=PARTS["code"],
    at=TEXT,
    reason=TEXT,
    before={"type": "object"},
    after={"type": "object"},
)

_PLAN = FORMAT_1["plan"]["properties"]
HISTORY_PLAN = an_object(
    dict.fromkeys(["title_nl", *NAMES_OF_PLAN], TEXT),
    **{name: _PLAN[name] for name in ["code", "title", "start", "end", "state"]},
)

HISTORY = an_object(
    {},
    format={"const": HISTORY_FORMAT},
    plan=HISTORY_PLAN,
    ministers=FORMAT_1["ministers"],
    policy_areas=FORMAT_1["policy_areas"],
    organisations=a_list(
        an_object(
            {
                name: one
                for name, one in ORGANISATION["properties"].items()
                if name not in ("key", "name", "policy_area")
            },
            key={"$ref": "#/$defs/key"},
            name=TEXT,
            affiliations=a_list(AFFILIATION),
        )
    ),
    objectives=FORMAT_1["objectives"],
    amendments=a_list(AMENDMENT),
    corrections=a_list(CORRECTION),
    actions=a_list(HISTORY_ACTION),
)
