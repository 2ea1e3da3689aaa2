"""Words that follow from their arguments and the language alone: put together once a process for the same ones.

Looking a translation up takes Django longer than everything else that is done about a word. No figure is kept by what it is
about: the words for an amount or a day are those of any such amount or day.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from actionplan.base.language import language_now, speaking

KEPT = 10_000
"""Of each function, the last ones asked for."""

Arguments = ParamSpec("Arguments")
Words = TypeVar("Words")


def spoken(say: Callable[Arguments, Words]) -> Callable[Arguments, Words]:
    """Marks a function of hashable arguments that gives words, or what is made of words and does not change.

    They are put together in the language under which they are kept, whatever Django is told meanwhile.
    """

    @lru_cache(maxsize=KEPT, typed=True)
    def of_language(language: str, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Words:
        with speaking(language) if language else nullcontext():
            return say(*args, **kwargs)

    @wraps(say)
    def in_the_language(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Words:
        return of_language(language_now(), *args, **kwargs)  # type: ignore[arg-type]

    return in_the_language
