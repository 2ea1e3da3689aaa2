"""A step of the bench in a process of its own, in the database that `DATABASE_URL` names: `fill ACTIONS` or `measure RUNS`."""

import json
import sys

import django


def main(step: str, number: int) -> None:
    django.setup()
    from . import filling, measuring

    if step == "fill":
        filling.fill(number)
    else:
        print(json.dumps(measuring.measured(number)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
