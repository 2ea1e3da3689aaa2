"""What a report changes and what that means, in one sentence: status, schedule, money, milestones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.money import ZERO, add_up
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import status_word
from actionplan.reporting.states import Confidence, Outcome
from actionplan.reports.contents import Contents
from actionplan.reports.findings import CheckContext


def what_it_means(contents: Contents, context: CheckContext, action: ActionPicture) -> str:
    """ "Completed, adapted, 516 days after the planned end; €991,248 paid, where nothing was."; empty where none of these
    changed."""
    of_action = ", ".join([*_status(contents, context), *_schedule(contents, context, action)])
    parts = [of_action, *_money(contents, context.last), *_milestones(contents, context.last)]
    sentence = "; ".join(filter(None, parts))
    return f"{capfirst(sentence)}." if sentence else ""


def _status(contents: Contents, context: CheckContext) -> Iterator[str]:
    last = context.last
    if not context.is_lead or not contents["status"]:
        return
    names = ["status", "outcome", "confidence", "on_hold_since"]
    if last and all(contents[name] == last[name] for name in names):
        return
    yield status_word(contents["status"], contents["on_hold_since"])
    if contents["outcome"]:
        yield str(Outcome(contents["outcome"]).label)
    if contents["confidence"] and not contents.is_done:
        said = str(Confidence(contents["confidence"]).label)
        before = last["confidence"] if last else ""
        if before and before != contents["confidence"]:
            words = _("%(confidence)s according to the lead, who said %(before)s")
            yield words % {"confidence": said, "before": Confidence(before).label}
        else:
            yield _("%(confidence)s according to the lead") % {"confidence": said}


def _schedule(contents: Contents, context: CheckContext, action: ActionPicture) -> Iterator[str]:
    last, end = context.last, context.end
    if not context.is_lead:
        return
    if contents.is_done:
        if end and contents["actual_end"] and not (last and last["actual_end"] == contents["actual_end"]):
            yield _against_the_plan((contents["actual_end"] - end).days)
        return
    forecast = contents["forecast_end"]
    if forecast and not (last and last["forecast_end"] == forecast):
        yield _("expected end %(day)s") % {"day": formatting.day(forecast)}
        moved = action.slip.moved if action.slip else 0
        if moved > 1:
            yield _("moved %(count)s times") % {"count": moved}


def _against_the_plan(days: int) -> str:
    if not days:
        return _("on the planned end")
    if days > 0:
        words = ngettext("%(days)s day after the planned end", "%(days)s days after the planned end", days)
    else:
        words = ngettext("%(days)s day before the planned end", "%(days)s days before the planned end", -days)
    return words % {"days": formatting.number(abs(days))}


def _money(contents: Contents, last: Contents | None) -> Iterator[str]:
    """How much is paid, and what was; what is committed only where it alone changed."""
    for name, now_words, first_words, more_words, less_words in [
        (
            "paid",
            _("%(now)s paid"),
            _("%(now)s paid, where nothing was"),
            _("%(now)s paid, %(difference)s more"),
            _("%(now)s paid, %(difference)s less"),
        ),
        (
            "committed",
            _("%(now)s committed"),
            _("%(now)s committed, where nothing was"),
            _("%(now)s committed, %(difference)s more"),
            _("%(now)s committed, %(difference)s less"),
        ),
    ]:
        now, before = _sum(contents, name), _sum(last, name)
        if now == before or now is None:
            continue
        words = now_words
        if last is not None:
            words = first_words if not before else more_words if now > before else less_words
        amounts = {"now": now, "difference": abs(now - (before or ZERO))}
        yield words % {key: formatting.euro_short(amount) for key, amount in amounts.items()}
        return


def _sum(contents: Contents | None, name: str) -> Decimal | None:
    rows = contents.expenditures if contents else ()
    amounts = [amount for row in rows if (amount := getattr(row, name)) is not None]
    return add_up(amounts) if amounts else None


def _milestones(contents: Contents, last: Contents | None) -> Iterator[str]:
    before = {row.key for row in last.milestones if row.is_achieved} if last else set()
    achieved = sum(row.is_achieved and row.key not in before for row in contents.milestones)
    if achieved:
        words = ngettext("%(count)s milestone achieved", "%(count)s milestones achieved", achieved)
        yield words % {"count": achieved}
