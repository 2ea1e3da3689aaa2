"""The page People: who is on each list, who is invited, and what follows if a role ends."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.bodies import BODY_FIELDS, WHOLE_PORTAL, Body, list_key_of, list_of
from actionplan.accounts.confirmations import is_overdue, valid_for, version_of
from actionplan.accounts.contact_points import reached_q, with_contact_point
from actionplan.accounts.models import Invitation, ListConfirmation, Membership, User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.querysets import about_bodies_q
from actionplan.accounts.roles import Role, RoleName
from actionplan.accounts.rules import manages_people_in
from actionplan.accounts.withholding import people_to_confirm
from actionplan.base.days import day_of, in_force_q
from actionplan.base.folding import fold, words_of
from actionplan.base.formatting import instant, short_day, span_words
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import page_of, plans_seen
from actionplan.reporting.models import FileHolder, ProgressReport
from actionplan.reporting.states import ReportState
from actions.models import Lead, Promotion
from objectives.models import Plan
from objectives.querysets import current

from .seen import roles_seen_by

WHOLE_PORTAL_NAME = ("portal", "all")
TO_CONFIRM = "to-confirm"
BODIES_ON_A_PAGE = 50
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


# Bodies in addresses and forms: `organisation/ov`, `policy-area/WVG`, `minister/education`, `portal/all`


def name_in_address(body: Body) -> tuple[str, str]:
    """The kind and the key of the body, as addresses have them."""
    if body.organisation is not None:
        return ("organisation", body.organisation.key)
    if body.policy_area is not None:
        return ("policy-area", body.policy_area.code)
    if body.minister is not None:
        return ("minister", body.minister.key)
    return WHOLE_PORTAL_NAME


def form_value_of(body: Body) -> str:
    """The same in one word, for a form."""
    return ":".join(name_in_address(body))


def body_named(kind: str, key: str) -> Body | None:
    """The body of that name; None if there is none."""
    if (kind, key) == WHOLE_PORTAL_NAME:
        return WHOLE_PORTAL
    if kind == "organisation" and (organisation := Organisation.objects.filter(key=key).first()):
        return Body(organisation=organisation)
    if kind == "policy-area" and (area := PolicyArea.objects.filter(code=key).first()):
        return Body(policy_area=area)
    if kind == "minister" and (minister := Minister.objects.filter(key=key).first()):
        return Body(minister=minister)
    return None


def body_or_404(kind: str, key: str) -> Body:
    body = body_named(kind, key)
    if body is None:
        raise Http404
    return body


# The lists


@dataclass(frozen=True)
class PersonOnList:
    """Somebody on a list, by a membership."""

    membership: Membership
    may_end: bool

    @property
    def limits(self) -> Iterable[str]:
        """That it is withheld, who employs a coordinator, and the only plan for which the role holds."""
        row = self.membership
        if row.user.withheld_at and row.reads_beyond_own:
            yield _("withheld until a coordinator confirms the person")
        if row.role == Role.COORDINATOR and row.organisation:
            yield _("employed by %(employer)s") % {"employer": row.organisation}
        if row.plan:
            yield _("only %(plan)s") % {"plan": row.plan.code}

    @property
    def days(self) -> str:
        """Since when, unless it is from the beginning, and until when somebody has the role; and when they last signed in."""
        row, last = self.membership, self.membership.user.last_login
        words = []
        if row.in_force_from:
            words.append(_("since %(day)s") % {"day": short_day(row.in_force_from)})
        if row.in_force_until:
            words.append(_("ends on %(day)s") % {"day": short_day(row.in_force_until)})
        signed_in = _("last signed in %(when)s") % {"when": short_day(last)} if last else _("never signed in")
        return " · ".join([*words, signed_in])


@dataclass(frozen=True)
class InvitationOnList:
    """An invitation that is not taken up yet."""

    invitation: Invitation
    has_expired: bool
    may_manage: bool

    @property
    def mailed(self) -> str:
        """When it was mailed, if it was, and until when its link works."""
        if self.invitation.mailed_at is None:
            return ""
        words = _("invited by mail, %(when)s") % {"when": instant(self.invitation.mailed_at)}
        link = _("the link ended %(when)s") if self.has_expired else _("the link works until %(when)s")
        return f"{words}; {link % {'when': instant(self.invitation.expires_at)}}"


@dataclass
class PeopleOfBody:
    body: Body
    people: list[PersonOnList] = field(default_factory=list)
    of_area: list[Membership] = field(default_factory=list)
    """People who report for the organisation because they are on the list of its policy area."""
    offers: list[InvitationOnList] = field(default_factory=list)
    confirmation: ListConfirmation | None = None
    is_overdue: bool = True
    may_confirm: bool = False

    @property
    def kind(self) -> str:
        return name_in_address(self.body)[0]

    @property
    def key(self) -> str:
        return name_in_address(self.body)[1]

    @property
    def word(self) -> str:
        return form_value_of(self.body)

    @property
    def version(self) -> str:
        return version_of(person.membership for person in self.people)

    @property
    def asks_confirmation(self) -> bool:
        return self.is_overdue and self.may_confirm and bool(self.people)

    @property
    def in_order(self) -> tuple[bool, datetime.datetime]:
        """Those to be confirmed first, and of these the one with whoever has not signed in for longest."""
        if not self.asks_confirmation:
            return (True, NEVER)
        return (False, min(person.membership.user.last_login or NEVER for person in self.people))

    @property
    def last_confirmed(self) -> str:
        """Empty if it never was."""
        if self.confirmation is None:
            return ""
        day, person = short_day(self.confirmation.confirmed_on), self.confirmation.confirmed_by
        return _("last confirmed: %(day)s, %(person)s") % {"day": day, "person": person}

    @property
    def names_of_area(self) -> str:
        return ", ".join(_name_of_area(row) for row in self.of_area)

    @property
    def _names_of_body(self) -> list[str]:
        """In both languages."""
        return list(self.body.row.names) if self.body.row else []

    def holds(self, words: Iterable[str]) -> bool:
        """Whether the names and addresses of the body and of who is on its list contain these folded words."""
        people = [person.membership.user for person in self.people] + [row.user for row in self.of_area]
        offers = [offer.invitation for offer in self.offers]
        texts = [str(self.body), *self._names_of_body]
        texts += [f"{user} {user.email}" for user in people] + [f"{row.name} {row.email}" for row in offers]
        folded = fold(*texts)
        return all(word in folded for word in words)


def _name_of_area(membership: Membership) -> str:
    notes = [_("file holder")] if membership.writes_only else []
    if membership.plan:
        notes.append(_("only %(plan)s") % {"plan": membership.plan.code})
    return " ".join([str(membership.user), *(f"({note})" for note in notes)])


@dataclass
class ListsOfKind:
    """Lists on a page: those to be confirmed, and the others of organisations, areas, ministers or the portal."""

    kind: str
    lists: list[PeopleOfBody] = field(default_factory=list)
    empty: list[PeopleOfBody] = field(default_factory=list)
    """Lists without people or invitations."""

    @property
    def heading(self) -> str:
        return {
            TO_CONFIRM: _("Which lists are to be confirmed?"),
            "organisation": _("Who writes for each organisation?"),
            "policy-area": _("Who writes for a whole policy area?"),
            "minister": _("Who reads for each minister?"),
            "portal": _("Who has a role in the whole portal?"),
        }[self.kind]

    @property
    def label_of_empty(self) -> str:
        return {
            "organisation": _("Organisations"),
            "policy-area": _("Policy areas"),
            "minister": _("Ministers"),
            "portal": _("Roles in the whole portal"),
        }[self.kind]


def bodies(user: User, on: datetime.date) -> list[Body]:
    """Organisations, policy areas and ministers that exist on the day or have somebody on their list whom the
    person sees; then the whole portal.
    """
    seen = roles_seen_by(user, on)
    return [
        *(Body(organisation=row) for row in _listed(Organisation, "organisation", seen, on)),
        *(Body(policy_area=row) for row in _listed(PolicyArea, "policy_area", seen, on)),
        *(Body(minister=row) for row in _listed(Minister, "minister", seen, on)),
        WHOLE_PORTAL,
    ]


def _listed(model: Any, kind: str, seen: Q, on: datetime.date) -> Iterable[Any]:
    same_body = {kind: OuterRef("pk")}
    members = Membership.objects.not_ended(on).filter(seen, **same_body)
    offers = Invitation.objects.waiting().filter(seen, **same_body)
    return model.objects.filter(in_force_q(on) | Exists(members) | Exists(offers))


def lists_to_confirm(user: User, at: datetime.datetime) -> int:
    """How many lists with somebody on them the person is to confirm: two queries."""
    on = day_of(at)
    members = Membership.objects.not_ended(on).filter(roles_seen_by(user, on)).select_related(*BODY_FIELDS)
    lists = {body for body in map(list_of, members) if user.has_perm("accounts.confirm_list", body)}
    rows = ListConfirmation.objects.filter(about_bodies_q(lists)).order_by("confirmed_at", "pk")
    confirmed = {list_key_of(row): row.confirmed_on for row in rows}
    return sum(is_overdue(confirmed.get(body.list_key), on) for body in lists)


def by_kind(lists: Iterable[PeopleOfBody]) -> list[ListsOfKind]:
    kinds: dict[str, ListsOfKind] = {}
    for people in lists:
        name = TO_CONFIRM if people.asks_confirmation else people.kind
        kind = kinds.setdefault(name, ListsOfKind(name))
        (kind.lists if people.people or people.offers else kind.empty).append(people)
    return list(kinds.values())


def people_of(shown: Iterable[Body], user: User, at: datetime.datetime) -> list[PeopleOfBody]:
    """The lists of these bodies: a fixed number of queries."""
    on = day_of(at)
    lists = {body.list_key: PeopleOfBody(body) for body in shown}
    for people in lists.values():
        people.may_confirm = user.has_perm("accounts.confirm_list", people.body)
    _add_people(lists, user, on)
    _add_offers(lists, user, at)
    confirmations = ListConfirmation.objects.filter(about_bodies_q(people.body for people in lists.values()))
    for row in confirmations.select_related("confirmed_by").order_by("confirmed_at", "pk"):
        people = lists[list_key_of(row)]
        people.confirmation, people.is_overdue = row, is_overdue(row.confirmed_on, on)
    return list(lists.values())


def _add_people(lists: dict[tuple[str, int], PeopleOfBody], user: User, on: datetime.date) -> None:
    """Who is on each list and, for an organisation, on that of its policy area."""
    organisations = [people.body.organisation for people in lists.values() if people.body.organisation]
    by_area: dict[int, list[PeopleOfBody]] = defaultdict(list)
    areas = []
    affiliations = Affiliation.objects.in_force(on).filter(organisation__in=organisations)
    for affiliation in affiliations.select_related("policy_area"):
        by_area[affiliation.policy_area_id].append(lists["organisation", affiliation.organisation_id])
        areas.append(Body(policy_area=affiliation.policy_area))
    rows = Membership.objects.not_ended(on).on_the_lists_of([*(row.body for row in lists.values()), *areas])
    rows = rows.filter(roles_seen_by(user, on)).select_related(
        "user", "organisation", "policy_area", "minister", "plan"
    )
    for row in rows.order_by("writes_only", "user__name", "user__username", "pk"):
        if row.policy_area_id and row.user.is_active:
            for people in by_area[row.policy_area_id]:
                people.of_area.append(row)
        if (place := list_key_of(row)) in lists:
            lists[place].people.append(PersonOnList(row, user.has_perm("accounts.manage_membership", row)))


def _add_offers(lists: dict[tuple[str, int], PeopleOfBody], user: User, at: datetime.datetime) -> None:
    rows = Invitation.objects.waiting().on_the_lists_of(people.body for people in lists.values())
    rows = rows.filter(roles_seen_by(user, day_of(at))).select_related("organisation", "plan")
    for row in rows.order_by("name", "pk"):
        offer = InvitationOnList(row, row.has_expired(at), user.has_perm("accounts.invite", row))
        lists[list_key_of(row)].offers.append(offer)


# Organisations for which nobody can submit


@dataclass(frozen=True)
class WithoutContactPoint:
    """An organisation with a part in the plan, and nobody who can submit for it there."""

    plan: Plan
    organisation: Organisation
    leads: int
    """Actions that it leads: nobody can submit a report on them."""
    partners_in: int
    invited: list[Invitation] = field(default_factory=list)
    """Contact points whom the page People lists as invited."""


def without_contact_point(plans: Iterable[Plan], on: datetime.date) -> list[WithoutContactPoint]:
    """In the order of the plans, in each those that lead most actions first. Three queries."""
    shown = list(plans)
    led, joined = (
        set(
            model.objects.in_force(on)
            .filter(in_force_q(on, "action__"), action__plan__in=shown)
            .exclude(reached_q("organisation", "action__plan", on))
            .order_by()
            .values_list("action__plan", "organisation", "action")
        )
        for model in (Lead, Promotion)
    )
    leads = Counter((plan, organisation) for plan, organisation, _action in led)
    partners_in = Counter((plan, organisation) for plan, organisation, _action in joined - led)
    rows = list(
        Organisation.objects.filter(pk__in={organisation for _plan, organisation in [*leads, *partners_in]})
    )
    found = []
    for plan in shown:
        keys = [((plan.pk, row.pk), row) for row in rows]
        unreachable = [
            WithoutContactPoint(plan, row, leads[key], partners_in[key])
            for key, row in keys
            if leads[key] or partners_in[key]
        ]
        found += sorted(unreachable, key=lambda row: (-row.leads, -row.partners_in))
    return found


def nobody_submits_for(request: PortalRequest) -> list[WithoutContactPoint]:
    """In every plan whose people the person manages; ending a plan stops no report."""
    managed = [plan for plan in plans_seen(request) if manages_people_in(request.user, plan)]
    return without_contact_point(managed, day_of(request.now)) if managed else []


# The page


def people_context(request: PortalRequest) -> dict[str, Any]:
    """The page asked for, lists to be confirmed first; also the answer to an act that was refused."""
    at, searched = request.now, request.GET.get("q", "").strip()
    lists = people_of(bodies(request.user, day_of(at)), request.user, at)
    to_confirm = sum(people.asks_confirmation for people in lists)
    found = [people for people in lists if people.holds(words_of(searched))]
    found.sort(key=lambda people: people.in_order)
    page = page_of(request, found, BODIES_ON_A_PAGE)
    unreachable = [] if searched else _with_invited(nobody_submits_for(request), lists)
    kinds = by_kind(page.object_list)
    return {
        "plan": _plan_at_hand(request),
        "page_obj": page,
        "here": reverse("people"),
        "searched": searched,
        "kinds": kinds,
        "has_empty": any(kind.empty for kind in kinds),
        "unreachable": unreachable,
        "names_plans": len({one.plan for one in unreachable}) > 1,
        "holds_for": span_words(valid_for()),
        "to_confirm": to_confirm,
        "unconfirmed": people_to_confirm(request.user, day_of(at)),
        "may_import_tables": request.user.has_perm("accounts.use_administration"),
    }


def _with_invited(
    rows: Iterable[WithoutContactPoint], lists: Iterable[PeopleOfBody]
) -> list[WithoutContactPoint]:
    """With the contact points who are invited for each, in its plan or in every plan."""
    offers = [
        offer.invitation
        for people in lists
        for offer in people.offers
        if offer.invitation.part == RoleName.CONTACT_POINT and not offer.has_expired
    ]
    return [
        replace(
            row,
            invited=[
                offer
                for offer in offers
                if offer.organisation_id == row.organisation.pk and offer.plan_id in (None, row.plan.pk)
            ],
        )
        for row in rows
    ]


def _plan_at_hand(request: PortalRequest) -> Plan | None:
    """The current one of the plans whose people the person manages."""
    managed = [plan for plan in plans_seen(request) if manages_people_in(request.user, plan)]
    return current(managed, day_of(request.now))


def breadcrumbs_of_people() -> list[tuple[str, str]]:
    """The way up from the pages under People."""
    return [(pgettext("navigation", "People"), reverse("people"))]


def address_of_list(kind: str, key: str) -> str:
    """The page People, at the list of that body."""
    return f"{reverse('people')}#{kind}-{key}"


# What follows if a role ends: drafts and files that somebody else must continue


def leaving(request: PortalRequest, membership: Membership) -> dict[str, Any]:
    """The drafts that the person saved last and the files they hold, for the body of a contributor's role."""
    on = day_of(request.now)
    nothing: dict[str, Any] = {"drafts": [], "files": [], "left_alone": []}
    context = {
        "membership": membership,
        "body_word": form_value_of(_body_of(membership)),
        "ask": _ask_about_end(membership),
        "breadcrumbs": breadcrumbs_of_people(),
        **nothing,
    }
    if membership.role != Role.CONTRIBUTOR:
        return context
    organisations = _organisations_of(membership, on)
    same_work: dict[str, Any] = {"organisation__in": organisations}
    if membership.plan is not None:
        same_work["action__plan"] = membership.plan
    drafts = ProgressReport.objects.filter(**same_work, saved_by=membership.user, state=ReportState.DRAFT)
    drafts = drafts.select_related("action__plan", "organisation").prefetch_related("action__terms")
    files = FileHolder.objects.filter(**same_work, user=membership.user)
    files = files.select_related("action__plan", "organisation").prefetch_related("action__terms")
    return context | {
        "drafts": drafts.order_by("action__order", "organisation__order"),
        "files": files.order_by("action__order", "deputy"),
        "left_alone": _left_alone(membership, organisations, on),
    }


def _body_of(membership: Membership) -> Body:
    """Of a coordinator the employer, as the form to invite somebody asks it."""
    return Body(membership.organisation, membership.policy_area, membership.minister)


def _ask_about_end(membership: Membership) -> AskFirst:
    stays = _(
        "What they submitted and reviewed stays under their name. Their account stays too, with the other roles they have."
    )
    return AskFirst(
        _("End the role of %(name)s?") % {"name": membership.user},
        _("End the role"),
        reverse("role-end", args=[membership.pk]),
        _("Keep it"),
        reverse("people"),
        happens=[stays],
    )


def _organisations_of(membership: Membership, on: Any) -> list[Organisation]:
    if membership.organisation is not None:
        return [membership.organisation]
    return list(Organisation.objects.of_policy_area(membership.policy_area, on))


def _left_alone(membership: Membership, organisations: list[Organisation], on: Any) -> list[Organisation]:
    """Organisations for which nobody could submit without this role, in its plan or in every plan."""
    if membership.writes_only:
        return []
    others = set(with_contact_point(membership.plan, on, Membership.objects.exclude(pk=membership.pk)))
    return [row for row in organisations if row not in others]
