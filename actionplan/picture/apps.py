"""The picture of the plan, and the command that prints it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "actionplan.picture"
    label = "picture"
    verbose_name = _("Picture of the plan")
