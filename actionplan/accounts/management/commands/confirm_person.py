"""Confirms that it is somebody who signs in, where no coordinator can."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.accounts.models import User
from actionplan.accounts.withholding import confirm_person
from actionplan.base import clock


class Command(BaseCommand):
    help = (
        "Lets the role of somebody count again that is withheld since the address was replaced or the password reset. "
        "Speak to the person first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username, withheld_at__isnull=False).first()
        if user is None:
            raise CommandError(f"{username}: nothing is withheld from anybody of that name.")
        confirm_person(user=user, by=None, at=clock.now())
        self.stdout.write(f"The role of {username} counts again.")
