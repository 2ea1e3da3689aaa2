"""For how many rounds nothing changed: rounds are counted, not reports."""

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.reviewing import accept, return_report
from tests.personas import SmallPlan
from tests.reporting_factories import By, RequestFactory, RoundFactory, drafted, hand_in, noon


class Story:
    """The lead of one action reports month after month, in the round under way or between rounds."""

    def __init__(
        self, plan: SmallPlan, organisation: Organisation, contributor: User, reviewer: User
    ) -> None:
        self.plan, self.organisation = plan, organisation
        self.contributor, self.reviewer = contributor, reviewer
        self.month = 0

    def begin_round(self) -> Round:
        self.end_round()
        opened = RoundFactory(plan=self.plan.plan, state="open")
        RequestFactory(round=opened, action=self.plan.joint, organisation=self.organisation)
        return opened

    def end_round(self) -> None:
        Round.objects.under_way().update(state="closed", closed_at=noon(2022, 1, 1))

    def hand_in(self, done: str = "Sample: the same.") -> ProgressReport:
        self.month += 1
        return hand_in(
            self.plan.joint, self.organisation, self.contributor, noon(2022, self.month, 1), done=done
        )

    def accept(self, done: str = "Sample: the same.") -> ProgressReport:
        report = self.hand_in(done)
        return accept(report=report, verdict="on_track", by=self.reviewer, at=noon(2022, self.month, 2))

    def return_it(self) -> ProgressReport:
        report = self.hand_in()
        return return_report(report=report, remark="Sample.", by=self.reviewer, at=noon(2022, self.month, 2))

    def said_of(self, report: ProgressReport) -> tuple[int, list[str]]:
        contents, against = comparison_of(report, noon(2022, 12, 1))
        sentences = [
            finding.sentence for finding in findings(contents, against) if finding.code == "unchanged"
        ]
        return against.unchanged_rounds, sentences


@pytest.fixture
def story(small_plan: SmallPlan, by_lead: By, coordinator: User) -> Story:
    return Story(small_plan, *by_lead, coordinator)


@pytest.mark.full
def test_rounds_in_which_nothing_changed_are_counted(story: Story) -> None:
    said = []
    for _ in range(4):
        story.begin_round()
        said.append(story.said_of(story.accept()))
    assert said == [
        (0, []),
        (1, ["Nothing changed since the last report."]),
        (2, ["Nothing changed for 2 rounds."]),
        (3, ["Nothing changed for 3 rounds."]),
    ]


def test_a_change_begins_anew(story: Story) -> None:
    for done in ["Sample: one.", "Sample: one.", "Sample: two."]:
        story.begin_round()
        report = story.accept(done)
    assert story.said_of(report) == (0, [])
    story.begin_round()
    assert story.said_of(story.accept("Sample: two."))[0] == 1


def test_an_answer_after_a_return_is_not_another_round(story: Story) -> None:
    story.begin_round()
    story.accept()
    story.begin_round()
    story.return_it()
    assert story.said_of(story.hand_in())[0] == 1


def test_a_second_report_in_a_round_is_not_another_round(story: Story) -> None:
    story.begin_round()
    story.accept()
    assert story.said_of(story.accept())[0] == 0
    story.begin_round()
    assert story.said_of(story.accept())[0] == 1


def test_what_is_said_between_two_rounds_counts_as_one(story: Story) -> None:
    story.begin_round()
    story.accept()
    story.end_round()
    story.accept()
    assert story.said_of(story.accept())[0] == 1
    story.begin_round()
    assert story.said_of(story.accept()) == (2, ["Nothing changed for 2 rounds."])


def test_without_any_round_reports_are_counted(story: Story) -> None:
    story.accept()
    story.accept()
    assert story.said_of(story.accept()) == (0, ["Nothing changed in the last 2 reports."])


def test_a_draft_is_told_the_same(story: Story) -> None:
    for _ in range(2):
        story.begin_round()
        story.accept()
    story.begin_round()
    draft = drafted(
        story.plan.joint, story.organisation, story.contributor, noon(2022, 6, 1), done="Sample: the same."
    )
    assert story.said_of(draft) == (2, ["Nothing changed for 2 rounds."])
