#!/usr/bin/env python3
"""Django's command line for the portal; `./dev manage` calls it with the right Python."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = {
    *["migrate", "grant_roles", "createcachetable", "prepare"],  # make tables, triggers and rights
    "loaddata",  # writes rows as a file has them, whatever the table
    *["redact_report", "redact_recommendation", "redact_platform_text"],  # empty what may not change
}
"""Of PostgreSQL: they come to the database by DATABASE_OWNER_URL, all others and the pages by DATABASE_URL."""

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionplan.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["OWNS_DATABASE"] = "true"
    execute_from_command_line(sys.argv)
