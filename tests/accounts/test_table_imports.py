"""Single tables of bodies and of invitations: looked at first, then written through the operations, all or nothing."""

import datetime
import html
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from actionplan.accounts.models import Invitation, Membership, User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.base.uploads import read_table
from actionplan.organisations.models import BodyCode, Minister, Organisation, PolicyArea
from tests.factories import MinisterFactory, OrganisationFactory, PlanFactory, PolicyAreaFactory

Table = list[list[Any]]
ORGANISATIONS, MINISTERS = "organisations_organisation", "organisations_minister"
AREAS, INVITATIONS = "organisations_policyarea", "accounts_invitation"
MEMBERSHIPS, CODES = "accounts_membership", "organisations_bodycode"


def csv_of(table: Table, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(separator.join(map(str, row)) for row in table).encode(encoding)


def xlsx_of(table: Table) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in table:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def look_at(client: Client, model: str, content: bytes) -> Any:
    file = SimpleUploadedFile("a table", content)
    answer = client.post(
        reverse(f"admin:{model}_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    assert answer.status_code == 200
    return answer


def confirm(client: Client, model: str, page: Any) -> Any:
    sent = {field.name: field.value() for field in page.context["confirm_form"]}
    return client.post(reverse(f"admin:{model}_process_import"), sent, follow=True)


def text_of(response: Any) -> str:
    """What the page has between its heading and its foot, and above it the messages."""
    return " ".join(response.content.decode().partition("</header>")[2].partition("<svg")[0].split())


def imported(client: Client, model: str, content: bytes) -> Any:
    page = look_at(client, model, content)
    assert page.context["confirm_form"], text_of(page)
    return confirm(client, model, page)


@pytest.mark.full
@pytest.mark.parametrize("written", [csv_of, xlsx_of])
def test_organisations_are_looked_at_and_then_written_through_their_operations(
    keeper: Client, administrator: User, written: Callable[[Table], bytes]
) -> None:
    for area in ["WVG", "OV"]:
        PolicyAreaFactory(code=area)
    agency = OrganisationFactory(key="agency", name="Agency", abbreviation="AG", policy_area="WVG")
    same = OrganisationFactory(key="same", name="The same")
    table = [
        ["key", "Name", "name in Dutch", "policy area", "in the policy area from", "abbreviation"],
        ["agency", "Agency", "Agentschap", "OV", "01/02/2024", ""],
        ["", "", "", "", "", ""],
        ["same", "The same", "", "", "", ""],
        ["added", "'=Added", "", "WVG", "", ""],
    ]
    page = look_at(keeper, ORGANISATIONS, written(table))
    text = text_of(page)
    for words in [
        "<ins>Agentschap</ins>",
        "<del>WVG</del> <ins>OV</ins>",
        "<ins>=Added</ins>",
    ]:
        assert words in text
    assert "The same" not in text
    assert not Event.objects.exists()
    assert not Organisation.objects.filter(key="added").exists()
    text = text_of(confirm(keeper, ORGANISATIONS, page))
    assert "Imported: 1 added, 1 changed." in text
    agency.refresh_from_db()
    assert (agency.name, agency.name_nl) == ("Agency", "Agentschap")
    assert agency.abbreviation == "AG", "what a row leaves empty stays"
    moved = [(row.policy_area.code, row.in_force_from) for row in agency.affiliations.order_by("pk")]
    assert moved == [("WVG", None), ("OV", datetime.date(2024, 2, 1))]
    added = Organisation.objects.get(key="added")
    assert (added.name, added.affiliations.get().policy_area.code) == ("=Added", "WVG")
    events = Event.objects.filter(verb=Verb.ORGANISATION_CHANGED, actor_key=administrator.pk)
    assert sorted(int(event.subject_key) for event in events) == sorted([agency.pk] * 2 + [added.pk] * 2)
    assert not events.filter(subject_key=str(same.pk)).exists()
    # The same file again changes nothing, and the one that was confirmed is not kept.
    assert "there is nothing to change" in text_of(
        look_at(keeper, ORGANISATIONS, written([*table[:1], *table[2:]]))
    )
    again = confirm(keeper, ORGANISATIONS, page)
    assert "Choose it again." in text_of(again)


def test_a_table_renames_no_body(keeper: Client) -> None:
    minister = MinisterFactory(key="welfare", title="Minister for Welfare")
    page = look_at(keeper, MINISTERS, csv_of([["key", "portfolio"], ["welfare", "Minister for Care"]]))
    assert "Another name would hold on past days too." in text_of(page)
    minister.refresh_from_db()
    assert minister.title == "Minister for Welfare"


def test_a_new_body_with_nearly_a_known_name_is_named_beside_it(keeper: Client) -> None:
    OrganisationFactory(
        key="agency", name="Agency for Home Affairs", name_nl="Agentschap Binnenlands Bestuur"
    )
    names = [
        ["agency2", "Agency of Home Affairs"],
        ["agency", "Agency for Home Affairs"],
        ["other", "Something else"],
    ]
    text = text_of(look_at(keeper, ORGANISATIONS, csv_of([["key", "name"], *names])))
    assert text.count("Nearly the name of") == 1
    assert "<ins>None</ins>" not in text
    assert "added <br> Nearly the name of Agency for Home Affairs. Is it the same?" in text


@pytest.mark.full
def test_dutch_headings_and_what_office_programs_write(keeper: Client) -> None:
    MinisterFactory(key="new")
    table = [["Sleutel", "Bevoegdheid", "opgevolgd door", "Volgorde"], ["old", "Justitie – café", "new", 7]]
    for content in [csv_of(table, ",", "utf-8"), csv_of(table, "\t", "utf-16"), csv_of(table, ";", "cp1252")]:
        imported(keeper, MINISTERS, content)
        minister = Minister.objects.get(key="old")
        assert (minister.title, minister.order) == ("Justitie – café", 7)
        assert minister.succeeded_by.key == "new"
        minister.delete()
    imported(keeper, AREAS, xlsx_of([["Code", "naam"], ["OV", "Onderwijs"]]))
    assert PolicyArea.objects.get().name == "Onderwijs"


def test_codes_of_bodies_come_from_a_table_and_pass_from_one_body_to_another(keeper: Client) -> None:
    PolicyAreaFactory(code="WVG")
    for key in ["agency", "successor"]:
        OrganisationFactory(key=key)
    head = ["code", "organisation", "policy area", "in force from", "in force until"]
    first = [
        ["OVO000001", "agency", "", "", ""],
        ["OVO000002", "", "WVG", "", ""],
        ["0207441234", "agency", "", "", ""],
    ]
    assert "Imported: 3 added, 0 changed." in text_of(imported(keeper, CODES, csv_of([head, *first])))
    passed = [["OVO000001", "", "", "", "01/01/2024"], ["OVO000001", "successor", "", "01/01/2024", ""]]
    assert "Imported: 1 added, 1 changed." in text_of(imported(keeper, CODES, csv_of([head, *passed])))
    rows = (
        BodyCode.objects.filter(code="OVO000001")
        .order_by("pk")
        .values_list("organisation__key", "in_force_from")
    )
    assert list(rows) == [("agency", None), ("successor", datetime.date(2024, 1, 1))]
    taken = keeper.get(reverse(f"admin:{CODES}_export")).content
    assert "there is nothing to change" in text_of(look_at(keeper, CODES, taken))
    page = look_at(keeper, CODES, csv_of([head, ["OVO000001", "agency", "", "01/01/2025", ""]]))
    assert "A body has this code in those days already." in html.unescape(text_of(page))


@pytest.mark.full
def test_what_was_taken_along_comes_back_without_a_change(keeper: Client) -> None:
    PolicyAreaFactory(code="WVG")
    OrganisationFactory(key="agency", name="=1+1", name_nl="'t Huis", policy_area="WVG", order=3)
    MinisterFactory(
        key="one", in_force_from=datetime.date(2024, 1, 1), succeeded_by=MinisterFactory(key="two")
    )
    for model in [ORGANISATIONS, MINISTERS, AREAS]:
        taken = keeper.get(reverse(f"admin:{model}_export")).content
        assert next(load_workbook(io.BytesIO(taken)).active.iter_rows(values_only=True))[0] in ("key", "code")
        assert "there is nothing to change" in text_of(look_at(keeper, model, taken)), model


def test_a_character_that_no_workbook_takes_does_not_keep_a_list_in(keeper: Client) -> None:
    OrganisationFactory(key="agency", name="Agency\x0bEast")
    answer = keeper.get(reverse(f"admin:{ORGANISATIONS}_export"))
    assert answer.status_code == 200
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert "Agency_x000B_East" in list(rows)[1]


def test_one_row_that_is_wrong_keeps_all_of_them_out_and_each_is_said(keeper: Client) -> None:
    OrganisationFactory(key="agency", policy_area="WVG")
    table = [
        ["key", "name", "policy area", "in the policy area from", "succeeded by", "in force from", "order"],
        ["good", "A good one", "", "", "", "", ""],
        ["Bad key", "", "", "", "nobody", "31 never", "first"],
        ["agency", "", "WVG", "2024-01-01", "", "", ""],
        ["good", "Twice", "", "", "", "", ""],
        ["", "No key", "", "", "", "", ""],
    ]
    text = text_of(look_at(keeper, ORGANISATIONS, xlsx_of(table)))
    for words in [
        "Row 3: succeeded by: “nobody” is not known.",
        "Row 3: in force from: Write a day such as 31/12/2022.",
        "Row 3: order: Enter a whole number.",
        "Row 4: The organisation has that policy area already.",
        "Row 5: key: Organisation with this Key already exists.",
        "Row 6: key: This field cannot be blank.",
    ]:
        assert words in text
    assert "process_import" not in text
    assert not Organisation.objects.filter(key="good").exists()
    assert not Event.objects.exists()


def test_a_file_is_looked_at_again_where_something_changed_in_between(keeper: Client) -> None:
    page = look_at(keeper, MINISTERS, csv_of([["key", "portfolio"], ["new", "Justice"]]))
    imported(keeper, MINISTERS, csv_of([["key", "portfolio"], ["other", "Finance"]]))
    assert "Something was changed since you looked" in text_of(confirm(keeper, MINISTERS, page))
    assert list(Minister.objects.values_list("key", flat=True)) == ["other"]
    tampered = {"import_file_name": "x", "original_file_name": "x", "format": "nine", "mark": ""}
    answer = keeper.post(reverse(f"admin:{MINISTERS}_process_import"), tampered, follow=True)
    assert "Choose it again." in text_of(answer)


def test_people_are_invited_from_a_table_and_mailed_once_it_is_confirmed(
    keeper: Client, administrator: User
) -> None:
    OrganisationFactory(key="agency", name="Agency")
    PlanFactory()
    table = [
        [
            "Naam",
            "E-mailadres",
            "Rol",
            "Organisatie",
            "taal",
            "beperkt tot het plan",
            "eerste dag zonder de rol",
        ],
        ["An", "An@example.org", "contactpunt", "agency", "Nederlands", "", "31/12/2099"],
        ["Bob", "bob@example.org", "auditor", "", "en", "2020-2024", ""],
    ]
    page = look_at(keeper, INVITATIONS, csv_of(table))
    assert not mail.outbox
    assert not Invitation.objects.exists()
    done = confirm(keeper, INVITATIONS, page)
    assert done.redirect_chain == [(reverse("people"), 302)]
    assert "Imported: 2 added, 0 changed." in text_of(done)
    an, bob = Invitation.objects.order_by("name")
    assert (an.email, an.role, an.writes_only) == ("an@example.org", "contributor", False)
    assert (an.in_force_until, bob.in_force_until) == (datetime.date(2099, 12, 31), None)
    assert (an.organisation.key, an.language, an.invited_by) == ("agency", "nl", administrator)
    assert (bob.role, bob.plan.code, bob.language) == ("auditor", "2020-2024", "en")
    assert an.mailed_at
    assert [message.to for message in mail.outbox] == [["an@example.org"], ["bob@example.org"]]
    assert Event.objects.filter(verb=Verb.INVITED).count() == 2


def test_bodies_are_named_by_key_or_by_a_name_in_either_language_and_else_the_nearest_is_said(
    keeper: Client, known_bodies: None
) -> None:
    headings = ["name", "e-mail address", "role", "organisation", "policy area", "minister"]
    names: list[list[str]] = [
        ["contact point", "care", "", ""],
        ["contact point", "Agentschap Zorg en Gezondheid", "", ""],
        ["contact point", "agency for care & health", "", ""],
        ["contact point", "AZG", "", ""],
        ["contact point", "", "wvg", ""],
        ["contact point", "", "WVG – Welzijn", ""],
        ["reader", "", "", "Onderwijs"],
    ]
    rows = [["An", f"an{place}@example.org", *cells] for place, cells in enumerate(names)]
    page = look_at(keeper, INVITATIONS, csv_of([headings, *rows]))
    found = [[cells for _heading, *cells in row.diff[3:6]] for row in page.context["result"].valid_rows()]
    assert found == [
        *[[["", "care"], ["", ""], ["", ""]]] * 4,
        *[[["", ""], ["", "WVG"], ["", ""]]] * 2,
        [["", ""], ["", ""], ["", "education_now"]],
    ]
    wrong = [
        ["contact point", "Agency for Cars", "", ""],
        ["contact point", "zzzz", "", ""],
        ["contact point", "", "Welfaer", ""],
        ["reader", "", "", "Onderwijz"],
    ]
    rows = [["An", f"an{place}@example.org", *cells] for place, cells in enumerate(wrong)]
    text = text_of(look_at(keeper, INVITATIONS, csv_of([headings, *rows])))
    for words in [
        "“Agency for Cars” is not known. Nearest is “Agency for Care and Health”: write that, or care.",
        "“zzzz” is not known.",
        "“Welfaer” is not known. Nearest is “WVG – Welfare”: write that, or WVG.",
        "“Onderwijz” is not known. Nearest is “Education”: write that, or education_now.",
    ]:
        assert words in text
    table = [["key", "name", "policy area", "succeeded by"], ["new", "New", "Welzijn", "azg"]]
    imported(keeper, ORGANISATIONS, csv_of(table))
    added = Organisation.objects.get(key="new")
    assert (added.succeeded_by.key, added.affiliations.get().policy_area.code) == ("care", "WVG")


@pytest.fixture
def known_bodies(db: None) -> None:
    """Of the two ministers for education one is a former one."""
    OrganisationFactory(
        key="care",
        name="Agency for Care and Health",
        name_nl="Agentschap Zorg en Gezondheid",
        abbreviation="AZG",
    )
    PolicyAreaFactory(code="WVG", name="Welfare", name_nl="Welzijn")
    past = datetime.date(2021, 1, 1)
    for key, until in [("education_once", past), ("education_now", None)]:
        MinisterFactory(key=key, title="Education", title_nl="Onderwijs", in_force_until=until)


@pytest.mark.parametrize("model", [ORGANISATIONS, MINISTERS, AREAS, INVITATIONS, MEMBERSHIPS])
def test_an_empty_table_with_what_may_stand_in_it_is_read_again(
    keeper: Client, known_bodies: None, model: str
) -> None:
    page = keeper.get(reverse(f"admin:{model}_import"))
    address = reverse(f"admin:{model}_template")
    assert f'href="{address}"' in page.content.decode()
    book = load_workbook(io.BytesIO(keeper.get(address).content))
    headings, options = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    assert list(headings[0]) == page.context["headings"]
    assert len(headings) == 1
    assert [head for head in headings[0] if not head[0].islower()] == []
    if model in (ORGANISATIONS, INVITATIONS, MEMBERSHIPS):
        assert ("policy area", "WVG", "WVG – Welfare") in options
    if model == INVITATIONS:
        assert ("role", "contact point", None) in options
    with pytest.raises(Refused, match="has no rows below its headings"):
        read_table(keeper.get(address).content)


def test_roles_are_ended_from_a_table_also_those_that_began_today(
    keeper: Client, people: dict[str, User], administrator: User
) -> None:
    today = day_of(timezone.now())
    contributor = people["contributor"].memberships.get()
    Membership.objects.filter(pk=contributor.pk).update(in_force_from=today)
    headings = ["user", "Rol", "organisatie", "policy area", "minister", "First day without the role"]
    table = [
        headings,
        ["contributor@example.org", "contactpunt", "Education and Training", "", "", today],
        ["area_contributor", "contact point", "", "WVG", "", "2099-01-01"],
        ["reader", "reader", "", "", "", ""],
        ["", "", "", "", "", ""],
    ]
    page = look_at(keeper, MEMBERSHIPS, xlsx_of(table))
    assert f"<ins>{today}</ins>" in text_of(page)
    assert contributor in Membership.objects.in_force(today)
    assert "Imported: 0 added, 2 changed." in text_of(confirm(keeper, MEMBERSHIPS, page))
    contributor.refresh_from_db()
    assert contributor.ended_at is not None
    assert not people["contributor"].rights_on(today, None).roles
    later = people["area_contributor"].memberships.get()
    assert (later.in_force_until, later.ended_at) == (datetime.date(2099, 1, 1), None)
    assert people["reader"].memberships.get().in_force_until is None
    events = Event.objects.filter(verb=Verb.MEMBERSHIP_ENDED, actor_key=administrator.pk)
    assert events.count() == 2
    table = [
        headings,
        ["contributor", "contact point", "ov", "", "", today],
        ["nobody", "chief", "ov", "", "", today],
        ["", "reader", "", "", "", today],
        ["administrator", "administrator", "", "", "", today],
        ["partner", "contact point", "kbbj_abb", "", "", "2020-01-01"],
    ]
    text = text_of(look_at(keeper, MEMBERSHIPS, xlsx_of(table)))
    for words in [
        "Row 2: Nobody has such a role",
        "Row 3: user: “nobody” is not known.",
        "Row 3: role: “chief” is none of these",
        "Row 4: user: This field is required.",
        "Row 5: Nobody changes their own role.",
        "Row 6: The last day must come after the first.",
    ]:
        assert words in text


def test_the_roles_that_can_be_ended_are_taken_along_and_come_back_without_a_change(
    keeper: Client, people: dict[str, User]
) -> None:
    people["partner"].memberships.update(in_force_until=datetime.date(2021, 1, 1))
    taken = keeper.get(reverse(f"admin:{MEMBERSHIPS}_export")).content
    text = " ".join(map(str, load_workbook(io.BytesIO(taken)).active.iter_rows(values_only=True)))
    assert "'contributor', 'contact point', 'ov'" in text
    assert "'partner'" not in text
    assert "there is nothing to change" in text_of(look_at(keeper, MEMBERSHIPS, taken))


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def lying_bomb() -> bytes:
    """It says that it holds one byte."""
    content = bytearray(zipped(sheet=b"0" * (21 * 1024 * 1024)))
    size = (21 * 1024 * 1024).to_bytes(4, "little")
    return bytes(content.replace(size, (1).to_bytes(4, "little")))


def far_off() -> bytes:
    """A cell in the last row and column of a sheet."""
    book, content = Workbook(), io.BytesIO()
    book.active.append(["key", "portfolio"])
    book.active.append(["one", "Justice"])
    book.active["XFD1048576"] = "far"
    book.save(content)
    return content.getvalue()


NO_WORKBOOK = "The file cannot be read as a workbook."
# What a workbook may hold is tried with that of a plan, which the same opener reads.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The submitted file is empty."),
    "blank": (lambda: b" \n ", "The file is empty."),
    "headings alone": (lambda: b"key;name\n", "The file has no rows below its headings."),
    "no headings": (lambda: b"\n\nkey;name\n", "Row 3 has more cells than there are headings."),
    "binary": (lambda: b"\x89PNG\r\n\x00\x00", "This is no table: choose a CSV or an XLSX file."),
    "no text": (lambda: b"key;name\n\x81\x8d;x", "This is no table: choose a CSV or an XLSX file."),
    "open quotation": (lambda: b'key;name\n"a;b\n', "a quotation mark is missing somewhere"),
    "other headings": (lambda: b"key;colour\na;red\n", "There is no column “colour” here. There are: key,"),
    "JSON": (lambda: b'{"key": 1,\n"a": 2}', "a quotation mark is missing somewhere"),
    "twice": (lambda: b"key;name;Name\na;b;c\n", "The column “Name” stands twice."),
    "without key": (lambda: b"name\nb\n", "The column “key” is missing."),
    "too many cells": (lambda: b"key;name\na;b;c\n", "Row 2 has more cells than there are headings."),
    "too many rows": (lambda: b"key\n" + b"a\n" * 5001, "The file has more than 5000 rows. Divide it."),
    "too large": (lambda: b"key\n" + b"a" * 1024 * 1024, "The file is larger than 1 MB."),
    "macros": (
        lambda: zipped(**{"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"Sub Auto_Open()"}),
        "The workbook holds macros.",
    ),
    "lying bomb": (lying_bomb, NO_WORKBOOK),
    "formula": (
        lambda: xlsx_of([["key", "name"], ["a", "=1+1"]]),
        "Cell B2 holds a formula: paste its value.",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_clumsy_file_is_answered_with_a_sentence(
    keeper: Client, settings: LazySettings, name: str
) -> None:
    settings.IMPORT_MOST_MEGABYTES = 1
    make, words = HOSTILE[name]
    answer = look_at(keeper, ORGANISATIONS, make())
    assert words in text_of(answer)
    assert not answer.context["confirm_form"]
    assert not Organisation.objects.exists()


def test_empty_lines_without_end_take_no_memory() -> None:
    tracemalloc.start()
    try:
        assert read_table(b"key;name\nov;Education\n" + b"\n" * 2_000_000) == [
            ["key", "name"],
            ["ov", "Education"],
        ]
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.full
def test_what_stands_far_off_in_a_sheet_is_never_made(keeper: Client) -> None:
    imported(keeper, MINISTERS, far_off())
    assert Minister.objects.get().key == "one"
