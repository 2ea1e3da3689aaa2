"""Compiles translations for Django, without gettext."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from actionplan.base.translations import compile_outdated


class Command(BaseCommand):
    help = "Compiles the .po files that are newer than their .mo."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for compiled in compile_outdated(Path(folder)):
                self.stdout.write(f"Compiled {compiled.relative_to(folder)}")
