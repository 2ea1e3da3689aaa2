"""Reads a plan document from JSON into its types, reporting everything that is wrong, and writes it back.

`plan-document.schema.json` describes the same form for others; a test checks both against the same documents.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from actionplan.base.fields import FIRST_YEAR, LAST_YEAR
from actionplan.base.vague import Precision
from actions.codes import order_of
from actions.states import Direction, IndicatorScope, Kind, MinisterRole, PromotionRole, Recurrence
from budgets.states import BudgetKind
from objectives.states import PlanState

from .document import AtLeast, Day, NumberFormat, Pattern, PlanDocument, PlannedAction
from .faults import CELLS, UNKEPT, Fault, Faulty, Path, step_to

LONGEST_TEXT = 20_000
"""Characters in a summary."""
MEMBERS = {"in_force_from": "from", "in_force_until": "until", "phase_place": "phase"}
"""Members that have another name in the document."""
WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KNOWN_CHOICES: list[type[TextChoices]] = [
    BudgetKind,
    Direction,
    IndicatorScope,
    Kind,
    MinisterRole,
    PlanState,
    Precision,
    PromotionRole,
    Recurrence,
]
Reader = Callable[[object, Any], Any]
T = TypeVar("T")


class InvalidValue(ValueError):
    """The value is invalid, with a sentence that says why."""


class WrongType(ValueError):
    """The value has none of these JSON types."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __str__(self) -> str:
        words = {
            "object": _("an object with members"),
            "array": _("a list"),
            "text": _("a text"),
            "integer": _("a whole number"),
            "boolean": _("true or false"),
            "null": _("nothing"),
        }
        return _("this must be %(types)s.") % {"types": _(" or ").join(words[kind] for kind in self.kinds)}


def read_json(value: object, cls: type[T]) -> T:
    """The JSON value as a value of this class. Raises Faulty with everything that is wrong with it."""
    try:
        return converter.structure(value, cls)
    except Exception as error:
        raise Faulty(list(faults_in(error, value))) from None


def read_document(value: object) -> PlanDocument:
    """The document in its canonical form, see `in_order`. Raises Faulty."""
    return in_order(read_json(value, PlanDocument))


def in_order(document: PlanDocument) -> PlanDocument:
    """The document with objectives sorted by number, actions by code, and leads named only where they are not the first
    promoter."""
    objectives = sorted(document.objectives, key=lambda objective: objective.number)
    actions = sorted(document.actions, key=lambda action: order_of(action.code))
    return replace(
        document,
        objectives=tuple(
            objective if any(objective.themes_nl) else replace(objective, themes_nl=())
            for objective in objectives
        ),
        actions=tuple(action.with_lead(action.led_by) for action in actions),
    )


def read_kept(value: object) -> PlannedAction | None:
    """The action stored in a JSON column, or None."""
    return None if value is None else read_json(value, PlannedAction)


def as_json(value: Any, hint: Any = None) -> Any:
    """As JSON: members in their order, defaults left out. `hint` is the type of a single value."""
    return converter.unstructure(value, unstructure_as=hint)


def read_member(value: object, hint: Any) -> Any:
    """A single value of this type. Raises InvalidValue and WrongType."""
    return converter.structure(value, hint)


def faults_in(error: Exception, value: Any, path: Path = ()) -> Iterator[Fault]:
    """The faults in an exception of cattrs, each with its path."""
    match error:
        case ClassValidationError():
            for inner in error.exceptions:
                notes = [
                    note
                    for note in getattr(inner, "__notes__", [])
                    if isinstance(note, AttributeValidationNote)
                ]
                if isinstance(inner, ForbiddenExtraKeysError):
                    for name in sorted(inner.extra_fields):
                        yield Fault(path, _("“%(member)s” is not known here.") % {"member": name})
                elif notes and (member := MEMBERS.get(notes[0].name, notes[0].name)) not in value:
                    yield Fault(path, _("“%(member)s” is missing.") % {"member": member})
                elif notes:
                    yield from faults_in(inner, value[member], (*path, member))
        case IterableValidationError():
            *above, last = path
            above = above[:-1] if above and above[-1] in CELLS else above
            for inner in error.exceptions:
                [note] = [note for note in inner.__notes__ if isinstance(note, IterableValidationNote)]
                position = int(note.index)
                step = step_to(str(last), value[position], position + 1)
                yield from faults_in(inner, value[position], (*above, step))
        case InvalidValue() | WrongType():
            yield Fault(path, str(error))
        case _:
            raise error


def _refuse_unkept(value: str) -> None:
    if UNKEPT.search(value):
        raise InvalidValue(_("this holds a character that cannot be kept."))


def _text(value: object, _type: Any) -> str:
    if not isinstance(value, str):
        raise WrongType("text")
    _refuse_unkept(value)
    if len(value) > LONGEST_TEXT:
        raise InvalidValue(_("this is longer than %(most)s characters.") % {"most": LONGEST_TEXT})
    return value


def _as_written(value: object, pattern: str) -> str:
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        raise InvalidValue(_("“%(value)s” is not written as it must be.") % {"value": value})
    return _text(value, str)


def _whole_number(value: object, _type: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType("integer")
    return value


def _yes_or_no(value: object, _type: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongType("boolean")
    return value


def _day(value: object, _type: Any) -> Day:
    text = _text(value, str)
    try:
        day = datetime.date.fromisoformat(text if WRITTEN_DAY.fullmatch(text) else "")
    except ValueError:
        raise InvalidValue(_("“%(value)s” is not a day, such as 2021-12-31.") % {"value": text}) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"value": text, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise InvalidValue(_("“%(value)s” lies outside the years %(first)s to %(last)s.") % years)
    return day


def _read_choice(value: object, cls: Any) -> TextChoices:
    if value not in cls.values:
        words = {"value": json.dumps(value), "known": ", ".join(map(json.dumps, cls.values))}
        raise InvalidValue(_("%(value)s is none of %(known)s.") % words)
    return cls(value)


def _read_format(value: object, _type: Any) -> int:
    if value != 1 or isinstance(value, bool):
        raise InvalidValue(_("this must be %(value)s.") % {"value": 1})
    return 1


def plain_number(value: Decimal) -> str:
    """Without trailing zeros: 90 and not 90.00."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# Hooks for plain types, for annotated types, and for containers


def _is_annotated_with(kind: type) -> Callable[[Any], bool]:
    return lambda hint: get_origin(hint) is Annotated and isinstance(hint.__metadata__[0], kind)


def _read_pattern(value: object, hint: Any) -> str:
    return _as_written(value, hint.__metadata__[0].pattern)


def _read_number(value: object, hint: Any) -> Decimal:
    return Decimal(_as_written(value, hint.__metadata__[0].pattern))


def _read_least(value: object, hint: Any) -> int:
    number, minimum = _whole_number(value, int), hint.__metadata__[0].minimum
    if number < minimum:
        raise InvalidValue(_("this must be %(least)s or more.") % {"least": minimum})
    return number


def _write_number(hint: Any) -> Callable[[Decimal], str]:
    decimals = hint.__metadata__[0].decimals
    return plain_number if decimals is None else lambda value: f"{value:.{decimals}f}"


def _is_optional(hint: Any) -> bool:
    return NoneType in get_args(hint)


def _optional_reader(hint: Any, converter: Converter) -> Reader:
    [inner] = [kind for kind in get_args(hint) if kind is not NoneType]
    read = converter.get_structure_hook(inner)

    def read_unless_none(value: object, _type: Any) -> Any:
        try:
            return None if value is None else read(value, inner)
        except WrongType as error:
            raise WrongType(*error.kinds, "null") from None

    return read_unless_none


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _tuple_reader(hint: Any, converter: Converter) -> Reader:
    read = homogenous_tuple_structure_factory(hint, converter)

    def read_list(value: object, _type: Any) -> Any:
        if not isinstance(value, list):
            raise WrongType("array")
        return read(value, hint)

    return read_list


def _renamed(cls: Any) -> dict[str, Any]:
    return {
        name: override(rename=MEMBERS[name])
        for name in MEMBERS.keys() & {member.name for member in fields(cls)}
    }


def _object_reader(cls: Any, converter: Converter) -> Reader:
    read = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **_renamed(cls))

    def read_object(value: object, _type: Any) -> Any:
        if not isinstance(value, dict):
            raise WrongType("object")
        return read(value, cls)

    return read_object


def _object_writer(cls: Any, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    written = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **_renamed(cls))
    members = [MEMBERS.get(member.name, member.name) for member in fields(cls)]

    def in_order(value: Any) -> dict[str, Any]:
        unordered = written(value)
        return {member: unordered[member] for member in members if member in unordered}

    return in_order


def _converter() -> Converter:
    """Of the hooks that match, the last one registered is used."""
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole_number)
    converter.register_structure_hook(bool, _yes_or_no)
    converter.register_structure_hook(Day, _day)
    converter.register_unstructure_hook(Day, Day.isoformat)
    converter.register_structure_hook_func(lambda hint: get_origin(hint) is Literal, _read_format)
    for choices in KNOWN_CHOICES:
        converter.register_structure_hook(choices, _read_choice)
        converter.register_unstructure_hook(choices, str)
    converter.register_structure_hook_func(_is_annotated_with(Pattern), _read_pattern)
    converter.register_structure_hook_func(_is_annotated_with(AtLeast), _read_least)
    converter.register_structure_hook_func(_is_annotated_with(NumberFormat), _read_number)
    converter.register_unstructure_hook_factory(_is_annotated_with(NumberFormat), _write_number)
    converter.register_structure_hook_factory(_is_optional, _optional_reader)
    converter.register_structure_hook_factory(_is_tuple, _tuple_reader)
    converter.register_structure_hook_factory(is_dataclass, _object_reader)
    converter.register_unstructure_hook_factory(is_dataclass, _object_writer)
    return converter


converter = _converter()
