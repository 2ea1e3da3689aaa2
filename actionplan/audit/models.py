"""The trail: one event for each act that changed something, readable even when its subject is gone."""

from __future__ import annotations

import datetime
import json
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.base.formatting import day, in_dutch, vague
from actionplan.base.typed_days import read_month

from .verbs import VERB_SENTENCES, Verb, known_verbs


class EventQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def about_action(self, action: int) -> Self:
        return self.filter(action=action)

    def of_chain(self, chain: int) -> Self:
        return self.filter(plan=chain or None)

    def without_a_seal(self) -> Self:
        return self.filter(~models.Exists(Seal.objects.filter(event=models.OuterRef("pk"))))

    def by_day(self, until: datetime.datetime) -> Self:
        """Events up to and including the instant `until`."""
        return self.filter(at__lte=until)


class Event(models.Model):
    """An act. It has copies of texts, a label and keys to filter by, but no foreign keys to its subject."""

    at = models.DateTimeField(_("at"))
    actor_key = models.BigIntegerField(_("actor’s key"), null=True, blank=True)
    actor = models.CharField(_("actor"), max_length=200, blank=True)
    verb = models.CharField(_("act"), max_length=40, choices=known_verbs)
    subject_label = models.CharField(_("kind of subject"), max_length=60)
    subject_key = models.CharField(_("subject’s key"), max_length=60)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    plan = models.BigIntegerField(_("plan"), null=True, blank=True)
    action = models.BigIntegerField(_("action"), null=True, blank=True)
    organisation = models.BigIntegerField(_("organisation"), null=True, blank=True)
    policy_area = models.BigIntegerField(_("policy area"), null=True, blank=True)
    names_json = models.TextField(_("names"), blank=True, default="{}")
    before_json = models.TextField(_("before"), blank=True, default="")
    after_json = models.TextField(_("after"), blank=True, default="")
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["action", "-at"], name="audit_event_action"),
            models.Index(fields=["plan", "-at"], name="audit_event_plan"),
            models.Index(fields=["organisation", "-at"], name="audit_event_organisation"),
        ]
        constraints = [
            models.CheckConstraint(name="audit_event_has_a_verb", condition=~models.Q(verb="")),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def names(self) -> dict[str, Any]:
        return json.loads(self.names_json or "{}")

    @property
    def contents(self) -> dict[str, Any]:
        """The hashes of what the act changed, after it (`audit/contents.py`), by what they are of."""
        return self.names.get("contents", {})

    @property
    def before(self) -> dict[str, Any]:
        return json.loads(self.before_json or "{}")

    @property
    def after(self) -> dict[str, Any]:
        return json.loads(self.after_json or "{}")

    @property
    def sentence(self) -> str:
        """What happened, in the language of the page."""
        if self.redacted_at:
            return str(_("Removed by law."))
        names = self.names
        if in_dutch():
            names |= {name[:-3]: word for name, word in names.items() if name.endswith("_nl") and word}
        names = {name: _in_words(name, fact) for name, fact in names.items()}
        facts = {"actor": self.actor or _("The portal"), "subject": self.subject, **names}
        return str(VERB_SENTENCES[Verb(self.verb)]) % _EmptyWhenMissing(facts)

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field, before and after, for each field that changed."""
        before, after = _without_none(self.before), _without_none(self.after)
        return [
            (field, before.get(field, ""), after.get(field, ""))
            for field in {**before, **after}
            if before.get(field, "") != after.get(field, "")
        ]


def _in_words(name: str, fact: Any) -> Any:
    """A day (2023-07-07) as pages print it, the code of a round (2022-12) as its month, and any other fact as it is."""
    if name == "round":
        month = read_month(str(fact))
        return vague(month, "month") if month else fact
    try:
        return day(datetime.datetime.strptime(fact, "%Y-%m-%d").date())
    except (TypeError, ValueError):
        return fact


def _without_none(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with None as the empty text."""
    return {field: "" if value is None else value for field, value in facts.items()}


class _EmptyWhenMissing(dict):
    """A name that an old event lacks reads as empty, so that its sentence can still be formatted."""

    def __missing__(self, key: str) -> str:
        return ""


class Revision(models.Model):
    """The current revision of a plan, or of the portal with its bodies and people: a random identifier that
    every event renews.

    Caches compare it to see whether anything was written since. The key is that of the plan, or 0 for the
    portal.
    """

    PORTAL = 0

    plan = models.BigIntegerField(_("plan"), primary_key=True)
    value = models.UUIDField(_("identifier"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.plan}: {self.value}"


class Seal(models.Model):
    """Ties an event to all that were recorded before it, so that none of them can be changed or taken out unseen.

    How it is computed is in `audit/sealing.py`. There is a chain for each plan and one for what is of no plan, numbered
    from 1 without a gap. Plans and events are named by their keys: a plan in preparation may be discarded, and whoever
    verifies must read the seal of an event that is gone.
    """

    chain = models.BigIntegerField(_("chain"), help_text=_("The key of the plan, or 0 for the portal."))
    number = models.BigIntegerField(_("number"))
    event = models.BigIntegerField(_("event"))
    salt = models.CharField(_("salt"), max_length=64, blank=True)
    texts_sha256 = models.CharField(_("SHA-256 of the texts"), max_length=64)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="seal_number_once"),
            models.UniqueConstraint(fields=["event"], name="seal_event_once"),
            models.CheckConstraint(name="seal_number_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(
                name="seal_has_hashes", condition=~models.Q(sha256="") & ~models.Q(texts_sha256="")
            ),
        ]

    def __str__(self) -> str:
        """`NUMBER:HASH`. Of the newest seal, this is the head of the chain, which stands for all of it."""
        return f"{self.number}:{self.sha256}"
