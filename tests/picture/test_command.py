"""`manage.py picture` prints where a plan stands, as JSON of a described shape."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> Any:
    output = io.StringIO()
    call_command("picture", *arguments, stdout=output)
    return json.loads(output.getvalue())


def test_what_there_is_not_is_a_sentence(small_plan: Any) -> None:
    for arguments, says in [
        (["--on", "2099-01-01"], "not a day that has come"),
        (["--on", "yesterday"], "not a day that has come"),
        (["--round", "2020-01"], "was never closed"),
        (["--plan", "2099-2100"], "no plan 2099-2100"),
    ]:
        with pytest.raises(CommandError, match=says):
            printed(*arguments)
