"""What an action's item of the plan document says, in the reader's words, part by part; and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import in_dutch
from actionplan.base.vague import Precision
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture.picture import PhasePicture
from actionplan.picture.sentences import phase_words
from actionplan.planned.json_form import Item
from actionplan.planned.members import day
from actions.models import AmendedAction, Amendment
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence
from budgets.states import BudgetKind

PARTS = [
    "title",
    "title_nl",
    "summary",
    "summary_nl",
    "timing_printed",
    "budget_printed",
    "kind",
    "theme",
    "limited",
    "phase",
    "line",
    "milestone",
    "promoter",
    "minister",
]
"""The parts of an item, in the order in which they are told."""
ROLES = dict([*PromotionRole.choices, *MinisterRole.choices])


@dataclass(frozen=True)
class ItemFact:
    group: str
    """What of the action it belongs to, in lower case, such as "timing": the same for each of its phases."""
    label: str
    words: str
    language: str = ""
    """Of words that stand in one language; empty where they are the reader's."""


@dataclass(frozen=True)
class FactDifference:
    """One thing before and after an amendment; empty where it was not there, or is there no more."""

    group: str
    label: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True)
class BodyNames:
    """What organisations and ministers are called, by their keys; who is not among them is called by the key."""

    organisations: Mapping[str, Any] = field(default_factory=dict)
    ministers: Mapping[str, Any] = field(default_factory=dict)

    def organisation(self, key: str) -> str:
        """Also of a source of money that is no organisation."""
        return str(self.organisations.get(key, key))

    def minister(self, key: str) -> str:
        return str(self.ministers.get(key, key))


def names_of_bodies() -> BodyNames:
    """Of all of them, as rows. Two queries."""
    return BodyNames(
        {row.key: row for row in Organisation.objects.all()}, {row.key: row for row in Minister.objects.all()}
    )


def both_languages(item: Item, name: str) -> str:
    """ "Training / Opleiding": the words with their Dutch twin, where it says something else."""
    return " / ".join(dict.fromkeys(filter(None, [item[name], item.get(f"{name}_nl", "")])))


def local_words(item: Mapping[str, Any], name: str) -> str:
    """In the reader's language, where it has them."""
    return (in_dutch() and item.get(f"{name}_nl")) or item[name]


def named_locally(part: Item, name: str = "label") -> Item:
    """The same phase, line or milestone, named in the reader's language alone: for who reads it, not for who compares it."""
    return {**part, name: local_words(part, name), f"{name}_nl": ""}


def phase_in_words(phase: Item) -> str:
    words = _period_in_words(phase, phase["start_precision"], phase["end_precision"])
    return ": ".join(filter(None, [both_languages(phase, "label"), words]))


def _period_in_words(item: Item, start_precision: str | None, end_precision: str | None) -> str:
    return phase_words(
        PhasePicture(
            place=0,
            label="",
            label_nl="",
            start=day(item["start"]),
            start_precision=start_precision or "",
            end=day(item["end"]),
            end_precision=end_precision or "",
            continuous=item.get("continuous", False),
            printed_as="",
        )
    )


def line_in_words(line: Item, names: BodyNames) -> str:
    """ "Website: €10,000.00 per year; phase 2; 60% Agency for Home Affairs"."""
    money = str(BudgetKind(line["kind"]).label)
    if line["amount"]:
        money = formatting.euro(Decimal(line["amount"]))
        money = _("%(amount)s per year") % {"amount": money} if line["per_year"] else money
    said = [": ".join(filter(None, [both_languages(line, "label"), money]))]
    if line.get("phase"):
        said.append(_("phase %(place)s") % {"place": line["phase"]})
    if line["start"] or line["end"]:
        said.append(_period_in_words(line, Precision.DAY, Precision.DAY))
    said += [
        f"{_plain(share['percent'])}% {names.organisation(share['source'])}" for share in line["funding"]
    ]
    if line.get("article"):
        said.append(_("budget article %(code)s") % {"code": line["article"]})
    return "; ".join(said)


def milestone_in_words(item: Item) -> str:
    """ "Handbook; due 30 June 2022; target 3–4 visits"."""
    said = [both_languages(item, "title")]
    if item.get("recurrence"):
        said.append(str(Recurrence(item["recurrence"]).label))
    elif item["due"]:
        due = formatting.vague(day(item["due"]), item["due_precision"])
        said.append(_("due %(day)s") % {"day": due})
    else:
        said.append(_("without a date"))
    numbers = dict.fromkeys(filter(None, [item.get("target_from"), item.get("target_to")]))
    if numbers:
        target = "–".join(_plain(number) for number in numbers)
        said.append(_("target %(target)s") % {"target": f"{target} {item.get('unit', '')}".strip()})
    return "; ".join(said)


def _plain(number: str) -> str:
    return formatting.short_number(Decimal(number))


def role_in_words(each: Item) -> str:
    """Of an organisation or a minister."""
    role = str(ROLES[each["role"]])
    return f"{role} ({_('inferred')})" if each.get("inferred") else role


def facts_of(item: Item, names: BodyNames) -> dict[str, ItemFact]:
    """Everything that the item says, by the part of it that says so, such as "title" and "phase 2"."""
    return {key: fact for key, fact in _facts(item, names) if fact.words}


def _facts(item: Item, names: BodyNames) -> Iterator[tuple[str, ItemFact]]:
    yield from _texts(item)
    kind = str(Kind(item["kind"]).label)
    yield "kind", ItemFact(_("kind"), _("Kind"), kind)
    yield "theme", ItemFact(_("theme"), _("Theme"), item["theme"] or "")
    limited = _("yes") if item.get("limited") else ""
    yield "limited", ItemFact(_("limited"), _("Limited"), limited)
    for place, phase in enumerate(item["timing"]["phases"], 1):
        label = _("Phase %(place)s") % {"place": place}
        yield f"phase {place}", ItemFact(_("timing"), label, phase_in_words(phase))
    for place, line in enumerate(item["budget"]["lines"], 1):
        label = _("Budget line %(place)s") % {"place": place}
        yield f"line {place}", ItemFact(_("budget"), label, line_in_words(line, names))
    for each in item["milestones"]:
        fact = ItemFact(_("milestones"), _("Milestone"), milestone_in_words(each))
        yield f"milestone {each['key']}", fact
    for each in item["promoters"]:
        name = names.organisation(each["organisation"])
        fact = ItemFact(_("promoters and partners"), name, role_in_words(each))
        yield f"promoter {each['organisation']}", fact
    for each in item["ministers"]:
        fact = ItemFact(_("ministers"), names.minister(each["minister"]), role_in_words(each))
        yield f"minister {each['minister']}", fact


def _texts(item: Item) -> Iterator[tuple[str, ItemFact]]:
    yield "title", ItemFact(_("title"), _("Title"), item["title"], "en")
    yield "title_nl", ItemFact(_("title"), _("Title in Dutch"), item.get("title_nl", ""), "nl")
    yield "summary", ItemFact(_("summary"), _("Summary"), item["summary"], "en")
    yield "summary_nl", ItemFact(_("summary"), _("Summary in Dutch"), item.get("summary_nl", ""), "nl")
    printed = [("timing", _("Timing as printed")), ("budget", _("Budget as printed"))]
    for name, label in printed:
        yield f"{name}_printed", ItemFact(_("printed words"), label, item[name]["printed_as"], "en")


def differences(before: Item | None, after: Item | None, names: BodyNames) -> list[FactDifference]:
    """What differs, part by part. Without `before` the action is new, without `after` it is withdrawn."""
    was, now = (facts_of(item, names) if item else {} for item in (before, after))
    found = []
    for key in sorted({**was, **now}, key=lambda key: PARTS.index(key.partition(" ")[0])):
        old, new = was.get(key), now.get(key)
        fact = new or old
        words = [one.words if one else "" for one in (old, new)]
        if fact and words[0] != words[1]:
            found.append(FactDifference(fact.group, fact.label, words[0], words[1], fact.language))
    return found


def title_of(item: Mapping[str, Any]) -> str:
    """ "3.12 Joint prevention network", in the reader's language."""
    return f"{item['code']} {local_words(item, 'title')}"


@dataclass(frozen=True)
class AmendedInWords:
    amended: AmendedAction
    what: str
    """In a sentence that names the action by its code alone."""
    rows: list[FactDifference] = field(default_factory=list)

    @property
    def title(self) -> str:
        return title_of(self.amended.after or self.amended.before or {})


def amended_in_words(amended: AmendedAction, names: BodyNames) -> AmendedInWords:
    rows = differences(amended.before, amended.after, names)
    what = ", ".join(dict.fromkeys(one.group for one in rows))
    words = {"code": amended.code, "into": amended.merged_into, "what": what}
    if amended.merged_into:
        return AmendedInWords(amended, _("%(code)s is merged into %(into)s.") % words)
    if amended.is_withdrawn:
        return AmendedInWords(amended, _("%(code)s is withdrawn.") % words)
    if amended.is_new:
        return AmendedInWords(amended, _("%(code)s is added.") % words, rows)
    return AmendedInWords(amended, _("%(code)s is amended: %(what)s.") % words, rows)


def decision_in_words(amendment: Amendment) -> str:
    """ "Government of Flanders, 12 May 2023, VR 2023/41"; empty of one that waits and names none."""
    if amendment.decision_body:
        decided_on = formatting.day(amendment.decided_on)
        return f"{amendment.decision_body}, {decided_on}, {amendment.decision_reference}"
    return _("without decision") if amendment.is_without_decision else ""
