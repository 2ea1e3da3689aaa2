"""What a production server runs: `gunicorn actionplan.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from actionplan.base.errors import with_unreadable_answered

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionplan.settings")
os.environ["SERVES_PAGES"] = (
    "true"  # for the settings: pages wait for the database as long as people do, commands longer
)

application = with_unreadable_answered(get_wsgi_application())
