"""Where a page stands in the navigation, and which page of help goes with it: said beside its address."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def page(view: View, *sections: str, help: str = "") -> View:
    """Declare in `urls.py` that a view shows a page, also one that shows it only when it refuses a form.

    `sections` are the entries of the navigation under which the page stands, by the names of their addresses: the first
    that the person has is marked. `help` is a job of `pages.help.read`; without one, help opens on the list of all jobs.
    """
    view.sections, view.help = sections, help  # type: ignore[attr-defined]
    return view
