"""Messages of django-allauth whose Dutch is too familiar, and of Django admin that have no Dutch.

Marking them here puts them in the portal's own catalogue, which takes precedence.
"""

from django.utils.translation import gettext_noop as _

REWORDED = [
    _("Add link"),
    _("Be patient, you are sending too many requests."),
    _("Change or view list link"),
    _("Incorrect password."),
    _("Model name"),
    _("New Password (again)"),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Please type your current password."),
    _("Successfully signed in as %(name)s."),
    _("The email address and/or password you specified are not correct."),
    _("The password reset token was invalid."),
    _("The username and/or password you specified are not correct."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("You have signed out."),
    _("You must type the same password each time."),
]
