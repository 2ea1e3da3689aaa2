"""The report to the Government of a closed round: what it says, for whom, in which language."""

import datetime

import pytest
from django.test import Client
from docx.document import Document

from actionplan.accounts.models import User
from actionplan.documents.content import DocumentContent, Table
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing, source_of_preview
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.reporting.models import Round, Snapshot
from actionplan.reports.contents import MilestoneRow
from actionplan.rounds.platform_texts import Words, write_platform_texts
from tests.documents.written_documents import (
    FORMATS,
    got,
    headings_of,
    raw_text_of,
    sheets_of,
    word_of,
    words_of,
)
from tests.factories import MilestoneFactory
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import CLOSED_AT, FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.full]
NAMES = ["2020-2024", "2022-06"]


SAID_OF_ACTIONS = [
    "Sample said 1.1 done",
    "Sample said 1.1 next steps",
    "Sample said 1.1 obstacles",
    "Reported ◧ ongoing ● on track",
    "Assessed ▲ needs attention",
    "planned €10,000.00, committed €12,000.00, paid €11,000.00",
    "Contribution of",
    "Sample said 1.2 contribution",
]


def test_it_says_what_was_reported_and_assessed_what_needs_attention_and_who_answered(
    frozen: FrozenRound, platform: Client
) -> None:
    words = words_of(word_of(got(platform, "government-report-docx", *NAMES)))
    assert [expected for expected in SAID_OF_ACTIONS if expected not in words] == []
    sheets = sheets_of(got(platform, "government-report-xlsx", *NAMES))
    why = {row[0].split()[0]: row[2] for row in sheets["Points of attention"][1:]}
    assert "Paid €11,000.00, above the planned total of €10,000.00." in why["1.1"]
    assert "No report of the lead counts here yet." in why["2.2"]
    missing = {row[0]: row for row in sheets["Late or not accepted"][1:]}
    assert missing["2.2"][3:5] == ("Not answered yet", "Sample said 2.2 excuse")
    # what is not reviewed is not in it
    for name in FORMATS:
        text = raw_text_of(got(platform, name, *NAMES, basis="reported"))
        assert "Sample said 1.2 unreviewed" not in text, name
    # its language is asked for apart from that of the page
    page = raw_text_of(got(platform, "government-report", *NAMES, language="nl"))
    assert '<html lang="en">' in page
    assert '<article class="paper" lang="nl-BE">' in page
    assert "Midden 2022" in page
    assert "Midden 2022" not in raw_text_of(got(platform, "government-report", *NAMES))


def test_its_figures_are_those_of_the_round(frozen: FrozenRound, viewer: Client, coordinator: User) -> None:
    frozen.small.milestone.terms.update(due=datetime.date(2022, 4, 30), due_precision="month")
    frozen.again(noon(2022, 9, 20), coordinator)
    sheets = sheets_of(got(viewer, "government-report-xlsx", *NAMES))
    for name in ["Status", "Policy areas", "Ministers"]:
        head, *rows, total = sheets[name]
        assert dict(zip(head[1:], total[1:], strict=True)) == {
            "completed": 0,
            "ongoing": 3,
            "not started": 0,
            "stopped": 0,
            "never reported": 1,
            "total": 4,
        }
        assert [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)] == list(total[1:])
    schedule = {row[0]: row[1] for row in sheets["Schedule"][1:] if row[1]}
    assert schedule == {"ends later": 3, "start date passed": 1, "Total": 4}
    assert [row[1:] for row in sheets["Confidence and verdict"][1:]] == [
        (0, 0),  # completed
        (0, 0),  # stopped
        (3, 2),
        (1, 1),
        (0, 1),
        (0, 0),
        (4, 4),
    ]
    assert sheets["Money by year"][1:] == [
        ("2021", 5000, 6000, 5500, None),
        ("2022", 5000, 6000, 5500, None),
        ("Total", 10000, 12000, 11000, None),
    ]
    assert sheets["Paid of planned"][1] == ("2021", 5000, 5500, 110)
    # a milestone has its day in words and as a day, and how late it was
    head, *rows = sheets["Milestones"]
    told = [dict(zip(head, row, strict=True)) for row in rows]
    heads = ["Code", "Due, or period", "Last day", "State", "Days past its date"]
    assert [[one[name] for name in heads] for one in told] == [
        ["1.1", "April 2022", datetime.datetime(2022, 4, 30), "achieved", 1]
    ]
    # it fell due before any other round, and was delivered late
    for name in ["Due by minister", "Due by organisation"]:
        assert [row[1:] for row in sheets[name][1:]] == [(0, 1, 0, 0, 0)] * 2
    assert "Still due" not in sheets


def test_what_is_still_due_has_its_reason_in_the_edition_that_may_tell_it(
    frozen: FrozenRound, viewer: Client, platform: Client, contributor: User, coordinator: User
) -> None:
    secret = MilestoneFactory(
        action=frozen.small.limited, key="secret", terms__due=datetime.date(2022, 5, 31)
    )
    late = MilestoneRow(
        secret.pk, expected_on=datetime.date(2022, 12, 1), expected_why="Sample veiled delay."
    )
    ours = (frozen.small.limited, frozen.reports["2.1"].organisation, contributor)
    accepted_report(*ours, noon(2022, 9, 2), reviewer=coordinator, milestones=[late])
    frozen.again(noon(2022, 9, 20), coordinator)
    for client, why, more in [
        (viewer, str(LIMITED_LEFT_OUT), {}),
        (platform, "Sample veiled delay.", {"edition": "internal"}),
    ]:
        sheets = sheets_of(got(client, "government-report-xlsx", *NAMES, **more))
        head, row = sheets["Still due"]
        told = dict(zip(head, row, strict=True))
        day = datetime.datetime(2022, 12, 1)
        assert (told["State"], told["Why"], told["Expected on"]) == ("not delivered", why, day)


def apart_from_the_method(document: DocumentContent) -> list[Table]:
    """The method says that it is a preview."""
    return [table for table in document.tables if table.sheet != "Method"]


def a_preview_says_what_a_closing_at_that_instant_froze(frozen: FrozenRound) -> None:
    sources = source_of_closing(frozen.snapshot), source_of_preview(frozen.round, CLOSED_AT)
    shown, would = (government_report(source, None) for source in sources)
    not_written_yet = {"Introduction", "Conclusion"}
    assert apart_from_the_method(shown) == apart_from_the_method(would)
    assert [section.title for section in shown.sections] == [
        section.title for section in would.sections if section.title not in not_written_yet
    ]
    actions = [section.sections for section in shown.sections if section.title.startswith("Objective")]
    assert actions == [
        section.sections for section in would.sections if section.title.startswith("Objective")
    ]


def test_a_preview_is_of_what_a_closing_would_freeze_marked_and_for_those_who_follow_the_round(
    frozen: FrozenRound, client_of: ClientOf, auditor: User, coordinator: User, reader: User
) -> None:
    a_preview_says_what_a_closing_at_that_instant_froze(frozen)
    Round.objects.filter(pk=frozen.round.pk).update(state="review")
    before = Snapshot.objects.count()
    page = raw_text_of(got(client_of(auditor), "government-report", *NAMES))
    assert "Preview: the round is not closed" in page
    assert "without a hash" in page
    assert frozen.snapshot.sha256 not in page
    assert Snapshot.objects.count() == before
    link = f'href="{address("government-report", *NAMES)}"'
    assert link in raw_text_of(got(client_of(coordinator), "round", *NAMES))
    assert link not in raw_text_of(got(client_of(reader), "round", *NAMES))


def test_an_older_closing_can_be_made_again_with_the_texts_that_stood_then(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    def report(**query: str) -> Document:
        return word_of(got(viewer, "government-report-docx", *NAMES, **query))

    texts = {
        "introduction": Words("Sample introduction.\nSample second.", ""),
        "objective_1": Words("", "Eén."),
    }
    facts = {"by": coordinator, "opened_on": None}
    write_platform_texts(round=frozen.round, texts=texts, at=noon(2022, 9, 10), **facts)
    after_the_closing = "Written on 10 September 2022, 12:00, after the closing"
    assert f"Sample introduction. Sample second. {after_the_closing}" in words_of(report())
    newest = frozen.again(noon(2022, 9, 20), coordinator)
    last = words_of(report())
    assert (1, "Introduction") in headings_of(report())
    assert "Sample introduction." in last
    assert "after the closing of the round" not in last
    assert "Eén." in last, "the other language where the twin is empty"
    alone = "Written in Dutch alone, and so in Dutch in the English report too: objective 1."
    for name in ["round", "government-report"]:
        assert alone in read(got(viewer, name, *NAMES)).text, "before the report is made"
    assert newest.sha256 in last
    assert "earlier closing" not in last
    first = words_of(report(closing="1"))
    assert "Of an earlier closing: the round was reopened" in first
    assert frozen.snapshot.sha256 in first
    assert "Sample introduction." not in first
