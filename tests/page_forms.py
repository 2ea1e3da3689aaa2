"""The forms of a page, as a browser would send them. The standard library alone, for what asks without Django too."""

from html.parser import HTMLParser
from typing import Any

UNSENT = {"submit", "button", "reset", "image"}


class Forms(HTMLParser):
    """Reads every form of a page: its address, its fields as they would be sent, the addresses of its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "buttons": [], "fields": {}})
        if not self.forms:
            return
        fields, name = self.forms[-1]["fields"], given.get("name")
        if tag in ("button", "input") and given.get("formaction"):
            self.forms[-1]["buttons"].append(given["formaction"])
        if tag == "input" and name and given.get("type") not in UNSENT:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked:
                value = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
                several = given.get("type") == "hidden" and name in fields
                fields[name] = [*_listed(fields[name]), value] if several else value
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and ("selected" in given or self.select not in fields):
            fields[self.select] = given.get("value") or ""  # where none is selected, the first
        if tag == "textarea" and name:
            self.textarea = name
            fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.forms[-1]["fields"][self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            kept = self.forms[-1]["fields"]
            # The first line break after the tag is not part of the words; a browser sends every other as CR LF.
            kept[self.textarea] = kept[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = None
        if tag == "select":
            self.select = None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fields_of_form(page: str, address: str) -> dict[str, str] | None:
    """The fields of the form that has a button or an action leading to an address that ends so; None without one."""
    reader = Forms()
    reader.feed(page)
    for form in reader.forms:
        if any(one.endswith(address) for one in [form["action"], *form["buttons"]]):
            return dict(form["fields"])
    return None
