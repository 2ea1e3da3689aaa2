"""Small sample values for the parts of the style guide, in the shape that each part asks for."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from actionplan.base.fields import DayField
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.context import NavigationItem
from actionplan.pages.differences import FieldDifference
from actionplan.pages.report.forms import WARNING, LeadReportForm, OpenedOnForm, opened_on
from actionplan.pages.sheet.row_words import KINDS, RowMark
from actionplan.picture.words import HIDDEN, REMOVED, WrittenText
from objectives.models import Plan

HERE = "#rows"
DAY = datetime.date(2023, 6, 12)
PLAN = Plan(code="2020-2024", title="Action plan", title_nl="Actieplan")
ACTION = Sample(code="1.1", title="Coordinate support for local authorities", in_force_until=DAY)
HOME_AFFAIRS = Sample(title="Home Affairs", key="home_affairs")
SHARES = [
    {"code": "completed", "label": "completed", "count": 9, "url": "#shares"},
    {"code": "ongoing", "label": "ongoing", "count": 40, "url": "#shares"},
    {"code": "not_started", "label": "not started", "count": 1, "url": "#shares"},
    {"code": "stopped", "label": "stopped", "count": 0},
]
MONEY = [
    ("more than planned", Decimal(120), Decimal(130), Decimal(130)),
    ("in pace", Decimal(120), Decimal(120), Decimal(114)),
    ("behind", Decimal(120), Decimal(62), Decimal(34)),
    ("committed, nothing paid", Decimal(120), Decimal(120), None),
]
"""What each bar shows, then planned, committed and paid."""


class SampleForm(forms.Form):
    done = forms.CharField(
        label="What was done since June?", help_text="A sentence will do.", widget=forms.Textarea
    )
    source = forms.CharField(label="Source", required=False)
    agreed_on = DayField(label="Agreed on", required=False)
    is_open = forms.BooleanField(label="Everybody may read it", required=False)
    status = forms.ChoiceField(
        label="Status", choices=[("ongoing", "ongoing"), ("completed", "completed")], widget=forms.RadioSelect
    )
    paid = forms.DecimalField(label="Paid")


class SampleFilter(forms.Form):
    status = forms.ChoiceField(
        label="Status", choices=[("", "all"), ("ongoing", "ongoing"), ("completed", "completed")]
    )
    words = forms.CharField(label="Words")


def of_frame() -> dict[str, Any]:
    """The way up, the moment, what the last act led to."""
    one_minister = Sample(value="home_affairs", name="Home Affairs")
    scope = Sample(
        complaint="",
        in_words=[("Minister", "Home Affairs")],
        is_wider=True,
        also=True,
        is_everything=False,
        fields=[Sample(name="minister", label="Minister", parts=[one_minister], chosen="home_affairs")],
    )
    return {
        "breadcrumbs": [("Actions", HERE), ("1. Work together", HERE)],
        "choices": Sample(
            complaints=[],
            is_last_state=False,
            snapshot=None,
            day=DAY,
            round=None,
            basis="reported",
            other_basis="accepted",
            may_switch_basis=True,
            is_now=False,
            opens_on_final_state=False,
            last_closed=True,
            closed_rounds=[Sample(code="2022-12", local_name="December 2022")],
            kept=[],
            page="overview",
            plan=PLAN,
            query_string="",
            scope=scope,
            picture=Sample(actions=Sample(count=50)),
        ),
        "said": [
            Message(constants.SUCCESS, "The report on 1.1 was submitted."),
            Message(constants.WARNING, "Nobody was mailed."),
            Message(constants.ERROR, "Somebody else was first."),
        ],
        "two_plans": Sample(
            plan=PLAN,
            plans=[NavigationItem(HERE, "2020-2024", True), NavigationItem(HERE, "2025-2029", False)],
        ),
        "page_obj": Paginator(range(120), 50).page(2),
    }


def of_lists() -> dict[str, Any]:
    """Filters in words, a row that is open, the bar at its foot, what stands beside lists."""
    entry: Any = Sample(
        reopening=Sample(
            remark=Sample(minister=HOME_AFFAIRS, redacted_at=None, remark="Say which lessons were given."),
            at=datetime.datetime(2023, 6, 8, 9, tzinfo=datetime.UTC),
        ),
        questions=[Sample(pk=1, text="When does the course begin?", due=DAY)],
        has_question=True,
        action=ACTION,
        is_handed_in=False,
    )
    row = Sample(
        anchor="row-1.1",
        kind=KINDS["draft"],
        small=[RowMark("late", warns=True)],
        lead=Sample(name="Agency for Home Affairs"),
        returned=None,
        facts=[RowMark("saved on 7 June"), RowMark("by 23 June", stands_out=True)],
    )
    tasks = [Sample(action=ACTION, organisation=Sample(name="Education"), when="by 23 June 2023", url=HERE)]
    return {
        "row": row,
        "entry": entry,
        "sheet": Sample(url="", ready=[1, 2, 3], organisation=Sample(key="abb")),
        "sheet_under_way": Sample(
            organisation=Sample(key="abb"),
            round=Sample(is_in_review=False, is_in_validation=False, instruction=""),
            led=range(40),
            handed_in=range(12),
            ready=range(8),
            to_write=range(20),
            others=[],
        ),
        "boxes": ["submitted"] * 12 + ["ready"] * 8 + ["to_do"] * 20,
        "sheet_of_drafts": Sample(ready=[], organisation=Sample(key="abb")),
        "filters": [
            Sample(field_id="id_filter-status", words="ongoing", without_url="?"),
            Sample(field_id="id_filter-words", words="“school”", without_url="?"),
        ],
        "filter_form": SampleFilter({"filter-status": "ongoing", "filter-words": "school"}, prefix="filter"),
        "elsewhere": [Sample(plan=PLAN, url=HERE, tasks=tasks, shown=tasks, more=2)],
        "left": [Sample(url=HERE, words="5.9, withdrawn on 1 March 2022", milestones=["Training, reached"])],
        "codes": ["1.1", "3.2"],
        "sentences": ["5.9: what was paid in 2022 was withdrawn.", "4.3: a partner reported nothing."],
        "part": Sample(subject=ACTION, prefix="1. ", field="title"),
        "within": Sample(count=2, url=HERE),
    }


def of_forms() -> dict[str, Any]:
    """A form with faults, the short form of a report, a conflict."""
    initial = {"status": "completed", "on_hold_since": None, "actual_end": DAY, "done": "The courses began."}
    return {
        "form_with_faults": SampleForm({"done": "", "status": "ongoing", "paid": ""}),
        "main": LeadReportForm(initial=initial, prefix="row"),
        "opened_form": Sample(
            opened=OpenedOnForm(initial=opened_on(None)), milestones={}, money={}, rests_on_words=False
        ),
        "editor": Sample(action=ACTION, draft=None),
        "warning": WARNING,
        "two_versions": [FieldDifference("What was done?", "Two courses.", "Three courses.", "Courses")],
        "had_files": Sample(had_files=True),
    }


def of_voices() -> dict[str, Any]:
    """What is printed, reported, computed and assessed; texts; indicators; amounts."""
    indicator = Sample(
        name="Schools that took part",
        scope="objective",
        baseline=Decimal(12),
        baseline_on=DAY,
        targets=[Sample(value=Decimal(40), year=2024)],
    )
    line = Sample(
        indicator=indicator,
        action=ACTION,
        scope="of an objective",
        url=HERE,
        latest="20 on 1 June 2023",
        is_behind=True,
        state="behind",
    )
    ask: Any = {"ask": Sample(report=1), "text": WrittenText("A new planning."), "of_whom": "Education"}
    return {
        "action_as_printed": Sample(timing_printed="2021 et seq.", budget_printed="120,000 euro"),
        "timing_in_words": ["from 2021"],
        "budget_in_words": ["Website: €120,000.00"],
        "texts": [
            WrittenText("The courses began."),
            WrittenText("As before.", unchanged_since=DAY),
            HIDDEN,
            REMOVED,
        ],
        "asks": [
            Sample(late=True, by_when="by 31 March 2023", **ask),
            Sample(late=False, by_when="by 1 July 2023", **ask),
        ],
        "indicators": [line],
        "said_of_target": Sample(target_from=Decimal(10), target_to=Decimal(12), unit="schools"),
        "cells": [
            Sample(head="Planned", amount=Decimal("120000"), url=HERE),
            Sample(head="Paid", amount=None, url=""),
        ],
        "money": MONEY,
        "longest": Decimal(130),
        "shares": SHARES,
    }


def question() -> AskFirst:
    return AskFirst(
        question="Do you take the round into review?",
        act="Take it into review",
        act_url="",
        back="Back to the round",
        back_url="",
        happens=["Nobody submits any more."],
        people=[],
        undo="It can be taken back until the first report is accepted.",
    )
