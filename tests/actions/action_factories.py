"""What an action says, and what it refers to."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from actionplan.base.folding import fold
from actions.models import Action, ActionTerms, CrossReference
from tests.factories import SAID, ActionFactory


class ActionTermsFactory(DjangoModelFactory):
    """What `ActionFactory` gives an action as adopted."""

    class Meta:
        model = ActionTerms

    action = factory.SubFactory(ActionFactory, terms=None)
    title = factory.LazyAttribute(lambda row: f"Action {row.action.code}")
    title_nl = summary = summary_nl = ""
    folded = factory.LazyAttribute(
        lambda row: fold(row.action.code, row.title, row.title_nl, row.summary, row.summary_nl)
    )


def reword(action: Action, **fields: Any) -> None:
    """Correct what the action says, in its terms themselves; of all who read it before, this one knows."""
    terms = action.terms.get(in_force_until=None)
    for name, value in fields.items():
        setattr(terms, name, value)
    terms.folded = terms.folded_words()
    terms.save()
    for name in ["wording", *SAID]:
        action.__dict__.pop(name, None)


def amend_terms(action: Action, day: datetime.date, **fields: Any) -> ActionTerms:
    """End what the action says on the day, and begin what is said from then on: the same but for what is given."""
    terms = action.terms.get(in_force_until=None)
    terms.in_force_until = day
    terms.save()
    return ActionTermsFactory(
        action=action, in_force_from=day, **{name: getattr(terms, name) for name in SAID} | fields
    )


class CrossReferenceFactory(DjangoModelFactory):
    class Meta:
        model = CrossReference

    action = factory.SubFactory(ActionFactory)
    order = 1
    to_action = factory.SubFactory(ActionFactory, plan=factory.SelfAttribute("..action.plan"))
