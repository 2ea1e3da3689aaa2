"""Forms of a round: its facts, actions, extensions and reasons, office answers and Platform texts."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base import formatting
from actionplan.base.fields import DayField, WordsField
from actionplan.base.refusals import Refused
from actionplan.pages.differences import FieldDifference
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import MinisterAnswer, Round
from actionplan.reporting.models.closings import Said
from actionplan.reporting.models.rounds import valid_round_code
from actionplan.reporting.states import RequestState
from actionplan.rounds.life import RoundFacts
from actionplan.rounds.platform_texts import TextPlace, Words
from objectives.models import Plan

ROUND_FIELDS = ["code", "name", "name_nl", "about", "opens", "due", "closes", "instruction", "instruction_nl"]
FIXED_ONCE_OPENED = ["code", "about"]
"""Fields that can no longer be changed once the round was opened."""


class RoundForm(TokenForm):
    opened_on = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Year and month of the day reported about, such as 2022-12."),
        max_length=7,
        validators=[valid_round_code],
    )
    name = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=120)
    about = DayField(
        label=gettext_lazy("Which day is reported about?"),
        help_text=gettext_lazy("Reports say where the action stood on this day."),
    )
    opens = DayField(
        label=gettext_lazy("When does it open?"),
        help_text=gettext_lazy("As announced. It opens when a coordinator opens it."),
    )
    due = DayField(
        label=gettext_lazy("When is it due?"),
        help_text=gettext_lazy("The last day to submit. Reminders and lateness follow it."),
    )
    closes = DayField(
        label=gettext_lazy("When does it close?"),
        help_text=gettext_lazy("As announced. It closes when a coordinator closes it."),
    )
    instruction = WordsField(
        label=gettext_lazy("Instruction in English"),
        help_text=format_lazy("{} {}", gettext_lazy("Everybody reads it on the page of the round."), WARNING),
        required=False,
    )
    instruction_nl = WordsField(
        label=gettext_lazy("Instruction in Dutch"), help_text=instruction.help_text, required=False
    )

    def __init__(self, data: Any, *, plan: Plan, round: Round | None = None, **options: Any) -> None:
        if round is not None:
            known = {name: getattr(round, name) for name in ROUND_FIELDS} | {"opened_on": round.revision}
            options["initial"] = known | options.get("initial", {})
        super().__init__(data, **options)
        self.plan, self.round = plan, round
        if round is None:
            del self.fields["opened_on"]
        elif not round.is_draft:
            for name in FIXED_ONCE_OPENED:
                self.fields[name].disabled = True

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """What stands beside each other."""
        lines = ["name_nl name code", "about", "opens due closes", "instruction_nl instruction"]
        return [[self[name] for name in line.split()] for line in lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, due, closes = (cleaned.get(name) for name in ["opens", "due", "closes"])
        if opens and due and due < opens:
            self.add_error("due", _("A round opens before it is due."))
        if due and closes and closes < due:
            self.add_error("closes", _("A round is due before it closes."))
        return cleaned

    def facts(self) -> RoundFacts:
        return RoundFacts(**{name: self.cleaned_data[name] for name in ROUND_FIELDS})


def differences(form: RoundForm, round: Round) -> list[FieldDifference]:
    """Field by field, what was typed beside what is saved now, where they differ."""
    pairs = [
        (str(form.fields[name].label), form.cleaned_data[name], getattr(round, name)) for name in ROUND_FIELDS
    ]
    return [
        FieldDifference(label, _in_words(mine), _in_words(now)) for label, mine, now in pairs if mine != now
    ]


def _in_words(value: Any) -> str:
    return formatting.day(value) if isinstance(value, datetime.date) else str(value)


ASK_ALL, ASK_NONE = "all", "none"


class ChooseActionsForm(TokenForm):
    """`objectives` has the actions' keys by objective number; `stays` are asked whatever was ticked."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Any, *, objectives: Mapping[int, Collection[int]], stays: Collection[int], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.objectives, self.stays = objectives, stays
        keys = [(str(key), str(key)) for actions in objectives.values() for key in actions]
        for name in ["ask", "money_only"]:
            self.fields[name] = forms.TypedMultipleChoiceField(coerce=int, choices=keys, required=False)
        for number in objectives:
            self.fields[field_of_objective(number)] = forms.ChoiceField(
                label=gettext_lazy("All of this objective"),
                choices=[
                    ("", gettext_lazy("as ticked below")),
                    (ASK_ALL, gettext_lazy("ask all")),
                    (ASK_NONE, gettext_lazy("ask none")),
                ],
                required=False,
            )

    def asked(self) -> dict[int, bool]:
        """By action: whether only for money."""
        cleaned = self.cleaned_data
        chosen = set(cleaned["ask"]) | set(self.stays)
        for number, actions in self.objectives.items():
            if cleaned[field_of_objective(number)] == ASK_ALL:
                chosen |= set(actions)
            if cleaned[field_of_objective(number)] == ASK_NONE:
                chosen -= set(actions) - set(self.stays)
        return {key: key in cleaned["money_only"] for key in sorted(chosen)}


def field_of_objective(number: int) -> str:
    """The name of the field that asks all actions of an objective, or none."""
    return f"objective_{number}"


def _until(help_text: Any) -> DayField:
    missing = {"required": gettext_lazy("Say until which day.")}
    return DayField(label=gettext_lazy("Until which day?"), help_text=help_text, error_messages=missing)


class AskExtensionForm(TokenForm):
    ids = "ask"
    until = _until(gettext_lazy("The last day on which you would submit."))
    reason = WordsField(
        label=gettext_lazy("Why is more time needed?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": gettext_lazy("Say why more time is needed.")},
    )


class GiveExtensionForm(TokenForm):
    ids = "give"
    until = _until(gettext_lazy("The last day to submit."))
    reason = WordsField(
        label=gettext_lazy("Why is more time given?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": gettext_lazy("Say why more time is given.")},
    )


class ExtensionAnswerForm(TokenForm):
    """An answer to an extension; it names the extension, so that none is answered twice."""

    extension = forms.IntegerField(widget=forms.HiddenInput)


class GrantExtensionForm(ExtensionAnswerForm):
    ids = "grant"
    until = _until(gettext_lazy("The day that was asked for, or another."))
    answer = WordsField(label=gettext_lazy("Answer"), help_text=WARNING, required=False, rows=2)


class DeclineExtensionForm(ExtensionAnswerForm):
    ids = "decline"
    answer = WordsField(
        label=gettext_lazy("Why do you decline?"),
        help_text=WARNING,
        rows=2,
        error_messages={"required": gettext_lazy("Say why no extension is given.")},
    )


EXCUSE_REASONS = {
    "nothing": gettext_lazy("No report was submitted before the closing."),
    "not_reviewed": gettext_lazy("Not independently reviewed."),
    "unanswered": gettext_lazy("Returned, and not submitted again before the closing."),
    "reopened": gettext_lazy("Reopened, and no new version before the closing: the one before counts."),
}
FITTING_STATES: dict[str, tuple[str, ...]] = {
    "nothing": (RequestState.NOBODY, RequestState.NOT_STARTED, RequestState.DRAFT),
    "not_reviewed": (RequestState.SUBMITTED,),
    "unanswered": (RequestState.RETURNED,),
    "reopened": (RequestState.ACCEPTED,),
}
"""The states of requests that each reason fits."""
STATES_TO_EXCUSE = {
    str(RequestState.NOBODY): gettext_lazy("all that are asked of nobody"),
    str(RequestState.NOT_STARTED): gettext_lazy("all without a draft"),
    str(RequestState.DRAFT): gettext_lazy("all that have a draft"),
    str(RequestState.SUBMITTED): gettext_lazy("all that are to review"),
    str(RequestState.RETURNED): gettext_lazy("all that were returned"),
    str(RequestState.ACCEPTED): gettext_lazy("all that were reopened"),
}


class KeysField(forms.TypedMultipleChoiceField):
    """The ticked rows of a long list, by key; the operation checks that it may touch them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)

    @staticmethod
    def is_key(value: Any) -> bool:
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 19

    def valid_value(self, value: Any) -> bool:
        return self.is_key(value)


class ExcuseForm(TokenForm):
    """One reason for several requests, ticked or in one state: a common one, the writer's own, or both."""

    ids = "excuse"
    which = forms.ChoiceField(
        label=gettext_lazy("For which requests?"),
        choices=[("", gettext_lazy("those that are ticked")), *STATES_TO_EXCUSE.items()],
        required=False,
    )
    requests = KeysField(required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Why may the round close without them?"),
        choices=[("", gettext_lazy("for another reason, said below")), *EXCUSE_REASONS.items()],
        required=False,
    )
    reason = WordsField(
        label=gettext_lazy("In words"),
        help_text=WARNING,
        required=False,
        rows=2,
    )

    def offer_fitting(self, states: Collection[str]) -> None:
        """Offer only groups with a request, and only reasons that fit one of their states."""
        fitting = {kind for kind, known in FITTING_STATES.items() if set(known) & set(states)}
        for name, offered in [("which", states), ("kind", fitting)]:
            field: Any = self.fields[name]
            field.widget.choices = [choice for choice in field.choices if choice[0] in ("", *offered)]

    def refuse_unless_reason_fits(self, chosen: Iterable[tuple[str, str]]) -> None:
        """Raises Refused if the chosen reason does not fit one of these codes of actions and states."""
        kind = self.cleaned_data["kind"]
        unfit = [code for code, state in chosen if kind and state not in FITTING_STATES[kind]]
        if unfit:
            words = {"reason": EXCUSE_REASONS[kind], "codes": ", ".join(dict.fromkeys(unfit))}
            raise Refused(_("“%(reason)s” is no reason for %(codes)s: choose or write another.") % words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("which") and not cleaned.get("requests"):
            self.add_error("which", _("Tick the requests that the reason is for, or choose a group."))
        if not cleaned.get("kind") and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the round may close without them."))
        return cleaned

    def ticked(self) -> set[int]:
        """Keys of the ticked requests, as far as they are readable."""
        return {int(key) for key in self["requests"].value() or () if KeysField.is_key(key)}

    def words(self) -> str:
        cleaned = self.cleaned_data
        return " ".join(
            str(part) for part in [EXCUSE_REASONS.get(cleaned["kind"], ""), cleaned["reason"]] if part
        )


class ReopenForm(TokenForm):
    reason = WordsField(
        label=gettext_lazy("Why is the round reopened?"),
        help_text=gettext_lazy("Everybody reads it beside the first snapshot, which stays."),
        rows=3,
        error_messages={"required": gettext_lazy("Say why the round is reopened.")},
    )


class TreatmentForm(TokenForm):
    words = WordsField(
        label=gettext_lazy("What was done with it?"),
        help_text=gettext_lazy("The office, coordinators and auditors read it. It cannot be changed."),
        rows=3,
        error_messages={"required": gettext_lazy("Say what was done with the remark.")},
    )


TEXT_ROWS, TEXT_COLUMNS = 7, 54


class PlatformTextsForm(TokenForm):
    def __init__(self, data: Any, *, places: Iterable[TextPlace], **options: Any) -> None:
        self.places = list(places)
        shown: dict[str, Any] = {}
        for place in self.places:
            shown |= {
                f"{place.name}-text": place.words.text,
                f"{place.name}-text_nl": place.words.text_nl,
                f"{place.name}-version": place.shown,
            }
        super().__init__(data, initial=shown | options.pop("initial", {}), **options)
        for place in self.places:
            label = {"text": place.label}
            self._add(f"{place.name}-text_nl", _("%(text)s, in Dutch") % label, "nl")
            self._add(f"{place.name}-text", _("%(text)s, in English") % label, "en")
            self.fields[f"{place.name}-version"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput
            )

    def _add(self, name: str, label: str, language: str) -> None:
        field = WordsField(label=label, required=False, rows=TEXT_ROWS)
        field.widget.attrs |= {"lang": language, "cols": TEXT_COLUMNS}
        self.fields[name] = field

    def bound(self, place: TextPlace, part: str) -> forms.BoundField:
        return self[f"{place.name}-{part}"]

    def texts(self) -> dict[str, Words]:
        """What was typed, by the name of the text."""
        return {
            place.name: Words(
                self.cleaned_data[f"{place.name}-text"], self.cleaned_data[f"{place.name}-text_nl"]
            )
            for place in self.places
        }

    def opened_on(self) -> dict[str, int]:
        """By name of the text, the version that the page showed (`TextPlace.shown`), 0 for none."""
        return {place.name: self.cleaned_data[f"{place.name}-version"] or 0 for place in self.places}

    def opened_again(self, places: Iterable[TextPlace], keep: Iterable[str]) -> None:
        """Open the form on the present texts: what was typed stays for the texts in `keep`."""
        self.data = self.data.copy()
        kept = set(keep)
        for place in places:
            self.data[f"{place.name}-version"] = place.shown  # type: ignore[index]
            if place.name not in kept:
                self.data[f"{place.name}-text"] = place.words.text  # type: ignore[index]
                self.data[f"{place.name}-text_nl"] = place.words.text_nl  # type: ignore[index]


class ActionAnswerForm(forms.Form):
    """One action. `answer` is what is saved now, `standing` the key of its newest one."""

    agrees = forms.BooleanField(required=False)
    remark = WordsField(required=False, rows=2)
    may_stand_in_report = forms.BooleanField(
        label=gettext_lazy("This remark may stand in the report to the Government"), required=False
    )
    standing = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shown_answered = forms.BooleanField(required=False, widget=forms.HiddenInput)
    shown_remark = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    shown_may_stand = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, action: int, code: str, answer: MinisterAnswer | None, standing: int | None
    ) -> None:
        remark, may_stand = answer.said if answer else ("", False)
        initial = {
            "may_stand_in_report": may_stand,
            "standing": standing,
            "agrees": answer is not None and not remark,
            "remark": remark,
            "shown_answered": answer is not None,
            "shown_remark": remark,
            "shown_may_stand": may_stand,
        }
        super().__init__(data, prefix=f"action-{action}", initial=initial)
        self.fields["agrees"].label = _("%(code)s: no objection") % {"code": code}
        self.fields["remark"].label = _("%(code)s: remark to the Platform") % {"code": code}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agrees") and cleaned.get("remark"):
            self.add_error("remark", _("Leave “no objection” unticked where you have a remark."))
        elif cleaned.get("shown_answered") and not cleaned.get("agrees") and not cleaned.get("remark"):
            self.add_error(
                "remark", _("An answer can be changed, not withdrawn: tick “no objection”, or write.")
            )
        return cleaned

    @property
    def shown(self) -> Said | None:
        """None if the form showed no answer."""
        cleaned = self.cleaned_data
        if not cleaned["shown_answered"]:
            return None
        return Said(cleaned["shown_remark"].replace("\r\n", "\n"), cleaned["shown_may_stand"])

    @property
    def said(self) -> Said | None:
        """None if nothing was answered."""
        cleaned = self.cleaned_data
        if not cleaned["remark"]:
            return Said("", False) if cleaned["agrees"] else None
        return Said(cleaned["remark"], cleaned["may_stand_in_report"])


class ValidationForm(TokenForm):
    """All actions of a minister, by key with their codes; `answers` are the saved ones by action, `standings` the keys of the newest
    ones.
    """

    def __init__(
        self,
        data: Any,
        *,
        codes: Mapping[int, str],
        answers: Mapping[int, MinisterAnswer],
        standings: Mapping[int, int],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.rows = {
            action: ActionAnswerForm(
                data,
                action=action,
                code=code,
                answer=answers.get(action),
                standing=standings.get(action),
            )
            for action, code in codes.items()
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows.values())])

    @property
    def forms(self) -> list[forms.Form]:
        """For the error summary."""
        return [self, *self.rows.values()]

    def standings(self) -> dict[int, int]:
        """By action, the newest standing that the form showed; an action accepted since is not in it."""
        shown = {action: row.cleaned_data["standing"] for action, row in self.rows.items()}
        return {action: standing for action, standing in shown.items() if standing is not None}

    def shown(self) -> dict[int, Said | None]:
        return {action: row.shown for action, row in self.rows.items()}

    def _rows_shown(self) -> list[tuple[int, ActionAnswerForm]]:
        shown = self.standings()
        return [(action, row) for action, row in self.rows.items() if action in shown]

    def changed(self) -> dict[int, str]:
        """Answers that differ from what the form showed."""
        rows = self._rows_shown()
        return {action: row.said.remark for action, row in rows if row.said and row.said != row.shown}

    def may_stand_in_report(self) -> list[int]:
        """The actions on which a remark may be printed."""
        return [action for action, row in self.rows.items() if row.cleaned_data["may_stand_in_report"]]

    def with_no_objection_otherwise(self) -> dict[int, str]:
        """The same, and "no objection" wherever the form showed no answer and has none."""
        rest = {action: "" for action, row in self._rows_shown() if row.said is None and row.shown is None}
        return {**self.changed(), **rest}

    def opened_again(self, answers: Mapping[int, MinisterAnswer], standings: Mapping[int, int]) -> None:
        """Open the form, with what was typed, on the present answers and standings."""
        data = self.data.copy()
        for action, row in self.rows.items():
            answer = answers.get(action)
            data[row.add_prefix("standing")] = standings.get(action, "")
            data[row.add_prefix("shown_answered")] = "True" if answer else ""
            data[row.add_prefix("shown_remark")] = answer.remark if answer else ""
            data[row.add_prefix("shown_may_stand")] = "True" if answer and answer.may_stand_in_report else ""
            row.data = data
        self.data = data
