"""The demo, told as `./dev run` tells it."""

import io

from django.core.management import call_command
from django.test import override_settings

from tests.plan_document.printed_plan import import_fixtures


def tell_demo_story() -> None:
    import_fixtures()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=io.StringIO())
