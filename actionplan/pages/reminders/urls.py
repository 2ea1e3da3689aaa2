"""Addresses of reminders: mail that failed, and the calendar of due dates. They are under no plan."""

from django.urls import path

from actionplan.base.navigation import page

from . import views

urlpatterns = [
    path("mail/", page(views.failed_mail, "failed-mail", help="administer"), name="failed-mail"),
    path("mail/<int:pk>/try-again/", views.failed_mail_try_again, name="failed-mail-try-again"),
    path("mail/<int:pk>/seen/", views.failed_mail_seen, name="failed-mail-seen"),
    path("calendar/", page(views.calendar, help="mail"), name="calendar"),
    path("calendar/make/", views.calendar_make, name="calendar-make"),
    path("calendar/revoke/", views.calendar_revoke, name="calendar-revoke"),
    path("calendar/plan/make/", views.calendar_plan_make, name="calendar-plan-make"),
    path("calendar/plan/revoke/", views.calendar_plan_revoke, name="calendar-plan-revoke"),
    path("calendar/<slug:token>.ics", views.calendar_feed, name="calendar-feed"),
]
