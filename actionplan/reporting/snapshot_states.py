"""Whose the texts of a snapshot are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordOf(models.TextChoices):
    """Whose text it is: who may read it, and what its removal by law follows."""

    REPORT = "report", _("report")
    REMARK = "remark", _("remark with a review")
    NOTE = "note", _("note to the Platform")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    MINISTER_ANSWER = "minister_answer", _("minister’s answer")
    REQUEST = "request", _("request")
    EXTENSION = "extension", _("extension")
    PLATFORM_TEXT = "platform_text", _("text of the Platform")
    PERSON = "person", _("person’s name")
