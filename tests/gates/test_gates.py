"""Every gate shuts: a fault is planted before each, and it is found.

Gates with a file of their own keep their planted faults there: undefined template variables, what is forbidden in code
(clocks and signals among it), relations of higher apps, sizes; the console and axe, in `tests/browser`.
"""

import io
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.utils.translation import override
from openpyxl import Workbook

from actionplan.base.access_log import note_words
from actionplan.base.navigation import page
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.urls import urlpatterns as real_patterns
from actions.models import Action
from tests.addresses import of_the_portal
from tests.factories import OrganisationFactory
from tests.gates import pseudo
from tests.gates.markup import faults_in
from tests.permissions.table import ROLES, Line, lines
from tests.permissions.walk import Walk
from tests.personas import everybody, new_bodies, new_small_plan, signed_in
from tests.query_counts import queries_of
from tests.reporting_factories import accepted_report, noon
from tests.world import LIMITED_WORD, World, columns

pytestmark = pytest.mark.urls(__name__)


def forgetful(request: HttpRequest) -> HttpResponse:
    """Asks nobody's permission."""
    return HttpResponse("page")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def writing(request: HttpRequest) -> HttpResponse:
    Organisation.objects.create(key="planted", name="Planted")
    return HttpResponse("page")


def refusing_too_late(request: HttpRequest) -> HttpResponse:
    writing(request)
    raise PermissionDenied


def talkative(request: HttpRequest) -> HttpResponse:
    """Shows the words about a limited action to everybody."""
    return HttpResponse(_words_about_a_limited_action())


def telling(request: HttpRequest) -> HttpResponse:
    """Says that words about a limited action stand in the answer, and shows none."""
    note_words(Action(code="1.2", limited=True))
    return HttpResponse("page")


def talkative_workbook(request: HttpRequest) -> HttpResponse:
    book, file = Workbook(), io.BytesIO()
    book.active.append([_words_about_a_limited_action()])
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(file.getvalue(), content_type=kind)


def _words_about_a_limited_action() -> str:
    reports = ProgressReport.objects.filter(action__plan__code="2020-2024")
    return reports.get(action__limited=True, state="accepted").done


def asking_in_a_loop(request: HttpRequest) -> HttpResponse:
    keys = Organisation.objects.values_list("pk", flat=True)
    return HttpResponse(str([Organisation.objects.filter(pk=key).exists() for key in keys]))


urlpatterns = [
    path("planted/forgetful/", page(forgetful), name="planted-forgetful"),
    path("planted/writing/", page(writing), name="planted-writing"),
    path("planted/too-late/", refusing_too_late, name="planted-too-late"),
    path("planted/talkative/", page(talkative), name="planted-talkative"),
    path("planted/telling/", page(telling), name="planted-telling"),
    path("planted/workbook/", talkative_workbook, name="action-list-planted-xlsx"),
    path("planted/loop/", asking_in_a_loop, name="planted-loop"),
    path("planted/undeclared/", undeclared, name="planted-undeclared"),
    path("planted/unnamed/", undeclared),
    *real_patterns,
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The people and the small plan, whose limited action has an accepted report."""
    with django_db_blocker.unblock(), transaction.atomic():
        bodies = new_bodies()
        small, people = new_small_plan(bodies), everybody(bodies)
        lead, coordinator = people["contributor"], people["coordinator"]
        accepted_report(
            small.limited, bodies.lead, lead, noon(2022, 9, 1), reviewer=coordinator, done=LIMITED_WORD
        )
        yield World(small, columns(people), bodies.lead, bodies.partner, bodies.other)
        transaction.set_rollback(True)


@pytest.fixture
def faults_of(world: World, db: None) -> Callable[..., list[str]]:
    """What the walk says of a planted address when the reader asks for it."""

    def faults(name: str, method: str, expected: str) -> list[str]:
        return Walk(world, "reader").faults([Line(name, method, "plan", dict.fromkeys(ROLES, expected))])

    return faults


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_an_address_that_the_table_does_not_name_is_found() -> None:
    planted = set(of_the_portal()) - {line.name for line in lines()}
    assert {"planted-forgetful", "unnamed: planted/unnamed/"} <= planted


def test_a_view_that_forgets_the_permission_is_found(faults_of: Callable[..., list[str]]) -> None:
    assert faults_of("planted-forgetful", "GET", "403") == [
        "reader: GET planted-forgetful (plan): expected 403, got 200"
    ]


def test_a_page_that_its_urls_do_not_declare_is_found(faults_of: Callable[..., list[str]]) -> None:
    assert faults_of("planted-undeclared", "GET", "200") == [
        "reader: GET planted-undeclared (plan): is a page that its urls.py does not declare"
    ]


def test_a_get_that_writes_is_found(faults_of: Callable[..., list[str]]) -> None:
    [fault] = faults_of("planted-writing", "GET", "200")
    assert 'INSERT INTO "organisations_organisation"' in fault


def test_a_post_that_writes_before_it_refuses_is_found(faults_of: Callable[..., list[str]]) -> None:
    [fault] = faults_of("planted-too-late", "POST", "403")
    assert 'INSERT INTO "organisations_organisation"' in fault


def test_a_post_that_is_allowed_and_does_nothing_is_found(faults_of: Callable[..., list[str]]) -> None:
    assert faults_of("planted-forgetful", "POST", "200") == [
        "reader: POST planted-forgetful (plan): nothing was written"
    ]


def test_what_the_walk_asks_for_leaves_no_trace(faults_of: Callable[..., list[str]]) -> None:
    faults_of("planted-writing", "POST", "200")
    assert not Organisation.objects.filter(key="planted").exists()


@pytest.mark.parametrize("name", ["planted-talkative", "action-list-planted-xlsx"])
def test_a_page_or_a_workbook_that_tells_too_much_is_found(
    faults_of: Callable[..., list[str]], name: str
) -> None:
    assert faults_of(name, "GET", "200") == [
        f"reader: GET {name} (plan): says a word that is veiled-limited",
        f"reader: GET {name} (plan): is to be told of in the log of access, which says []",
    ]


def test_a_page_that_the_log_of_access_tells_of_for_nothing_is_found(
    faults_of: Callable[..., list[str]],
) -> None:
    [fault] = faults_of("planted-telling", "GET", "200")
    assert "is not to be told of in the log of access, which says ['kind=words page=planted-telling" in fault


def test_a_query_in_a_loop_is_found(world: World, db: None) -> None:
    client = signed_in(world.people["reader"])
    OrganisationFactory()
    with_one = queries_of(client, "/planted/loop/")
    OrganisationFactory.create_batch(2)
    assert queries_of(client, "/planted/loop/") == with_one + 2


@pytest.mark.parametrize(
    "template",
    [
        "<p>Unmarked words</p>",
        '<img alt="Unmarked words">',
        '<td data-label="Unmarked words">1</td>',
        '<input type="submit" value="Unmarked words">',
        '{% load i18n %}{% translate "Show" %} unmarked words',
        "{% load i18n %}{% blocktranslate with number=words %}Page {{ number }}{% endblocktranslate %}",
        "{% load i18n %}{% translate 'Words that no catalogue holds' %}",
    ],
)
def test_an_unmarked_text_is_found(in_pseudo: None, template: str) -> None:
    with override(pseudo.CODE):
        html = Template(template).render(Context({"words": "unmarked words"}))
    assert "words" in "".join(pseudo.unmarked(soup(html), [])).lower()


def test_a_marked_text_with_data_numbers_and_signs_is_no_fault(in_pseudo: None) -> None:
    template = "{% load i18n %}<p>{% translate 'Show' %} {{ name }}, 1.234,56 – 3.12</p>"
    with override(pseudo.CODE):
        html = Template(template).render(Context({"name": "Growing Up Agency"}))
    assert pseudo.unmarked(soup(html), ["Growing Up Agency"]) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="color: red">', "style= on <p>"),
        ("<style>p {}</style>", "an inline <style>"),
        ("<script>1</script>", "an inline <script>"),
        ('<button onclick="go()">', "onclick= on <button>"),
        ('<p id="a"></p><p id="a"></p>', "the id a stands 2 times"),
        ('<a href="#a#b">there</a>', "a link leads to #a#b, which is not there"),
        ("<p>one<b>two</b></p>", "“one” and “two” run together"),
        ("<p>⟦one⟧<b>⟦two⟧</b></p>", "“one” and “two” run together"),
        ('<label for="absent">', "for of <label> names absent, which is not there"),
    ],
)
def test_a_fault_in_the_markup_is_found(html: str, fault: str) -> None:
    assert list(faults_in(soup(f'<html lang="en">{html}</html>'))) == [fault]


CHART = (
    '<section><figure><svg role="img" aria-labelledby="t" aria-describedby="s"><title id="t">Status</title></svg>'
    '<p id="s">Of 2 actions, 2 are ongoing.</p></figure><table></table></section>'
)
ROW = (
    '<p id="s">Most are with one.</p><table aria-describedby="s"><tr><td><svg role="img" aria-labelledby="t d">'
    '<title id="t">One</title><desc id="d">2 ongoing</desc></svg></td></tr></table>'
)


@pytest.mark.parametrize(
    ("chart", "planted", "instead", "fault"),
    [
        (CHART, '<title id="t">Status</title>', '<title id="t"></title>', "the chart “t” has no name"),
        (CHART, ' aria-describedby="s"', "", "the chart “t” has no description"),
        (CHART, "Of 2 actions, 2 are ongoing.", "", "the chart “t” has no description"),
        (CHART, '<p id="s">', '<p id="s" class="unseen">', "the chart “t” has no sentence that is seen"),
        (CHART, "ongoing.", "ongoing", "the chart “t” has no sentence that is seen"),
        (CHART, "<table></table>", "", "the chart “t” has no table"),
        (CHART, ' role="img"', "", "a drawing is neither a chart nor hidden"),
        (ROW, "2 ongoing", "", "the chart “t d” has no description"),
        (ROW, ' aria-describedby="s"', "", "the chart “t d” has no sentence that is seen"),
    ],
)
def test_a_chart_that_does_not_say_its_message_is_found(
    chart: str, planted: str, instead: str, fault: str
) -> None:
    def found(markup: str) -> list[str]:
        return list(faults_in(soup(f'<html lang="en"><main>{markup}</main></html>')))

    assert planted in chart
    assert found(chart) == []
    assert fault in found(chart.replace(planted, instead))


def test_a_page_without_a_language_is_found() -> None:
    assert list(faults_in(soup("<html></html>"))) == ["the page has no language"]


def test_a_warning_fails_a_test() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("planted", DeprecationWarning, stacklevel=1)
