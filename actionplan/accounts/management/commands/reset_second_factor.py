"""Takes the second factor of somebody away who lost it: nobody can in the portal itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.accounts.factor_resets import reset_factors
from actionplan.accounts.models import User
from actionplan.base import clock


class Command(BaseCommand):
    help = "Takes a lost second factor away. Speak to the person first; they are told by mail, and add a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None or not user.has_second_factor:
            raise CommandError(f"{username}: nobody of that name has a second factor.")
        reset_factors(user=user, at=clock.now())
        self.stdout.write(f"{username} has no second factor any more.")
