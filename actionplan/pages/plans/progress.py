"""The page that answers a commit: it is sent piece by piece, as the objectives of the plan are written."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import closing

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.plan_document.comparing import ItemChange

CommitSteps = Generator[int, None, list[ItemChange]]
"""The number of each objective that is written, then what changed."""
log = logging.getLogger("portal.request")
HERE = "where-the-steps-stand"


def progress_page(request: PortalRequest, first: int, steps: CommitSteps) -> Iterator[str]:
    """Whoever closes it before its end stops the steps, which takes everything back."""
    context = {"here": HERE, "trail": [(_("Plans"), reverse("plan-list"))]}
    above, below = render_to_string("plans/commit.html", context, request).split(HERE)
    with closing(steps):
        yield above + _step(first)
        try:
            while True:
                yield _step(next(steps))
        except StopIteration as last:
            end = {"made": made(len(last.value))}
        except Refused as refusal:
            end = {"refusal": str(refusal)}
        except Exception:  # the page has begun: no other page can say it
            log.exception("an import failed")
            end = {
                "refusal": _(
                    "The portal made a mistake; you did not. The mistake has been recorded, without what you typed."
                )
            }
    yield render_to_string("plans/commit_end.html", end) + below


def made(count: int) -> str:
    return ngettext("%(count)s change is made.", "%(count)s changes are made.", count) % {"count": count}


def _step(objective: int) -> str:
    return render_to_string("plans/commit_step.html", {"objective": objective})
