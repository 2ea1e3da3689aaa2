"""The two pages before the contents: what is asked, how each part stands, the money, what changed, what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.money import ZERO
from actionplan.picture import money
from actionplan.picture.actions import NONE, Actions
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.due_in_words import HEADING, by_delivery, count_words, is_known
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS, expected_end
from actionplan.picture.measures import measure_named
from actionplan.picture.picture import ActionPicture
from actionplan.picture.planned_words import without_amount_words
from actionplan.picture.reasons import REASON_SENTENCES
from actionplan.picture.results import DueItem, OutOfStepLine
from actionplan.picture.sentences import (
    at_least,
    outside_percentage_words,
    paid_of_planned_words,
)
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.reporting.states import (
    Attention,
    RequestState,
    Status,
    attention_label,
)
from actionplan.rounds.counting import answer_groups

from .asked import text_for_edition
from .attention_points import attention_sentence
from .content import (
    Bar,
    Block,
    FactList,
    Headed,
    LabelledText,
    Paragraph,
    Section,
    Sign,
    Signs,
    Table,
    TableColumn,
    Value,
    note,
)
from .plan_figures import status_sentence
from .source import DocumentSource

MOST_SIGNS = 25
"""With more actions than this, each sign stands once with its count."""
LONGEST_TITLE = 90
RED = (Attention.OFF_TRACK, Attention.OVERDUE, Attention.LATE_START)
"""Reasons about which the Platform asks something, or the summary says that it asks nothing."""


def lead_of(source: DocumentSource) -> LabelledText:
    """The answer of the whole report."""
    flagged = source.actions.worst_first()
    spent = money.paid_of_planned(source.actions, source.reckoned_on)
    sentences = [attention_sentence(flagged)] if flagged else [_("There are no points of attention.")]
    if spent.planned or spent.paid:
        sentences.append(paid_of_planned_words(spent))
    return LabelledText(" ".join(sentences), status_sentence(source.actions))


def summary(source: DocumentSource, earlier: DocumentSource | None) -> list[Section]:
    return [
        Section(_("What is asked, of whom, by when?"), [*asked_blocks(source, source.actions)]),
        Section(_("How does each objective stand?"), [_objectives(source)]),
        Section(_("Does the money follow?"), [*money_blocks(source, source.actions)], on_new_page=True),
        Section(_("What does each minister carry?"), [_ministers(source)]),
        *changed(source, earlier),
        *_due(source),
        *_silent(source),
        Section(_("How is this read?"), [note(_legend(source))]),
    ]


# What is asked


def asked_blocks(source: DocumentSource, actions: Actions) -> Iterator[Block]:
    asks = [
        (action, ask)
        for action in actions.sorted_by("worst")
        for ask in asks_in_words(action, source.words, source.picture)
    ]
    if asks:
        columns = [
            TableColumn(_("Action, and why"), 78),
            TableColumn(_("Asked"), 46),
            TableColumn(_("Of whom"), 29),
            TableColumn(_("By"), 27),
        ]
        rows: list[list[Value]] = [_row_of_ask(action, ask) for action, ask in asks]
        yield Table(_("What the Platform asks, of whom and by when"), columns, rows)
    else:
        yield Paragraph(_("The Platform asks nothing."))
    asked = {action.pk for action, _ask in asks}
    rest = [
        f"{action.code} ({attention_label(action.attention[0])})"
        for action in actions.worst_first()
        if action.attention[0] in RED and action.pk not in asked
    ]
    if rest:
        yield note(_("Nothing is asked about: %(codes)s.") % {"codes": ", ".join(rest)})


def _row_of_ask(action: ActionPicture, ask: AskInWords) -> list[Value]:
    title = short_title(action.local_title, LONGEST_TITLE)
    if not action.attention:
        why = Headed(action.code, title)
    else:
        code = action.attention[0]
        sentences = [title if title.endswith("…") else f"{title}.", *REASON_SENTENCES[code](action)]
        why = Headed(f"{action.code} {attention_label(code)}", " ".join(sentences[:2]), code)
    due = Headed(formatting.short_day(ask.ask.due), ask.more)
    return [why, Headed(text_for_edition(ask)), ask.of_whom, due]


# How each part stands


def signs_of(actions: Actions, *, as_counts: bool = False) -> Signs:
    """How each stands by the verdict of the Platform, the worst first; what is done is no longer judged."""
    verdict = measure_named("verdict")
    counts = verdict.counts(actions)
    signs = [(Sign(code, word), counts[code]) for code, word in reversed(verdict.codes) if counts[code]]
    return Signs(tuple(signs), as_counts or len(actions) > MOST_SIGNS)


def standing(name: Value, actions: Actions, *, as_counts: bool = False) -> list[Value]:
    done = measure_named("status").counts(actions)[Status.COMPLETED]
    of = _("%(count)s of %(total)s") % {"count": done, "total": len(actions)}
    flagged = len(actions.needing_attention())
    return [name, signs_of(actions, as_counts=as_counts), of, flagged or None]


def _objectives(source: DocumentSource) -> Table:
    columns = [
        TableColumn(_("Objective"), 84),
        TableColumn(_("Verdict of the Platform, a sign for each action"), 48),
        TableColumn(_("Completed"), 20, is_number=True),
        TableColumn(_("Points of attention"), 28, is_number=True),
    ]
    rows = [
        standing(f"{number}. {objective.local_title}", source.actions.of_objective(number))
        for number, objective in source.picture.objectives.items()
    ]
    rows.append(standing(_("The whole plan"), source.actions, as_counts=True))
    return Table(_("Verdicts by objective"), columns, rows, has_total=True)


# Money


def money_blocks(source: DocumentSource, actions: Actions) -> Iterator[Block]:
    spent = money.paid_of_planned(actions, source.reckoned_on)
    sentences = [paid_of_planned_words(spent)]
    if out_of_step := [
        f"{action.code} ({_out_of_step(line)})" for action, line in money.out_of_step(actions)
    ]:
        sentences.append(_("Out of step with the plan: %(lines)s.") % {"lines": ", ".join(out_of_step)})
    sentences.append(without_amount_words(actions))
    yield Paragraph(" ".join(filter(None, sentences)))
    if years := money.by_year(actions):
        yield _years(years, spent.until)
    if unknown := unknown_figures_in_words(actions, source.picture.organisations):
        yield note(_("Unknown, and not in these sums: %(what)s") % {"what": " ".join(unknown)})


def _out_of_step(line: OutOfStepLine) -> str:
    """What part is paid; with what was paid in a year that is not over."""
    percent = formatting.percent(formatting.share(line.paid, line.planned))
    if line.paid_in_all is None:
        return percent
    in_all = formatting.percent(formatting.share(line.paid_in_all, line.planned))
    return _("%(percent)s; %(in_all)s with this year") % {"percent": percent, "in_all": in_all}


def _years(years: dict[int, dict[str, Decimal]], until: int) -> Table:
    over = money.added_up(sums for year, sums in years.items() if year <= until)
    longest = max(max(sums.values(), default=ZERO) for sums in years.values())
    rows: list[list[Value]] = [
        [str(year), _bar(sums, longest), *map(_in_thousands, _three(sums))] for year, sums in years.items()
    ]
    rows.append(
        [_("up to %(year)s") % {"year": until}, _("thousand euro"), *map(_in_thousands, _three(over))]
    )
    columns = [
        TableColumn(_("Year"), 25),
        TableColumn(_("Planned (outline), paid (filled), committed (line)"), 89),
        *(TableColumn(label, 22, is_number=True) for label in [_("Planned"), _("Committed"), _("Paid")]),
    ]
    return Table(_("Planned, committed and paid by year, in thousand euro"), columns, rows, has_total=True)


def _three(sums: dict[str, Decimal]) -> list[Decimal | None]:
    return [sums.get(measure) for measure in ("planned", "committed", "paid")]


def _bar(sums: dict[str, Decimal], longest: Decimal) -> Bar:
    planned, committed, paid = (amount or ZERO for amount in _three(sums))
    return Bar(planned, committed, paid, longest)


def _in_thousands(amount: Decimal | None) -> int | None:
    return None if amount is None else formatting.whole(amount / 1000)


def _ministers(source: DocumentSource) -> Table:
    columns = [
        TableColumn(_("Coordinating minister"), 62),
        TableColumn(_("Verdicts"), 36),
        TableColumn(_("Points of attention"), 28, is_number=True),
        TableColumn(_("Paid of planned, up to %(year)s") % {"year": _until(source)}, 21),
        TableColumn(_("In euro"), 33, is_number=True),
    ]
    names = {key: str(minister) for key, minister in source.picture.ministers.items()} | {NONE: _("none")}
    rows = [
        [name, *_paid_by(source, actions)]
        for key, name in names.items()
        if (actions := source.actions.counting_under_minister(key))
    ]
    return Table(_("What each minister coordinates"), columns, rows)


def _until(source: DocumentSource) -> int:
    return money.last_year_over(source.reckoned_on)


def _paid_by(source: DocumentSource, actions: Actions) -> list[Value]:
    flagged = len(actions.needing_attention()) or None
    spent = money.paid_of_planned(actions, source.reckoned_on)
    if not spent.planned and spent.paid is None:
        return [signs_of(actions), flagged, "", _("no amount")]
    paid = spent.paid or ZERO
    words = "" if spent.percent is None else at_least(formatting.percent(spent.percent), spent)
    longest = max(spent.planned, paid)
    said = _("%(paid)s of %(planned)s") % {
        "paid": at_least(formatting.euro_short(spent.paid), spent),
        "planned": formatting.euro_short(spent.planned),
    }
    said = "; ".join(filter(None, [said, outside_percentage_words(spent)]))
    return [signs_of(actions), flagged, Bar(spent.planned, ZERO, paid, longest, words), said]


# What changed, what was due, what is missing


def changed(
    source: DocumentSource, earlier: DocumentSource | None, keys: Collection[int] | None = None
) -> Iterator[Section]:
    """Of the actions with these keys, or of all."""
    if earlier is None:
        return
    pairs = [
        pair
        for pair in differences_between(earlier.picture, source.picture)
        if keys is None or pair.last.pk in keys
    ]
    kinds: list[tuple[str, str, Callable[[ActionDifference], str]]] = [
        ("completed", "completed", _named),
        ("stopped", "stopped", _named),
        ("assessed_better", "better", _coded),
        ("assessed_worse", "worse", _coded),
        ("slipped", "overdue", _slipped),
        ("added", "", _named),
        ("withdrawn", "", _named),
    ]
    items = []
    for kind, sign, named in kinds:
        if found := [pair for pair in pairs if CHANGE_KINDS[kind](pair)]:
            label = f"{len(found)} {CHANGE_WORDS[kind][0]}"
            items.append(LabelledText(", ".join(map(named, found)), label, sign=sign))
    title = _("What changed since %(round)s?") % {"round": earlier.round.local_name}
    nothing = Paragraph(_("No action was completed, stopped, started, moved, added or withdrawn."))
    more = note(_("The workbook of this report has every change, field by field."))
    yield Section(title, [FactList(items) if items else nothing, more])


def short_title(title: str, most: int = 50) -> str:
    return textwrap.shorten(title, most, placeholder="…")


def _coded(pair: ActionDifference) -> str:
    return pair.last.code


def _named(pair: ActionDifference) -> str:
    return f"{pair.last.code} {short_title(pair.last.local_title)}"


def _slipped(pair: ActionDifference) -> str:
    ends = [expected_end(action) for action in pair.both or ()]
    days = (ends[1] - ends[0]).days if len(ends) == 2 and ends[0] and ends[1] else 0
    later = ngettext("%(days)s day", "%(days)s days", days) % {"days": formatting.number(days)}
    return f"{pair.last.code} ({later})"


def _due(source: DocumentSource) -> Iterator[Section]:
    if not is_known(source.actions):
        return
    items = [
        LabelledText(
            ", ".join(f"{action.code} {_title_of(action, item)}" for action, item in found),
            f"{len(found)} {delivery.label}",
            sign=f"milestone_{delivery.sign}",
        )
        for delivery, found in by_delivery(source.actions).items()
    ]
    nothing = Paragraph(f"{count_words(source.actions, source.reckoned_on)}.")
    yield Section(str(HEADING), [FactList(items) if items else nothing])


def _title_of(action: ActionPicture, item: DueItem) -> str:
    titles = {milestone.key: milestone.local_title for milestone in action.milestones}
    return short_title(titles.get(item.key, "")) if item.key else _("(end)")


def _silent(source: DocumentSource) -> Iterator[Section]:
    """The reports that the round asked of leads and that are not accepted, by what became of them."""
    items = []
    for group in reversed(answer_groups(follows=source.is_internal)):
        asked = [one for one in source.requests if one.is_lead and one.state in group.states]
        if asked and RequestState.ACCEPTED not in group.states:
            codes = ", ".join(_last_heard(request.action) for request in asked)
            sign = "" if RequestState.SUBMITTED in group.states else "never"
            items.append(LabelledText(codes, f"{len(asked)} {group.label}", sign=sign))
    if items:
        yield Section(_("Which reports that were asked for are not accepted?"), [FactList(items)])


def _last_heard(action: ActionPicture) -> str:
    if action.reported_at is None:
        return f"{action.code} ({_('never')})"
    return f"{action.code} ({formatting.short_day(day_of(action.reported_at))})"


def _legend(source: DocumentSource) -> str:
    told = [
        _(
            "Red diamond: off track. Amber triangle: needs attention. Green circle: on track. Square: completed."
        ),
        _("What stands here is what the Platform accepted, as known on %(when)s.")
        % {"when": formatting.instant(source.known_at)},
    ]
    if accepted := source.accepted_in_words:
        told.append(_("%(accepted)s; for the others the report before counts.") % {"accepted": accepted})
    if not source.is_internal:
        told.append(_("The public edition has no words about limited actions."))
    return " ".join(told)
