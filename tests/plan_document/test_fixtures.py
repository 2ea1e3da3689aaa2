"""The plan in fixtures/: what there is, and how much of it."""

from collections import Counter
from decimal import Decimal
from typing import Any

from actionplan.organisations.models import Minister, Organisation
from actions.models import Action, ActionTerms, Lead, Promotion
from objectives.models import Plan

Document = dict[str, Any]

COORDINATING_AND_INVOLVED = {
    "home_affairs": (19, 4),
    "education": (10, 9),
    "welfare": (7, 13),
    "justice": (11, 11),
    "brussels_youth_media": (3, 9),
    "economy": (1, 9),
    "foreign_affairs": (0, 2),
    "finance": (0, 2),
    "mobility": (0, 2),
}
PROMOTER_AND_PARTNER = {
    "kbbj_abb": (16, 4),
    "kbbj_agii": (0, 13),
    "kbbj_iss": (1, 0),
    "ov": (10, 7),
    "cjsm_sport": (0, 7),
    "cjsm_dcjm": (3, 7),
    "wvg": (0, 3),
    "wvg_houses_of_justice": (10, 10),
    "wvg_growing_up": (5, 4),
    "wvg_welfare_society": (1, 4),
    "wvg_care_health": (1, 0),
    "wse": (0, 7),
    "wse_vdab": (1, 0),
    "local_authorities": (0, 5),
    "vvsg": (1, 0),
    "cuta": (0, 4),
    "fps_justice": (0, 2),
    "vgc": (0, 2),
    "vclp": (0, 1),
    "caw": (0, 1),
}
NO_END = "1.6 3.1 3.2 3.4 3.6 3.7 3.8 3.10 3.14 3.15 3.16 4.4 4.6 6.3 8.5 8.6"
ENDS_WITH_THE_PLAN = "1.2 1.3 1.4 3.3 3.5 3.9 3.11 3.12 3.13 4.2 4.3 8.2 8.3"
WITH_AMOUNT = "1.1 1.3 1.5 1.7 2.1 2.3 4.1 4.2 4.3 4.5 4.7 6.3 6.4 8.1"
JOINT = "1.1 1.2 2.3 3.1 3.2 3.7 3.8 3.9 3.11 3.13 3.15 3.16 4.1 4.2 4.3 5.1 6.3 7.2 8.4 8.5 8.6"
MILESTONES = {
    "1.2": ["communication_training"],
    "1.3": ["campaigns"],
    "2.1": ["helpline_continued", "helpline_evaluated"],
    "2.2": ["concept_paper"],
    "3.1": ["mid_term_review"],
    "3.2": ["workshop"],
    "3.3": ["peer_reviews"],
    "3.7": ["chair_prevention_group", "cuta_training"],
    "3.9": ["roadmap_final"],
    "3.11": ["monthly_lists"],
    "3.14": ["service_started"],
    "4.3": ["field_study"],
    "6.1": ["pilot_evaluated"],
    "6.2": ["future_form_decided"],
    "7.2": ["roadmap"],
}


def codes(document: Document, holds: Any) -> str:
    return " ".join(action["code"] for action in document["actions"] if holds(action))


def last_day(action: Document) -> str | None:
    ends = [phase["end"] for phase in action["timing"]["phases"]]
    return None if None in ends else max(ends)


def test_there_are_eight_objectives_of_which_two_have_themes(printed_document: Document) -> None:
    themes = {item["number"]: len(item["themes"]) for item in printed_document["objectives"]}
    assert themes == {1: 0, 2: 0, 3: 3, 4: 0, 5: 0, 6: 0, 7: 0, 8: 2}


def test_there_are_fifty_actions(printed_document: Document) -> None:
    per_objective = Counter(action["objective"] for action in printed_document["actions"])
    assert per_objective == {1: 7, 2: 3, 3: 16, 4: 7, 5: 3, 6: 5, 7: 3, 8: 6}


def test_ministers_coordinate_and_are_involved_as_often_as_printed(printed_document: Document) -> None:
    roles = Counter(
        (each["minister"], each["role"])
        for action in printed_document["actions"]
        for each in action["ministers"]
    )
    actual = {
        row["key"]: (roles[row["key"], "coordinating"], roles[row["key"], "involved"])
        for row in printed_document["ministers"]
    }
    assert actual == COORDINATING_AND_INVOLVED
    assert sum(roles.values()) == 112


def test_organisations_promote_and_partner_as_often_as_printed(printed_document: Document) -> None:
    roles = Counter(
        (each["organisation"], each["role"])
        for action in printed_document["actions"]
        for each in action["promoters"]
    )
    actual = {
        row["key"]: (roles[row["key"], "promoter"], roles[row["key"], "partner"])
        for row in printed_document["organisations"]
    }
    assert actual == PROMOTER_AND_PARTNER
    assert sum(roles.values()) == 130


def test_roles_are_marked_inferred_but_those_that_the_text_of_313_names(printed_document: Document) -> None:
    named = [
        (action["code"], each["minister"], each["role"])
        for action in printed_document["actions"]
        for each in action["ministers"]
        if not each.get("inferred")
    ]
    assert named == [("3.13", "justice", "coordinating"), ("3.13", "home_affairs", "coordinating")]
    assert all(each["inferred"] for action in printed_document["actions"] for each in action["promoters"])


def test_sixteen_actions_have_no_end(printed_document: Document) -> None:
    assert codes(printed_document, lambda action: last_day(action) is None) == NO_END


def test_thirteen_actions_end_on_the_last_day_of_the_plan(printed_document: Document) -> None:
    assert codes(printed_document, lambda action: last_day(action) == "2024-12-31") == ENDS_WITH_THE_PLAN


def test_fourteen_actions_carry_an_amount(printed_document: Document) -> None:
    assert (
        codes(printed_document, lambda action: any(line["amount"] for line in action["budget"]["lines"]))
        == WITH_AMOUNT
    )


def test_the_printed_amounts_add_up(printed_document: Document) -> None:
    lines = [line for action in printed_document["actions"] for line in action["budget"]["lines"]]
    assert sum(Decimal(line["amount"]) for line in lines if line["amount"]) == Decimal("5285731.53")
    assert Counter(line["kind"] for line in lines) == {
        "amount": 15,
        "regular_resources": 34,
        "existing_subsidy": 1,
        "external_fund": 1,
    }


def test_funding_is_as_printed(printed_document: Document) -> None:
    shares = {
        action["code"]: [(share["source"], share["percent"]) for share in line["funding"]]
        for action in printed_document["actions"]
        for line in action["budget"]["lines"]
        if line["funding"]
    }
    assert shares == {"1.3": [("kbbj_abb", "100")], "1.7": [("EU", "90"), ("ov", "10")]}


def test_twenty_one_actions_are_joint(printed_document: Document) -> None:
    assert codes(printed_document, lambda action: len(action["promoters"]) > 1) == JOINT


def test_milestones_have_a_date_a_number_or_a_frequency(printed_document: Document) -> None:
    actual = {
        action["code"]: [milestone["key"] for milestone in action["milestones"]]
        for action in printed_document["actions"]
        if action["milestones"]
    }
    assert actual == MILESTONES


def test_three_actions_are_limited(printed_document: Document) -> None:
    assert codes(printed_document, lambda action: action.get("limited")) == "3.10 3.11 3.12"


def test_every_title_summary_name_and_label_has_a_dutch_twin(printed_document: Document) -> None:
    def without_twin(value: Any) -> list[str]:
        if isinstance(value, list):
            return [missing for item in value for missing in without_twin(item)]
        if not isinstance(value, dict):
            return []
        twins = [
            name
            for name in ["title", "summary", "name", "label"]
            if value.get(name) and not value.get(f"{name}_nl")
        ]
        return twins + without_twin(list(value.values()))

    assert without_twin(printed_document) == []
    for objective in printed_document["objectives"]:
        assert len(objective.get("themes_nl", [])) == len(objective["themes"])


def test_summaries_are_one_to_three_sentences(printed_document: Document) -> None:
    for item in printed_document["actions"]:
        for summary in [item["summary"], item["summary_nl"]]:
            assert 1 <= len([part for part in summary.split(". ") if part]) <= 3


def test_the_first_promoter_leads_and_312_has_no_lead(printed_plan: Plan) -> None:
    first = dict(Promotion.objects.filter(order=1).values_list("action__code", "organisation__key"))
    assert dict(Lead.objects.values_list("action__code", "organisation__key")) == first
    assert set(Action.objects.values_list("code", flat=True)) - first.keys() == {"3.12"}


def test_the_search_columns_hold_the_folded_words(printed_plan: Plan) -> None:
    for terms in ActionTerms.objects.all():
        assert terms.folded == terms.folded_words()


def test_ministers_and_organisations_stand_in_the_order_of_their_keys(printed_plan: Plan) -> None:
    assert list(Minister.objects.values_list("key", "order")) == [
        (key, order) for order, key in enumerate(COORDINATING_AND_INVOLVED, 1)
    ]
    assert list(Organisation.objects.values_list("key", "order")) == [
        (key, order) for order, key in enumerate(PROMOTER_AND_PARTNER, 1)
    ]
