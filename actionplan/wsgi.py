"""What a production server runs: `gunicorn actionplan.wsgi`."""

import logging
import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application

from actionplan.base.errors import bad_request_page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionplan.settings")
os.environ["SERVES_PAGES"] = (
    "true"  # for the settings: pages wait for the database as long as people do, commands longer
)

portal = get_wsgi_application()
log = logging.getLogger("portal.request")


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Where a request names a charset, Django reads its address by it before any middleware; what fails there is 400."""
    try:
        return portal(environ, start_response)
    except (LookupError, UnicodeError, SuspiciousOperation):
        log.info("route=- method=%s status=400 ms=0 user=-", environ["REQUEST_METHOD"])
        response = bad_request_page("")
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]
