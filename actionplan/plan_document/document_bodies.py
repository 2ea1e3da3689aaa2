"""Ministers, policy areas and organisations of a document, which all plans share.

New ones are added. A known body stays as it is: what the document says differently of it is said, and never taken over, since
it would rename the body for every plan and every past day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from actionplan.base.folding import fold, is_similar
from actionplan.base.formatting import local
from actionplan.base.refusals import Refused
from actionplan.base.row_writes import save
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import save_body
from actionplan.planned.comparing import differences
from actionplan.planned.document import (
    DescribedMinister,
    DescribedOrganisation,
    DescribedPolicyArea,
    PlanDocument,
)
from actionplan.planned.faults import NOUNS, ItemOf
from actionplan.planned.to_rows import values_of
from actionplan.planned.words import local_words

from .exporting import described_bodies
from .import_changes import ItemChange, change_of

BODY_KINDS: dict[str, tuple[Any, str, str]] = {
    "policy_areas": (PolicyArea, "code", "name"),
    "ministers": (Minister, "key", "title"),
    "organisations": (Organisation, "key", "name"),
}
"""By the list in the document: the model, the member that identifies a body, and the member with its name."""
Body = DescribedMinister | DescribedOrganisation | DescribedPolicyArea


@dataclass(frozen=True)
class SimilarBody:
    """A new body, and an existing one with nearly the same name."""

    word: str
    """`organisations:agency_home`, for the new one."""
    place: str
    name: str
    known_key: str
    known_name: str


def new_bodies(document: PlanDocument) -> list[ItemChange]:
    return [
        ItemChange(f"{NOUNS[member]} {name_of_body(member, body)}", "added")
        for member, body, _known in _unknown(document)
    ]


def names_of_new_bodies(document: PlanDocument) -> list[str]:
    """In the language of the page."""
    return [name_of_body(member, body) for member, body, _known in _unknown(document)]


def name_of_body(member: str, body: Body) -> str:
    """The name of a body in a document, in the language of the page."""
    return local_words(body, BODY_KINDS[member][2])


def _step(member: str, body: Body) -> ItemOf:
    return ItemOf(member, _key(body))


def _key(body: Body) -> str:
    return body.code if isinstance(body, DescribedPolicyArea) else body.key


def _unknown(document: PlanDocument) -> Iterator[tuple[str, Body, list[Any]]]:
    """Bodies whose key the portal does not know, each with all known bodies of its kind."""
    for member, (model, identity, _name) in BODY_KINDS.items():
        known = list(model.objects.all())
        keys = {getattr(row, identity) for row in known}
        for body in getattr(document, member):
            if _key(body) not in keys:
                yield member, body, known


def said_differently(document: PlanDocument, on: datetime.date) -> list[ItemChange]:
    """What the document says differently of known bodies on the day; what it leaves out or empty is not a difference."""
    of_kinds = described_bodies(
        {minister.key for minister in document.ministers},
        {organisation.key for organisation in document.organisations},
        on,
        {area.code for area in document.policy_areas},
    )
    known: dict[str, Any] = dict(zip(("ministers", "policy_areas", "organisations"), of_kinds, strict=True))
    changes = []
    for member, body in _bodies(document):
        before = next((other for other in known[member] if _key(other) == _key(body)), body)
        step = _step(member, body)
        changes += [
            difference
            for difference in differences(before, body, path=(step,))
            if difference.after not in (None, "")
        ]
    return list(map(change_of, changes))


def similar_bodies(document: PlanDocument) -> list[SimilarBody]:
    """New bodies whose name, in either language, is nearly that of a known one of the same kind."""
    alike = []
    for member, body, known in _unknown(document):
        _model, identity, name = BODY_KINDS[member]
        names = _folded_names(body, name)
        for row in known:
            if any(is_similar(mine, other) for mine in names for other in _folded_names(row, name)):
                word = f"{member}:{_key(body)}"
                known_as = getattr(row, identity), local(row, name)
                place = str(_step(member, body))
                alike.append(SimilarBody(word, place, name_of_body(member, body), *known_as))
                break
    return alike


def _folded_names(body: Any, name: str) -> list[str]:
    return [fold(getattr(body, each)) for each in (name, f"{name}_nl") if getattr(body, each)]


def with_known(document: PlanDocument, same: Mapping[str, str]) -> PlanDocument:
    """The document with known bodies in place of new ones: `same` has the key of the known one by the word of the new one."""
    keys: dict[str, dict[str | None, str]] = {member: {} for member in BODY_KINDS}
    for word, known in same.items():
        member, key = word.split(":")
        keys[member][key] = known
    ministers, areas, organisations = keys["ministers"], keys["policy_areas"], keys["organisations"]
    named = {
        "minister": ministers,
        "organisation": organisations,
        "lead": organisations,
        "source": organisations,
    }
    return replace(
        document,
        ministers=tuple(
            _with_keys(body, {"succeeded_by": ministers})
            for body in document.ministers
            if body.key not in ministers
        ),
        policy_areas=tuple(area for area in document.policy_areas if area.code not in areas),
        organisations=tuple(
            _with_keys(body, {"succeeded_by": organisations, "policy_area": areas})
            for body in document.organisations
            if body.key not in organisations
        ),
        actions=_with_keys(document.actions, named),
    )


def _with_keys(value: Any, keys: Mapping[str, Mapping[str | None, str]]) -> Any:
    """The value with keys of bodies replaced; `keys` is by the members that hold one."""
    if isinstance(value, tuple):
        return tuple(_with_keys(item, keys) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    members = {field.name: getattr(value, field.name) for field in fields(value)}
    renamed = {
        name: keys[name].get(member, member) if name in keys else _with_keys(member, keys)
        for name, member in members.items()
    }
    return replace(value, **renamed)


def _bodies(document: PlanDocument) -> Iterator[tuple[str, Body]]:
    for member in BODY_KINDS:
        for body in getattr(document, member):
            yield member, body


def write_bodies(document: PlanDocument, *, by: Any, at: datetime.datetime) -> list[str]:
    """Add new bodies after the existing ones, in the document's order. Returns their keys, for the event of whatever adds
    them."""
    new: list[ItemOf] = []
    for member, body, _known in _unknown(document):
        model = BODY_KINDS[member][0]
        last = model.objects.aggregate(last=Max("order"))["last"] or 0
        save(model(), values_of(model, body) | {"order": last + 1})
        new.append(_step(member, body))
    for member in ("ministers", "organisations"):
        bodies = [body for body in getattr(document, member) if _step(member, body) in new]
        _write_successors(member, bodies, by, at)
    _write_affiliations([body for body in document.organisations if _step("organisations", body) in new])
    return [str(step.identity) for step in new]


def _save(row: Any, by: Any, at: datetime.datetime) -> None:
    """Raises Refused where a value does not fit its column."""
    try:
        save_body(row=row, by=by, at=at)
    except ValidationError as error:
        raise Refused(f"{row._meta.verbose_name} {row}: {' '.join(error.messages)}") from None


def _write_successors(
    member: str,
    bodies: list[DescribedMinister | DescribedOrganisation],
    by: Any,
    at: datetime.datetime,
) -> None:
    """Runs once all rows exist: a body may be succeeded by a later one in the document."""
    rows = {row.key: row for row in BODY_KINDS[member][0].objects.all()}
    for body in bodies:
        row, successor = rows[body.key], rows.get(body.succeeded_by or "")
        if successor is not None and row.succeeded_by_id != successor.pk:
            row.succeeded_by = successor
            _save(row, by, at)


def _write_affiliations(described: list[DescribedOrganisation]) -> None:
    """The policy areas of new organisations, as adopted."""
    organisations = {row.key: row for row in Organisation.objects.all()}
    areas = {row.code: row for row in PolicyArea.objects.all()}
    for body in described:
        if area := areas.get(body.policy_area or ""):
            Affiliation.objects.create(organisation=organisations[body.key], policy_area=area)
