"""What every test stands on: the engine it runs on, no forgotten rate limits, compiled translations."""

import gc
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from actionplan.base import health
from actionplan.base.translations import compile_outdated
from actionplan.picture.cache import PICTURE_CACHE
from tests.mails import wait_for_mails
from tests.management.commands.flush import NotEmptied
from tests.roles import as_owner

pytest_plugins = [
    "tests.databases",
    "tests.personas",
    "tests.world",
    "tests.rounds.opened_rounds",
    "tests.sheet.asked_sheet",
    "tests.plan_document.printed_plan",
    "tests.rounds.frozen_round",
    "tests.written_texts",
    "tests.plan_document.changed_plan",
    "tests.actions.action_pages",
    "tests.reminders.smtp_server",
]

ENGINES = {"sqlite", "postgresql"}


hypothesis_settings.register_profile(
    "portal",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
hypothesis_settings.load_profile("portal")  # no test fails by chance, or because the machine is busy


def pytest_configure() -> None:
    gc.set_threshold(200_000, 50, 1000)  # a tenth of the time went to looking through what stays to the end
    compile_outdated(settings.BASE_DIR / "locale")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that exists for one engine is deselected, not skipped, on the other; the browser comes last, file by file,
    so that the fixtures of a file are made once.
    """
    other = (ENGINES - {settings.TEST_DATABASE}).pop()
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
    here = [item for item in items if not item.get_closest_marker(other)]
    items[:] = sorted(here, key=lambda item: str(item.path) if item.get_closest_marker("browser") else "")


def pytest_exception_interact(node: pytest.Item, call: pytest.CallInfo) -> None:
    """Where the database could not be emptied, the run ends: what the tests after it said would lead to the wrong place."""
    if call.excinfo and isinstance(call.excinfo.value, NotEmptied):
        node.session.shouldfail = f"after {node.nodeid}: {call.excinfo.value}"


@pytest.fixture(autouse=True)
def _as_owner_of_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of what is marked so; everything else is done as the role that serves the portal."""
    if not request.node.get_closest_marker("owner"):
        yield
        return
    request.getfixturevalue("db")
    with as_owner():
        yield


@pytest.fixture(autouse=True)
def _no_rate_limit_of_another_test() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _no_mail_of_another_test() -> Iterator[None]:
    yield
    wait_for_mails()


@pytest.fixture(autouse=True)
def _no_picture_of_another_test() -> None:
    """Factories write rows without an event, which no picture notices."""
    PICTURE_CACHE.clear()


@pytest.fixture(autouse=True)
def _health_is_told_however_slow_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "HEALTH_TIMEOUT", 60)


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> None:
    """A request leaves its language behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def tell(capsys: pytest.CaptureFixture) -> Callable[[str], None]:
    """`tell(figures)` prints them where the tests pass too."""

    def told(figures: str) -> None:
        with capsys.disabled():
            print(f"\n{figures}", flush=True)

    return told
