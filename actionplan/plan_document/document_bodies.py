"""Ministers, policy areas and organisations of a document, which all plans share.

New ones are added. Of one that is known, what the document does not say stays; what it says differently is a change of its
own, made where somebody ticked it.
"""

from __future__ import annotations

import copy
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from actionplan.amendments.members import COLUMNS, values_of
from actionplan.amendments.places import item_place
from actionplan.amendments.shape import Item
from actionplan.base.days import day_of
from actionplan.base.folding import fold, is_similar
from actionplan.base.formatting import in_dutch, local
from actionplan.base.refusals import Refused
from actionplan.base.row_writes import save
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import affiliate, save_body
from actions.models import Action

from .comparing import ItemChange, change_of_member
from .exporting import SCHEMA_OF, described_bodies

KINDS: dict[str, tuple[Any, str, str]] = {
    "policy_areas": (PolicyArea, "code", "name"),
    "ministers": (Minister, "key", "title"),
    "organisations": (Organisation, "key", "name"),
}
"""By the member of a document: the model, by what it is known, and what it is called."""


@dataclass(frozen=True)
class BodyChange:
    """Something that a document says differently of a body that exists, with the plans that it touches."""

    word: str
    """`organisations:ov:name_nl`: what a person ticks."""
    change: ItemChange
    plans: tuple[str, ...]
    """The codes of the plans in which the body has a part."""


@dataclass(frozen=True)
class AlikeBody:
    """A new body, and one that exists whose name is nearly the same."""

    word: str
    """`organisations:agency_home`: of the new one."""
    place: str
    name: str
    known_key: str
    known_name: str


def new_bodies(document: Item) -> list[ItemChange]:
    return [ItemChange(item_place("", member, item, 1), "added") for member, item, _known in _new(document)]


def names_of_new_bodies(document: Item) -> list[str]:
    """In the language of the page."""
    return [name_of_body(member, item) for member, item, _known in _new(document)]


def name_of_body(member: str, item: Item) -> str:
    """Of one that a document describes, in the language of the page."""
    name = KINDS[member][2]
    return str((in_dutch() and item.get(f"{name}_nl")) or item[name])


def _new(document: Item) -> Iterator[tuple[str, Item, list[Any]]]:
    """What no body of the portal has the key of, with all known ones of its kind."""
    for member, (model, identity, _name) in KINDS.items():
        known = list(model.objects.all())
        keys = {getattr(row, identity) for row in known}
        for item in document[member]:
            if item[identity] not in keys:
                yield member, item, known


def changes_of_known(document: Item, on: datetime.date) -> list[BodyChange]:
    """What the document says differently on the day; what it leaves out or leaves empty, it does not say."""
    before = described_bodies(
        {item["key"] for item in document["ministers"]},
        {item["key"] for item in document["organisations"]},
        on,
        {item["code"] for item in document["policy_areas"]},
    )
    known = {(member, item[KINDS[member][1]]): item for member, item in _items(before)}
    changes = []
    for member, item in _items(document):
        body = (member, item[KINDS[member][1]])
        for name, value in item.items():
            if body in known and value not in (None, "") and known[body].get(name) != value:
                at = ItemChange(item_place("", member, item, 1))
                changes.append((body, name, change_of_member(at, member, name, known[body].get(name), value)))
    plans = _plans_by_body() if changes else {}
    return [
        BodyChange(f"{member}:{key}:{name}", change, tuple(sorted(plans[member, key])))
        for (member, key), name, change in changes
    ]


def alike_bodies(document: Item) -> list[AlikeBody]:
    """New bodies whose name, in either language, is nearly that of a known one of the same kind."""
    found = []
    for member, item, known in _new(document):
        _model, identity, name = KINDS[member]
        names = [fold(item[each]) for each in (name, f"{name}_nl") if item.get(each)]
        for row in known:
            theirs = [fold(getattr(row, each)) for each in (name, f"{name}_nl") if getattr(row, each)]
            if any(is_similar(mine, other) for mine in names for other in theirs):
                place = item_place("", member, item, 1)
                word = f"{member}:{item[identity]}"
                known_as = getattr(row, identity), local(row, name)
                found.append(AlikeBody(word, place, name_of_body(member, item), *known_as))
                break
    return found


def with_known(document: Item, same: Mapping[str, str]) -> Item:
    """The document with known bodies in place of its own: `same` is the key of the known one by the word of the new one."""
    if not same:
        return document
    document = copy.deepcopy(document)
    keys: dict[str, dict[str, str]] = {member: {} for member in KINDS}
    for word, known in same.items():
        member, key = word.split(":")
        keys[member][key] = known
        identity = KINDS[member][1]
        document[member] = [item for item in document[member] if item[identity] != key]
    ministers, areas, organisations = keys["ministers"], keys["policy_areas"], keys["organisations"]
    for item in document["organisations"]:
        _rename(item, "policy_area", areas)
        _rename(item, "succeeded_by", organisations)
    for item in document["ministers"]:
        _rename(item, "succeeded_by", ministers)
    for action in document["actions"]:
        _rename(action, "lead", organisations)
        for one in action["ministers"]:
            _rename(one, "minister", ministers)
        for one in action["promoters"]:
            _rename(one, "organisation", organisations)
        for one in (share for line in action["budget"]["lines"] for share in line["funding"]):
            _rename(one, "source", organisations)
    return document


def _rename(item: Item, name: str, keys: Mapping[str, str]) -> None:
    if item.get(name) in keys:
        item[name] = keys[item[name]]


def _items(document: Item) -> Iterator[tuple[str, Item]]:
    for member in KINDS:
        for item in document[member]:
            yield member, item


def _plans_by_body() -> dict[tuple[str, str], set[str]]:
    """The codes of the plans in which each body has a part, by the member of a document and its key."""
    area = "organisation__affiliations__policy_area__code"
    paths = {
        "ministers": ["minister_involvements__minister__key"],
        "organisations": ["promotions__organisation__key", "leads__organisation__key"],
        "policy_areas": [f"promotions__{area}", f"leads__{area}"],
    }
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member, names in paths.items():
        for name in names:
            for plan, key in Action.objects.order_by().values_list("plan__code", name).distinct():
                found[member, key].add(plan)
    return found


def write_bodies(document: Item, taken_over: Iterable[BodyChange], *, by: Any, at: datetime.datetime) -> None:
    """Add the new ones, behind those that exist and in the document's order; make the changes that are taken over."""
    changed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in taken_over:
        member, key, name = one.word.split(":")
        changed[member, key].add(name)
    new = set()
    rows = {
        (member, getattr(row, identity)): row
        for member, (model, identity, _name) in KINDS.items()
        for row in model.objects.all()
    }
    for member, item in _items(document):
        model, identity, _name = KINDS[member]
        row = rows.get((member, item[identity]))
        values = values_of(model, item, SCHEMA_OF[member])
        names = {COLUMNS.get(name, name) for name in changed[member, item[identity]]} & values.keys()
        if row is None:
            new.add((member, item[identity]))
            last = model.objects.aggregate(last=Max("order"))["last"] or 0
            save(model(), values | {"order": last + 1})
        elif names:
            for name in names:
                setattr(row, name, values[name])
            _keep(row, by, at)
    for member in ("ministers", "organisations"):
        items = [item for item in document[member] if (member, item["key"]) in new]
        _write_successors(member, [*items, *_of(document, member, changed, "succeeded_by")], by, at)
    organisations = [item for item in document["organisations"] if ("organisations", item["key"]) in new]
    _write_affiliations(organisations)
    _move(_of(document, "organisations", changed, "policy_area"), by, at)


def _of(document: Item, member: str, changed: dict[tuple[str, str], set[str]], name: str) -> list[Item]:
    return [item for item in document[member] if name in changed[member, item["key"]]]


def _keep(row: Any, by: Any, at: datetime.datetime) -> None:
    """Raises Refused where a value does not fit the row."""
    try:
        save_body(row=row, by=by, at=at)
    except ValidationError as error:
        raise Refused(f"{row._meta.verbose_name} {row}: {' '.join(error.messages)}") from None


def _write_successors(member: str, items: list[Item], by: Any, at: datetime.datetime) -> None:
    """Once all rows exist: a body may be succeeded by one that stands after it."""
    rows = {row.key: row for row in KINDS[member][0].objects.all()}
    for item in items:
        row, successor = rows[item["key"]], rows.get(item.get("succeeded_by"))
        if successor is not None and row.succeeded_by_id != successor.pk:
            row.succeeded_by = successor
            _keep(row, by, at)


def _write_affiliations(items: list[Item]) -> None:
    """Of organisations that are new, as adopted."""
    organisations = {row.key: row for row in Organisation.objects.all()}
    areas = {row.code: row for row in PolicyArea.objects.all()}
    for item in items:
        if area := areas.get(item["policy_area"]):
            Affiliation.objects.create(organisation=organisations[item["key"]], policy_area=area)


def _move(items: list[Item], by: Any, at: datetime.datetime) -> None:
    """On the day of the import; as adopted where an organisation never had a policy area."""
    for item in items:
        organisation = Organisation.objects.get(key=item["key"])
        affiliate(
            organisation=organisation,
            policy_area=PolicyArea.objects.get(code=item["policy_area"]),
            from_day=day_of(at) if organisation.affiliations.exists() else None,
            by=by,
            at=at,
        )
