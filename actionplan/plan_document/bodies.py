"""Ministers, policy areas and organisations of a document: added where they are new, changed where they differ."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import affiliate, keep

from .rows import day, save

Item = dict[str, Any]


def write_bodies(document: Item, *, by: Any, at: datetime.datetime) -> None:
    """New ones come after those that exist, in the document's order; a changed one leaves its own event."""
    for item in document["policy_areas"]:
        _write(
            PolicyArea(code=item["code"]),
            "code",
            {"name": item["name"], "name_nl": item.get("name_nl", "")},
            by,
            at,
        )
    for item in document["ministers"]:
        values = {name: item.get(name, "") for name in ["title", "title_nl", "holder"]}
        _write(Minister(key=item["key"]), "key", values | _days_of(item), by, at)
    for item in document["organisations"]:
        values = {name: item.get(name, "") for name in ["name", "name_nl", "abbreviation"]}
        _write(Organisation(key=item["key"]), "key", values | _days_of(item), by, at)
    _write_successors(Minister, document["ministers"], by, at)
    _write_successors(Organisation, document["organisations"], by, at)
    _write_affiliations(document["organisations"], by, at)


def _write(new: Any, identity: str, values: Item, by: Any, at: datetime.datetime) -> None:
    model = type(new)
    row = model.objects.filter(**{identity: getattr(new, identity)}).first()
    if row is None:
        last = model.objects.aggregate(last=Max("order"))["last"] or 0
        save(new, values | {"order": last + 1})
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        _keep(row, by, at)


def _keep(row: Any, by: Any, at: datetime.datetime) -> None:
    """Raises Refused where a value does not fit the row."""
    try:
        keep(row=row, by=by, at=at)
    except ValidationError as error:
        raise Refused(f"{row._meta.verbose_name} {row}: {' '.join(error.messages)}") from None


def _write_successors(model: Any, items: list[Item], by: Any, at: datetime.datetime) -> None:
    """Once all rows exist: a body may be succeeded by one that stands after it."""
    rows = {row.key: row for row in model.objects.all()}
    for item in items:
        row, successor = rows[item["key"]], rows.get(item.get("succeeded_by"))
        if row.succeeded_by_id != (successor.pk if successor else None):
            row.succeeded_by = successor
            _keep(row, by, at)


def _write_affiliations(items: list[Item], by: Any, at: datetime.datetime) -> None:
    """As adopted where an organisation has none yet; else it moves on the day of the import."""
    today = day_of(at)
    current = {
        row.organisation.key: row
        for row in Affiliation.objects.in_force(today).select_related("organisation")
    }
    ever = set(Affiliation.objects.values_list("organisation__key", flat=True))
    organisations = {row.key: row for row in Organisation.objects.all()}
    areas = {row.code: row for row in PolicyArea.objects.all()}
    for item in items:
        organisation, area = organisations[item["key"]], areas.get(item["policy_area"])
        row = current.get(item["key"])
        if (row.policy_area_id if row else None) == (area.pk if area else None):
            continue
        if item["key"] in ever:
            affiliate(organisation=organisation, policy_area=area, from_day=today, by=by, at=at)
        elif area is not None:
            Affiliation.objects.create(organisation=organisation, policy_area=area)


def _days_of(item: Item) -> Item:
    return {"in_force_from": day(item.get("from")), "in_force_until": day(item.get("until"))}
