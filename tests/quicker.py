"""Two things that Django does a million times while it builds the queries of the tests, done in a fraction of the time.

Most of what a test takes is Django building queries: it copies expressions, and compares them by what they were made of.
Both give here what Django gives (`tests/gates/test_quicker.py`). `./dev test --full` leaves Django as it is.
"""

from typing import Any

from django.db.models.expressions import BaseExpression, Col, Expression
from django.utils.functional import cached_property

IDENTITY = Expression.identity.func


def copied(self: Any) -> Any:
    """As `copy.copy` without it, which takes the way of pickling."""
    new = object.__new__(type(self))
    new.__dict__.update(self.__getstate__())
    return new


def identity_of_column(self: Any) -> tuple[Any, ...]:
    """As Django's, which asks the signature of `__init__` which argument is which."""
    arguments, named = self._constructor_args
    if named or not 2 <= len(arguments) <= 3:
        return IDENTITY(self)
    alias, target, output_field = (*arguments, None)[:3]
    return (
        type(self),
        ("alias", alias),
        ("target", self._identity(target)),
        ("output_field", self._identity(output_field)),
    )


def pytest_collection_finish() -> None:
    BaseExpression.__copy__ = copied
    Col.identity = cached_property(identity_of_column)
    Col.identity.__set_name__(Col, "identity")
