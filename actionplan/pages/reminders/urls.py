"""Addresses of reminders: mail that failed, and the calendar of due dates. They are under no plan."""

from django.urls import path

from . import calendar_views as calendar
from . import failed_mail_views as failed_mail

urlpatterns = [
    path("mail/", failed_mail.failed_mail, name="failed-mail"),
    path("mail/<int:pk>/try-again/", failed_mail.failed_mail_try_again, name="failed-mail-try-again"),
    path("mail/<int:pk>/seen/", failed_mail.failed_mail_seen, name="failed-mail-seen"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/make/", calendar.calendar_make, name="calendar-make"),
    path("calendar/revoke/", calendar.calendar_revoke, name="calendar-revoke"),
    path("calendar/<slug:token>.ics", calendar.calendar_feed, name="calendar-feed"),
]
