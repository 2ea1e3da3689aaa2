"""Ministers, policy areas and organisations: rows that are never deleted, with the days on which the body
existed.

Plans and reports refer to these rows whatever becomes of the body: a body that disappears is ended and names
its successor, and one that moves gets another affiliation.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import InForce, days_in_order, one_open
from actionplan.base.formatting import Twin, shortened

from .querysets import (
    AffiliationQuerySet,
    BodyCodeQuerySet,
    ByCodeQuerySet,
    ByKeyQuerySet,
    OrganisationQuerySet,
)

valid_key = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("Use small letters, digits and underscores, and begin with a letter.")
)
valid_body_code = RegexValidator(
    r"^(OVO[0-9]{6}|[0-9]{10})\Z", _("An OVO code, such as OVO000123, or a KBO number of ten digits.")
)


class Minister(InForce):
    """A portfolio of the Government of Flanders, with its holder if known."""

    key = models.SlugField(_("key"), max_length=60, unique=True, validators=[valid_key])
    title = models.CharField(_("portfolio"), max_length=200)
    title_nl = models.CharField(_("portfolio in Dutch"), max_length=200, blank=True)
    holder = models.CharField(_("holder"), max_length=120, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ByKeyQuerySet.as_manager()
    local_title = Twin("title")

    class Meta:
        verbose_name = _("minister")
        verbose_name_plural = _("ministers")
        ordering = ["order", "key"]
        constraints = [days_in_order("minister")]

    def __str__(self) -> str:
        return self.local_title

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a table or a printed plan may use, in either language; some may be empty."""
        return (self.title, self.title_nl)

    @property
    def short_title(self) -> str:
        """The first portfolio of a long title, for tables: "Home Affairs"."""
        return shortened(self.local_title)

    def natural_key(self) -> tuple[str]:
        return (self.key,)


class PolicyArea(InForce):
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_nl = models.CharField(_("name in Dutch"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ByCodeQuerySet.as_manager()
    local_name = Twin("name")

    class Meta:
        verbose_name = _("policy area")
        verbose_name_plural = _("policy areas")
        ordering = ["order", "code"]
        constraints = [days_in_order("policy_area")]

    def __str__(self) -> str:
        return f"{self.code} – {self.local_name}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.name_nl, *(f"{self.code} {name}" for name in (self.name, self.name_nl)))

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Organisation(InForce):
    """A department, an agency or another body that carries actions out."""

    key = models.SlugField(_("key"), max_length=60, unique=True, validators=[valid_key])
    name = models.CharField(_("name"), max_length=200)
    name_nl = models.CharField(_("name in Dutch"), max_length=200, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OrganisationQuerySet.as_manager()
    local_name = Twin("name")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["order", "key"]
        constraints = [days_in_order("organisation")]

    def __str__(self) -> str:
        return self.local_name

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.name_nl, self.abbreviation)

    def natural_key(self) -> tuple[str]:
        return (self.key,)


class Affiliation(InForce):
    """An organisation in a policy area; bodies outside the Flemish administration have none."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    policy_area = models.ForeignKey(
        PolicyArea, models.PROTECT, related_name="affiliations", verbose_name=_("policy area")
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["organisation__order", "organisation__key", "pk"]
        constraints = [
            days_in_order("affiliation"),
            one_open("affiliation", "organisation"),
            models.UniqueConstraint(
                fields=["organisation", "policy_area", "in_force_from"], name="affiliation_once_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(in_force_from__isnull=True),
                name="affiliation_one_as_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.policy_area.code})"

    def natural_key(self) -> tuple[str, str, object]:
        return (self.organisation.key, self.policy_area.code, self.in_force_from)

    natural_key.dependencies = ["organisations.organisation", "organisations.policyarea"]  # type: ignore[attr-defined]


class BodyCode(InForce):
    """By which other systems of the government know an organisation or a policy area, such as single sign-on.

    A body may have several: an OVO code in Flanders, a KBO number of a local authority. A code may pass from
    one body to another, from a day on.
    """

    code = models.CharField(_("code"), max_length=10, validators=[valid_body_code])
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codes",
        verbose_name=_("organisation"),
    )
    policy_area = models.ForeignKey(
        PolicyArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codes",
        verbose_name=_("policy area"),
    )

    objects = BodyCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of a body")
        verbose_name_plural = _("codes of bodies")
        ordering = ["code", "pk"]
        constraints = [
            days_in_order("body_code"),
            one_open("body_code", "code"),
            models.UniqueConstraint(fields=["code", "in_force_from"], name="body_code_once_from_a_day"),
            models.CheckConstraint(
                name="body_code_of_one_body",
                condition=models.Q(organisation__isnull=True, policy_area__isnull=False)
                | models.Q(organisation__isnull=False, policy_area__isnull=True),
                violation_error_message=_("Name one organisation or one policy area."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.body})"

    @property
    def body(self) -> Organisation | PolicyArea:
        return self.organisation or self.policy_area  # type: ignore[return-value]

    def natural_key(self) -> tuple[str, object]:
        return (self.code, self.in_force_from)

    natural_key.dependencies = ["organisations.organisation", "organisations.policyarea"]  # type: ignore[attr-defined]


class UnknownCode(models.Model):
    """A code with which a role was claimed at a sign-in and which no body has: for administrators to look at."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name given"), max_length=200, blank=True)
    first_seen = models.DateTimeField(_("first seen"))
    last_seen = models.DateTimeField(_("last seen"))
    times_seen = models.PositiveIntegerField(_("times seen"), default=1)

    class Meta:
        verbose_name = _("unknown code")
        verbose_name_plural = _("unknown codes")
        ordering = ["-last_seen", "code"]
        constraints = [
            models.CheckConstraint(
                name="unknown_code_seen_in_order",
                condition=models.Q(last_seen__gte=models.F("first_seen")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
