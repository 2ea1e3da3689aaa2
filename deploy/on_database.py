"""on_database.py PROGRAM ARGUMENT …: a program of PostgreSQL, such as pg_dump, on the database of DATABASE_OWNER_URL, else
DATABASE_URL. The password goes by the environment: arguments are shown to everybody on the machine, by `ps`.
"""

import os
import sys

from psycopg2.extensions import make_dsn, parse_dsn

address = parse_dsn(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
if "password" in address:
    os.environ["PGPASSWORD"] = address.pop("password")
program, *arguments = sys.argv[1:]
os.execvp(program, [program, f"--dbname={make_dsn(**address)}", *arguments])  # noqa: S606 (no shell)
