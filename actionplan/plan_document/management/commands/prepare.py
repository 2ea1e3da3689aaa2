"""Brings an installation up to date in one start: what `./dev run` does before it serves."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from actionplan.base.clock import set_demo_clock
from actionplan.demo.days import STORY_BEGINS
from objectives.models import Plan

DEMO_ACCOUNTS = [
    "reader",
    "auditor",
    "education",
    "abb",
    "justice",
    "welfare",
    "schools",
    "cabinet",
    "platform",
    "platform2",
    "admin",
]


class Command(BaseCommand):
    help = "Compiles translations, migrates, loads the plan where there is none, and the demo where there is nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--empty", action="store_true", help="no demo accounts and no story, only the plan"
        )
        parser.add_argument("--language", default="en", help="in which the story is told, en or nl")
        parser.add_argument("--serve", metavar="HOST:PORT", help="then become the development server")

    def handle(self, *, empty: bool, language: str, serve: str | None, **options: Any) -> None:
        call_command("compile_translations", stdout=self.stdout)
        self.migrate()
        if settings.DEBUG and not empty and not get_user_model().objects.exists():
            self.load_and_tell(language)
        else:
            self.load_the_plan()
        self.say_who_can_sign_in()
        if serve:
            self.stdout.write(f"Serving http://{serve}/ until Ctrl-C.")
            call_command("runserver", serve, use_reloader=False, skip_checks=True)

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating …")
        call_command("migrate", verbosity=0)

    @transaction.atomic
    def load_and_tell(self, language: str) -> None:
        """The plan is loaded just before the story begins, so that the trail begins there too."""
        if not Plan.objects.exists():
            set_demo_clock(STORY_BEGINS - datetime.timedelta(hours=1))
        self.load_the_plan()
        self.stdout.write("Telling the demo story …")
        call_command("seed_demo", language=language, stdout=self.stdout)

    def load_the_plan(self) -> None:
        """Load it only if there is no plan: a plan that was amended here is never overwritten."""
        fixtures = sorted(path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*.json"))
        if fixtures and not Plan.objects.exists():
            self.stdout.write("Loading the plan …")
            call_command("loaddata", *fixtures, stdout=self.stdout)

    def say_who_can_sign_in(self) -> None:
        users = get_user_model().objects
        demo = set(users.filter(username__in=DEMO_ACCOUNTS).values_list("username", flat=True))
        if settings.DEBUG and demo:
            names = ", ".join(name for name in DEMO_ACCOUNTS if name in demo)
            self.stdout.write(f"Sign in as {names}; the password of each is demo.")
        elif not users.exists():
            self.stdout.write(
                "Nobody can sign in yet: ./dev manage createsuperuser makes the first administrator."
            )
