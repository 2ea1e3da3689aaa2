"""An action of the plan in words: each of its parts, all its facts, and which of them differ between two versions.

Members are named after their columns, and values are written as people write them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import local
from actionplan.base.money import ZERO
from actionplan.base.vague import Precision
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Indicator,
    IndicatorTerms,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from actions.states import IndicatorScope
from budgets.models import BudgetLine, BudgetTerms, Funding
from budgets.states import BudgetKind
from objectives.models import Objective, Plan, Theme

from .comparing import Difference, differences
from .document import (
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    DescribedPolicyArea,
    FundingShare,
    MinisterPart,
    OrganisationPart,
    PlannedAction,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
    YearAmount,
    YearTarget,
)
from .faults import ItemOf, Path
from .json_form import plain_number

PARTS_IN_ORDER = [
    "title",
    "title_nl",
    "summary",
    "summary_nl",
    "timing_printed",
    "budget_printed",
    "kind",
    "theme",
    "limited",
    "phases",
    "lines",
    "milestones",
    "indicators",
    "lead",
    "promoters",
    "ministers",
]
"""The members of an action, in the order in which they are shown."""
MODELS_OF_TYPE: dict[Any, list[Any]] = {
    DescribedPlan: [Plan],
    DescribedMinister: [Minister],
    DescribedPolicyArea: [PolicyArea],
    DescribedOrganisation: [Organisation, Affiliation],
    DescribedObjective: [Objective],
    PlannedAction: [ActionTerms, Action],
    MinisterPart: [MinisterInvolvement],
    OrganisationPart: [Promotion],
    PlannedPhase: [Phase],
    PlannedBudgetLine: [BudgetTerms],
    PlannedMilestone: [MilestoneTerms, Milestone],
    PlannedIndicator: [IndicatorTerms, Indicator],
}
"""The models that have the columns of the members of each type."""
MODELS_OF_LIST: dict[str, Any] = {
    "themes": Theme,
    "cross_references": CrossReference,
    "funding": Funding,
    "phases": Phase,
    "lines": BudgetLine,
    "milestones": Milestone,
    "indicators": Indicator,
    "ministers": Minister,
    "promoters": Promotion,
    "objectives": Objective,
    "actions": Action,
}


@dataclass(frozen=True)
class ActionFact:
    group: str
    """The part of the action it belongs to, in lower case, such as "timing" for each of the phases."""
    label: str
    words: str
    language: str = ""
    """The language of words that exist in one language only; empty if they are in the reader's."""


_WORDS = re.compile(r"\s+|\S+")
MUCH_ALIKE = 0.6
"""From which share of words alike a fact is shown with what differs marked."""


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class ChangedFact:
    """A fact before and after; empty where it is added or removed."""

    group: str
    label: str
    before: str
    after: str
    language: str = ""

    @cached_property
    def _pieces(self) -> tuple[list[Piece], list[Piece]]:
        words: list[list[str]] = [_WORDS.findall(side) for side in (self.before, self.after)]
        alike = SequenceMatcher(None, words[0], words[1], autojunk=False)
        if not (self.before and self.after) or alike.ratio() < MUCH_ALIKE:
            return [Piece(self.before)], [Piece(self.after)]
        steps = alike.get_opcodes()
        was = [Piece("".join(words[0][start:end]), tag != "equal") for tag, start, end, _j, _k in steps]
        now = [Piece("".join(words[1][start:end]), tag != "equal") for tag, _i, _h, start, end in steps]
        return [piece for piece in was if piece.text], [piece for piece in now if piece.text]

    @property
    def pieces_before(self) -> list[Piece]:
        """The words before; where most of both are alike, with what differs marked."""
        return self._pieces[0]

    @property
    def pieces_after(self) -> list[Piece]:
        return self._pieces[1]


@dataclass(frozen=True)
class BodyNames:
    """Names of organisations and ministers by key; for an unknown key, the key itself."""

    organisations: Mapping[str, Any] = field(default_factory=dict)
    ministers: Mapping[str, Any] = field(default_factory=dict)

    def organisation(self, key: str) -> str:
        """Also takes a funding source that is not an organisation."""
        return str(self.organisations.get(key, key))

    def minister(self, key: str) -> str:
        return str(self.ministers.get(key, key))


def names_of_bodies() -> BodyNames:
    """The names of all bodies. Two queries."""
    return BodyNames(
        {row.key: row for row in Organisation.objects.all()}, {row.key: row for row in Minister.objects.all()}
    )


def both_languages(part: Any, name: str) -> str:
    """ "Training / Opleiding": the words and their Dutch twin, if it differs."""
    return " / ".join(dict.fromkeys(filter(None, [getattr(part, name), getattr(part, f"{name}_nl")])))


def local_words(part: Any, name: str) -> str:
    """The words in the reader's language, if there are any."""
    return str(local(part, name) or "")


Part = TypeVar("Part", bound=PlannedPhase | PlannedBudgetLine | PlannedMilestone | PlannedIndicator)


def named_locally(part: Part) -> Part:
    """The same part in the reader's language only: for reading, not for comparing."""
    members = {member.name for member in fields(part)}
    twins: Any = {}
    for name in members:
        if f"{name}_nl" in members:
            twins |= {name: local_words(part, name), f"{name}_nl": ""}
    return replace(part, **twins)


# Parts of an action


def period_in_words(phase: PlannedPhase) -> str:
    """As vaguely as the plan prints it: "2020 to 2024", "from 1 September 2021", "continuous"."""
    start = formatting.vague(phase.start, phase.start_precision or "", starts=True)
    end = formatting.vague(phase.end, phase.end_precision or "")
    if phase.start and phase.end:
        return start if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}
    if phase.end:
        return _("until %(end)s") % {"end": end}
    if phase.start:
        return _("from %(start)s") % {"start": start}
    return _("continuous") if phase.continuous else _("no dates printed")


def phase_in_words(phase: PlannedPhase) -> str:
    return ": ".join(filter(None, [both_languages(phase, "label"), period_in_words(phase)]))


def line_in_words(line: PlannedBudgetLine, names: BodyNames) -> str:
    """ "Website: €10,000.00 per year; phase 2; 60% Agency for Home Affairs"."""
    money = amount_in_words(line.kind, line.amount, per_year=line.per_year)
    words = [": ".join(filter(None, [both_languages(line, "label"), money]))]
    if line.phase_place:
        words.append(_("phase %(place)s") % {"place": line.phase_place})
    if line.start or line.end:
        words.append(_own_days(line))
    if line.years:
        words.append(_("planned %(years)s") % {"years": ", ".join(map(year_amount_in_words, line.years))})
    words += [
        f"{formatting.short_number(share.percent)}% {names.organisation(share.source)}"
        for share in line.funding
    ]
    if line.article:
        words.append(_("budget article %(code)s") % {"code": line.article})
    return "; ".join(words)


def amount_in_words(kind: BudgetKind, amount: Decimal | None, *, per_year: bool) -> str:
    """ "€10,000.00 per year"; without an amount its kind."""
    if amount is None:
        return str(kind.label)
    words = formatting.euro(amount)
    return _("%(amount)s per year") % {"amount": words} if per_year else words


def year_amount_in_words(planned: YearAmount) -> str:
    """ "2023: €10,000.00"; of less than zero "2023: -€10,000.00 (reduction)"."""
    words = f"{planned.year}: {formatting.euro(planned.amount)}"
    return f"{words} ({_('reduction')})" if planned.amount < ZERO else words


def _own_days(line: PlannedBudgetLine) -> str:
    days = PlannedPhase(
        label="",
        start=line.start,
        start_precision=Precision.DAY,
        end=line.end,
        end_precision=Precision.DAY,
        continuous=False,
    )
    return period_in_words(days)


def milestone_in_words(milestone: PlannedMilestone) -> str:
    """ "Handbook; due 30 June 2022; target 3–4 visits"."""
    words = [both_languages(milestone, "title"), when_in_words(milestone) or _("without a date")]
    targets = [milestone.target_from, milestone.target_to]
    numbers = dict.fromkeys(number for number in targets if number is not None)
    if numbers:
        target = "–".join(map(formatting.short_number, numbers))
        words.append(_("target %(target)s") % {"target": f"{target} {milestone.unit}".strip()})
    return "; ".join([*words, *promises_in_words(milestone, both_languages)])


def due_in_words(milestone: PlannedMilestone) -> str:
    """The due date, as vaguely as the plan prints it, or how often it recurs; empty if there is neither."""
    if milestone.recurrence:
        return str(milestone.recurrence.label)
    return formatting.vague(milestone.due, milestone.due_precision) if milestone.due else ""


def when_in_words(milestone: PlannedMilestone) -> str:
    """ "due 30 June 2022", "every year"; empty if there is neither."""
    due = due_in_words(milestone)
    return _("due %(day)s") % {"day": due} if milestone.due else due


def promises_in_words(
    milestone: PlannedMilestone, said: Callable[[Any, str], str] = local_words
) -> list[str]:
    """What else is promised than a day and a number: "proof: attendance list". `said` gives the words of a member."""
    proof = said(milestone, "proof")
    return [_("proof: %(proof)s") % {"proof": proof}] if proof else []


def indicator_in_words(indicator: PlannedIndicator, names: BodyNames) -> str:
    """ "Trained staff (%); higher is better; baseline 10 on 31 December 2019; target 40 in 2022"."""
    name, unit = both_languages(indicator, "name"), both_languages(indicator, "unit")
    words = [f"{name} ({unit})" if unit else name, str(indicator.direction.label)]
    if indicator.scope != IndicatorScope.ACTION:
        words.append(str(indicator.scope.label))
    if indicator.baseline is not None:
        baseline = {
            "value": formatting.short_number(indicator.baseline),
            "day": formatting.day(indicator.baseline_on),
        }
        words.append(_("baseline %(value)s on %(day)s") % baseline)
    words += [_("target %(target)s") % {"target": target_in_words(target)} for target in indicator.targets]
    if indicator.source:
        words.append(_("source: %(source)s") % {"source": indicator.source})
    if indicator.measured_by:
        words.append(_("measured by %(who)s") % {"who": indicator.measured_by})
    if indicator.asked_of:
        words.append(
            _("asked of %(organisation)s") % {"organisation": names.organisation(indicator.asked_of)}
        )
    return "; ".join(words)


def target_in_words(target: YearTarget) -> str:
    return _("%(value)s in %(year)s") % {"value": formatting.short_number(target.value), "year": target.year}


def role_in_words(part: MinisterPart | OrganisationPart) -> str:
    return f"{part.role.label} ({_('inferred')})" if part.inferred else str(part.role.label)


def title_of(action: PlannedAction) -> str:
    """ "3.12 Joint prevention network", in the reader's language."""
    return f"{action.code} {local_words(action, 'title')}"


# All facts of an action


def facts_of(action: PlannedAction, names: BodyNames) -> dict[Path, ActionFact]:
    """By the path of the member or part."""
    return {path: fact for path, fact in _facts(action, names) if fact.words}


def _facts(action: PlannedAction, names: BodyNames) -> Iterator[tuple[Path, ActionFact]]:
    yield from _texts(action)
    yield ("kind",), ActionFact(_("kind"), _("Kind"), str(action.kind.label))
    yield ("theme",), ActionFact(_("theme"), _("Theme"), action.theme or "")
    yield ("limited",), ActionFact(_("limited"), _("Limited"), _("yes") if action.limited else "")
    for place, phase in enumerate(action.phases, 1):
        label = _("Phase %(place)s") % {"place": place}
        yield (ItemOf("phases", place),), ActionFact(_("timing"), label, phase_in_words(phase))
    for place, line in enumerate(action.lines, 1):
        label = _("Budget line %(place)s") % {"place": place}
        yield (ItemOf("lines", place),), ActionFact(_("budget"), label, line_in_words(line, names))
    for milestone in action.milestones:
        fact = ActionFact(_("milestones"), _("Milestone"), milestone_in_words(milestone))
        yield (ItemOf("milestones", milestone.key),), fact
    for indicator in action.indicators:
        fact = ActionFact(_("indicators"), _("Indicator"), indicator_in_words(indicator, names))
        yield (ItemOf("indicators", indicator.key),), fact
    if action.led_by:
        yield ("lead",), ActionFact(_("lead"), _("Lead"), names.organisation(action.led_by))
    for part in action.promoters:
        name = names.organisation(part.organisation)
        fact = ActionFact(_("promoters and partners"), name, role_in_words(part))
        yield (ItemOf("promoters", part.organisation),), fact
    for minister in action.ministers:
        fact = ActionFact(_("ministers"), names.minister(minister.minister), role_in_words(minister))
        yield (ItemOf("ministers", minister.minister),), fact


def _texts(action: PlannedAction) -> Iterator[tuple[Path, ActionFact]]:
    yield ("title",), ActionFact(_("title"), _("Title"), action.title, "en")
    yield ("title_nl",), ActionFact(_("title"), _("Title in Dutch"), action.title_nl, "nl")
    yield ("summary",), ActionFact(_("summary"), _("Summary"), action.summary, "en")
    yield ("summary_nl",), ActionFact(_("summary"), _("Summary in Dutch"), action.summary_nl, "nl")
    printed = [
        ("timing_printed", _("Timing as printed"), action.timing.printed_as),
        ("budget_printed", _("Budget as printed"), action.budget.printed_as),
    ]
    for name, label, words in printed:
        yield (name,), ActionFact(_("printed words"), label, words, "en")


def changed_facts(
    before: PlannedAction | None, after: PlannedAction | None, names: BodyNames
) -> list[ChangedFact]:
    """The facts that differ, in the reader's language; in both, where only the other language differs. Without
    `before` the action is new, without `after` it is withdrawn.
    """
    sides = (before, after)
    was, now = (facts_of(action, names) if action else {} for action in sides)
    read_was, read_now = (facts_of(_read_locally(action), names) if action else {} for action in sides)
    parts = list({**was, **now})
    if before and after:
        differing = {difference.path[:1] for difference in differences(before, after)}
        parts = [path for path in parts if path in differing]
    changed = []
    for path in sorted(parts, key=_display_order):
        for old, new in [(read_was.get(path), read_now.get(path)), (was.get(path), now.get(path))]:
            fact = new or old
            words = [side.words if side else "" for side in (old, new)]
            if fact and words[0] != words[1]:
                changed.append(ChangedFact(fact.group, fact.label, words[0], words[1], fact.language))
                break
    return changed


def _read_locally(action: PlannedAction) -> PlannedAction:
    """The same action, its parts named in the reader's language only."""
    return replace(
        action.with_lines(tuple(named_locally(part) for part in action.lines)),
        timing=replace(action.timing, phases=tuple(named_locally(part) for part in action.phases)),
        milestones=tuple(named_locally(part) for part in action.milestones),
        indicators=tuple(named_locally(part) for part in action.indicators),
    )


def _display_order(path: Path) -> int:
    [step] = path
    return PARTS_IN_ORDER.index(step.member if isinstance(step, ItemOf) else step)


# A difference in words


def label_of(difference: Difference) -> str:
    """The name of the member that differs."""
    member = str(difference.path[-1])
    if difference.is_of_order:
        return _("order of %(list)s") % {"list": MODELS_OF_LIST[member]._meta.verbose_name_plural}
    if member in MODELS_OF_LIST:
        return str(MODELS_OF_LIST[member]._meta.verbose_name_plural)
    if member == "themes_nl":
        return _("themes in Dutch")
    if member == "lead":
        return str(Lead._meta.verbose_name)
    column = _column_of(difference.type, member)
    return member if column is None else str(column.verbose_name)


def language_of(difference: Difference) -> str:
    """The language code of a member that has a twin in the other language; empty for other members."""
    member = str(difference.path[-1])
    if member.endswith("_nl"):
        return "nl"
    return "en" if f"{member}_nl" in [member_field.name for member_field in fields(difference.type)] else ""


def _column_of(cls: Any, member: str) -> models.Field | None:
    for model in MODELS_OF_TYPE[cls]:
        try:
            return model._meta.get_field(member)
        except FieldDoesNotExist:
            continue
    return None


def words_of(difference: Difference) -> tuple[str, str]:
    """The values before and after."""
    member, separator = str(difference.path[-1]), ", " if difference.is_of_order else "; "
    before, after = (
        _value_in_words(value, member, separator) for value in (difference.before, difference.after)
    )
    return before, after


def _value_in_words(value: Any, member: str, separator: str) -> str:
    """Empty for nothing."""
    if isinstance(value, tuple):
        return separator.join(_value_in_words(item, member, separator) for item in value)
    if value is None or value == "":
        return ""
    if isinstance(value, FundingShare):
        return f"{value.source} {plain_number(value.percent)} %"
    if isinstance(value, YearTarget):
        return target_in_words(value)
    if isinstance(value, YearAmount):
        return year_amount_in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, TextChoices):
        return str(value.label)
    if isinstance(value, datetime.date):
        return formatting.day(value)
    if isinstance(value, Decimal):
        return formatting.euro(value) if member == "amount" else plain_number(value)
    return str(value)
