"""Makes `version_1.sql.gz`: a PostgreSQL database of version 1.0, with the plan and the demo story up to its first closing.

Run once, when 1.0 was made; later versions migrate what it wrote: `python -m tests.versions.make_dump`.
"""

import datetime
import gzip
import os
import subprocess
from pathlib import Path

from tests import postgresql

DUMP = Path(__file__).with_name("version_1.sql.gz")
OPTIONS = ["--no-owner", "--no-privileges", "--username=postgres", "--dbname=postgres"]


def tell_the_first_round() -> None:
    """Migrate, load the plan, and tell the demo story until its first round is closed."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from actionplan.base.days import BRUSSELS
    from actionplan.demo import days
    from actionplan.demo.accounts import add_demo_accounts
    from actionplan.demo.rounds import ROUNDS
    from actionplan.demo.telling import Teller
    from objectives.models import Plan

    call_command("migrate", verbosity=0)
    call_command("loaddata", *sorted(Path(settings.FIXTURE_DIRS[0]).glob("*.json")), verbosity=0)
    plan = Plan.objects.get()
    cast = add_demo_accounts(plan=plan, at=days.STORY_BEGINS)
    day_after = ROUNDS[0].closes + datetime.timedelta(days=1)
    Teller(plan, cast).tell(until=datetime.datetime.combine(day_after, datetime.time(), BRUSSELS))


def main() -> None:
    os.environ |= {"DATABASE_URL": postgresql.start(), "DEBUG": "true", "SECRET_KEY": "dump"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "actionplan.settings"
    tell_the_first_round()
    folder = os.environ["DATABASE_URL"].partition("host=")[2]
    bindir = postgresql.binaries()
    assert bindir is not None
    dump = subprocess.run(
        [bindir / "pg_dump", *OPTIONS, f"--host={folder}"], check=True, capture_output=True
    ).stdout
    DUMP.write_bytes(gzip.compress(dump, mtime=0))


if __name__ == "__main__":
    main()
