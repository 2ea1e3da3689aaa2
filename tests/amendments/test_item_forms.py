"""An action as a form and back: what is sent as it is shown is the same item; what cannot be true is said where it was typed."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from actionplan.base.vague import Precision
from actionplan.pages.amendments.item_forms import (
    NEW_ACTION,
    ActionTextsForm,
    AmendedTextsForm,
    CorrectionForm,
    ItemForm,
    NewActionForm,
    initial_of,
)
from actionplan.planned.action_faults import KnownReferences
from actionplan.planned.document import FundingShare, PlannedAction
from actionplan.planned.from_rows import planned_actions
from actionplan.planned.words import BodyNames, changed_facts, names_of_bodies
from actions.models import Action
from objectives.models import Objective, Plan
from tests.amendments.amending import as_shown

ON = datetime.date(2022, 9, 1)


def actions() -> dict[str, PlannedAction]:
    return {action.code: action for action in planned_actions(Action.objects.all(), ON)}


def known(names: BodyNames) -> KnownReferences:
    themes = {row.number: [theme.title for theme in row.themes.all()] for row in Objective.objects.all()}
    codes = {*Action.objects.values_list("code", flat=True), *map(str, themes)}
    return KnownReferences(themes, set(names.ministers), set(names.organisations), codes)


class ItemForms:
    """Forms of actions, as the pages make them."""

    def __init__(self) -> None:
        self.names = names_of_bodies()
        self.known = known(self.names)
        self.actions = actions()
        self.objectives = list(Objective.objects.prefetch_related("themes"))

    def on(
        self,
        action: PlannedAction | None,
        data: Any = None,
        kind: type[ActionTextsForm] = ActionTextsForm,
        before: PlannedAction | None = None,
    ) -> ItemForm:
        shown = action or NEW_ACTION
        options: dict[str, Any] = {"initial": initial_of(shown, "opened")}
        if kind is NewActionForm:
            options |= {"objectives": self.objectives, "taken": set(self.actions)}
        if kind is AmendedTextsForm:
            options["year_of_effect"] = ON.year
            options["initial"] |= {"first_year": ON.year, "lead": shown.led_by or ""}
        return ItemForm(
            data,
            kind(data, **options),
            before=before or action,
            shown=shown,
            known=self.known,
            names=self.names,
            on=ON,
            taken_keys={"milestones": {"ever"}, "indicators": {"ever"}},
        )

    def sent(self, about: str, kind: type[ActionTextsForm] = ActionTextsForm, **typed: str) -> ItemForm:
        """The form as it is shown, with what was typed over it; `__` in a name stands for a hyphen."""
        action = self.actions.get(about)
        data = as_shown(self.on(action, kind=kind))
        return self.on(action, data | {name.replace("__", "-"): value for name, value in typed.items()}, kind)


@pytest.fixture
def forms_of(printed_plan: Plan) -> ItemForms:
    return ItemForms()


def said(form: ItemForm) -> dict[str, list[str]]:
    """What is wrong, by field; by the row's name where it is the row as a whole."""
    assert not form.is_valid()
    texts = {}
    for all_form in form.all_forms():
        for name, errors in all_form.errors.items():
            texts[all_form.prefix or "" if name == "__all__" else all_form.add_prefix(name)] = [
                str(e) for e in errors
            ]
    return texts


@pytest.mark.full
def test_every_action_of_the_plan_comes_back_as_it_was_shown(forms_of: ItemForms) -> None:
    for code, action in forms_of.actions.items():
        with translation.override("nl" if code.startswith("3") else "en"):
            for kind in [ActionTextsForm, CorrectionForm]:
                form = forms_of.sent(code, kind, reason="Sample.")
                assert form.is_valid(), (code, said(form), form.errors)
                assert form.action() == action, code
                assert not changed_facts(action, form.action(), forms_of.names)


def test_an_end_before_its_start_is_said_beside_what_else_is_wrong(forms_of: ItemForms) -> None:
    typed = {"phases__0__start": "June 2025", "phases__0__end": "May 2025", "lines__0__kind": "amount"}
    wrong = said(forms_of.sent("1.1", **typed, lines__0__amount="much"))
    assert wrong["phases-0-end"] == ["the end must not come before the start."]
    assert "lines-0-amount" in wrong
    days = {"lines__0__start": "2025-06-01", "lines__0__end": "2025-05-01"}
    wrong = said(forms_of.sent("1.1", **days, lines__0__kind="amount", lines__0__amount="much"))
    assert {"lines-0-end", "lines-0-amount"} <= set(wrong)


def test_timing_budget_and_milestones_are_typed_as_the_plan_says_them(forms_of: ItemForms) -> None:
    form = forms_of.sent(
        "1.1",
        phases__0__end="Q2 2025",
        phases__1__label="Follow-up",
        phases__1__start="June 2025",
        lines__1__label="Follow-up",
        lines__1__kind="amount",
        lines__1__amount="€ 12.500,50",
        lines__1__per_year="on",
        lines__1__phase="2",
        lines__1__funding="60 % Agentschap Binnenlands Bestuur\r\n\r\n40 European Social Fund",
        milestones__0__title="Ever!",
        milestones__0__due="2025",
        milestones__0__proof="Report",
        milestones__0__proof_nl="Verslag",
    )
    assert form.is_valid(), (said(form), form.errors)
    before, action = forms_of.actions["1.1"], form.action()
    assert action.phases[0] == replace(
        before.phases[0], end=datetime.date(2025, 6, 30), end_precision=Precision.QUARTER
    )
    line = action.lines[1]
    assert (line.amount, line.per_year, line.phase_place) == (Decimal("12500.50"), True, 2)
    assert line.funding == (
        FundingShare(source="kbbj_abb", percent=Decimal(60)),
        FundingShare(source="European Social Fund", percent=Decimal(40)),
    )
    [milestone] = action.milestones
    assert milestone.key == "ever_2", "a key that was used stays used"
    assert milestone.due == datetime.date(2025, 12, 31)

    def rows_from(before: PlannedAction) -> dict[str, tuple[str, str]]:
        changed = changed_facts(before, action, forms_of.names)
        return {one.label: (one.before, one.after) for one in changed}

    rows = rows_from(before)
    assert rows["Phase 2"] == ("", "Follow-up: from June 2025")
    assert rows["Budget line 2"][1].startswith("Follow-up: €12,500.50 per year; phase 2; 60% ")
    assert rows["Milestone"] == ("", "Ever!; due 2025; proof: Report")
    with translation.override("nl"):
        assert rows_from(before)["Mijlpaal"] == ("", "Ever!; uiterlijk 2025; bewijs: Verslag")
    was = replace(action, milestones=(replace(milestone, proof_nl="Nota"),))
    both = [f"Ever!; due 2025; proof: Report / {word}" for word in ("Nota", "Verslag")]
    assert rows_from(was) == {"Milestone": tuple(both)}, "only the other language differs"


def test_a_day_is_as_exact_as_it_is_typed(forms_of: ItemForms) -> None:
    """The end of 2.1 is exact to the year."""

    def end_of(typed: str) -> tuple[datetime.date | None, Precision | None]:
        form = forms_of.sent("2.1", phases__0__end=typed)
        assert form.is_valid(), (said(form), form.errors)
        phase = form.action().phases[0]
        return phase.end, phase.end_precision

    assert end_of("30/06/2023") == (datetime.date(2023, 6, 30), Precision.DAY)
    assert end_of("15 maart 2024") == (datetime.date(2024, 3, 15), Precision.DAY)
    assert end_of("maart 2024") == (datetime.date(2024, 3, 31), Precision.MONTH)
    assert end_of("last quarter of 2024") == (datetime.date(2024, 12, 31), Precision.QUARTER)
    assert end_of("lente 2024") == (datetime.date(2024, 6, 21), Precision.SEASON)
    assert end_of("2024") == (datetime.date(2024, 12, 31), Precision.YEAR)
    assert end_of("") == (None, None)
    start = forms_of.sent("2.1", phases__0__start="March 2021")
    assert start.is_valid()
    assert start.action().phases[0].start == datetime.date(2021, 3, 1)
    assert said(forms_of.sent("2.1", phases__0__end="soon"))["phases-0-end"] == [
        "Write a day, a month or a year, such as 31/12/2022, December 2022 or 2022."
    ]
    with translation.override("nl"):
        shown = forms_of.on(forms_of.actions["2.1"])
        assert as_shown(shown)["phases-0-end"] == "2021"


@pytest.mark.full
def test_after_an_error_the_part_with_it_alone_is_open(forms_of: ItemForms) -> None:
    for code in forms_of.actions:
        with translation.override("nl" if code.startswith("3") else "en"):
            form = forms_of.sent(code, AmendedTextsForm, phases__0__end="soon")
            assert not form.is_valid()
            assert [part.key for part in form.parts() if part.is_open] == ["timing"], code


def test_after_an_error_what_an_amendment_changed_before_stays_folded(forms_of: ItemForms) -> None:
    """Where nothing was sent, it is open: that is what the amendment does so far."""
    before = forms_of.actions["2.1"]
    forms_of.actions["2.1"] = replace(before, title="Another title", promoters=())

    def opened(data: dict[str, str] | None) -> list[str]:
        form = forms_of.on(forms_of.actions["2.1"], data, before=before)
        return [part.key for part in form.parts() if part.is_open]

    assert opened(None) == ["who", "words"]
    shown = as_shown(forms_of.on(forms_of.actions["2.1"]))
    assert opened(shown | {"phases-0-end": "soon"}) == ["timing"]
    assert opened(shown | {"phases-0-end": "soon", "title": "A third title"}) == ["timing", "words"]


def test_a_phase_that_goes_takes_its_number_along(forms_of: ItemForms) -> None:
    code, action = next(action for action in forms_of.actions.items() if len(action[1].phases) > 1)
    last = len(action.phases)
    lost = said(forms_of.sent(code, phases__0__DELETE="on", lines__0__phase="1"))
    assert lost == {"lines-0-phase": ["This phase is removed: choose another, or none."]}
    form = forms_of.sent(code, phases__0__DELETE="on", lines__0__phase=str(last))
    assert form.is_valid(), (said(form), form.errors)
    assert form.action().lines[0].phase_place == last - 1
    assert len(form.action().phases) == last - 1


def test_what_cannot_be_true_is_said_where_it_was_typed(forms_of: ItemForms) -> None:
    actual = forms_of.sent(
        "1.1",
        phases__1__start="2025-01-02",
        phases__1__end="2025-01-01",
        lines__1__kind="regular_resources",
        lines__1__amount="5",
        milestones__0__title="Sample",
        milestones__0__target_from="3",
        milestones__0__target_to="2",
    )
    assert said(actual) == {
        "phases-1-end": ["the end must not come before the start."],
        "lines-1-amount": ["a line of the kind “amount” has an amount, and no other has."],
        "milestones-0-target_to": ["the target ends below its beginning."],
    }
    unread = said(
        forms_of.sent(
            "1.1",
            title=" ",
            phases__0__start="soon",
            lines__0__funding="half of it",
            lines__1__kind="amount",
            lines__1__amount="1",
            lines__1__funding="50 % Agency for Home Afairs",
        )
    )
    assert set(unread) == {"title", "phases-0-start", "lines-0-funding", "lines-1-funding"}
    assert "is nearly “Agency for Home Affairs”" in unread["lines-1-funding"][0]
    nothing = forms_of.sent("1.1", **{f"phases__{n}__DELETE": "on" for n in range(3)})
    assert not nothing.is_valid()
    assert nothing.errors == ["When? at least one is needed."]


def test_a_role_that_was_inferred_stays_so_until_it_is_changed(forms_of: ItemForms) -> None:
    code, action = next(action for action in forms_of.actions.items() if len(action[1].promoters) > 1)
    promoters = action.promoters
    assert all(part.inferred for part in promoters)
    form = forms_of.sent(code, promoters__1__role="promoter")
    assert form.is_valid(), said(form)
    after = form.action().promoters
    assert after[0] == promoters[0]
    assert after[1].role == "promoter"
    assert not after[1].inferred
    twice = said(forms_of.sent(code, promoters__1__organisation=promoters[0].organisation))
    assert twice == {"promoters-1": ["this stands here twice."]}


def test_a_new_action_gets_a_code_and_stands_under_its_objective(forms_of: ItemForms) -> None:
    typed = {
        "title": "Sample action",
        "phases__0__continuous": "on",
        "lines__0__kind": "regular_resources",
        "promoters__0__organisation": "ov",
        "promoters__0__role": "promoter",
    }
    theme = forms_of.objectives[2].themes.all()[0].title
    form = forms_of.sent("", NewActionForm, objective="3", theme=f"3:{theme}", **typed)
    assert form.is_valid(), (said(form), form.errors)
    action = form.action()
    assert (action.code, action.objective, action.theme, action.kind) == ("3.17", 3, theme, "new")
    assert action.lead is None
    refused = [
        ({"objective": "1", "theme": f"3:{theme}"}, "theme", "This theme stands under another objective."),
        ({"objective": "1", "code": "2.99"}, "code", "A code begins with the number of its objective."),
        ({"objective": "1", "code": "1.1"}, "code", "The plan has, or had, an action 1.1."),
    ]
    for answers, field, sentence in refused:
        assert said(forms_of.sent("", NewActionForm, **typed, **answers))[field] == [sentence]
