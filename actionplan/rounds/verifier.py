"""Checks a downloaded snapshot: `python3 verify.py`, and the hash that was mailed or printed to compare with, if you have it.
The first line says whether something was changed.

It needs Python 3 and nothing else. Everything it does can be done by hand: `sha256sum SHA256SUMS` is the hash of the round,
`sha256sum --check --ignore-missing SHA256SUMS` checks the files, and SHA-256 of salt and text is what a file holds in the
text's place.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def texts_in(value, place=""):
    """Each place (a JSON pointer) where a file holds the hash of a text instead of the text."""
    if isinstance(value, dict) and set(value) == {"of", "key", "sha256"}:
        yield place, value["sha256"]
    elif isinstance(value, (dict, list)):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from texts_in(part, f"{place}/{key}")


def check(expected=""):
    """The faults, a sentence each, and what was looked at, a sentence each."""
    listed = (HERE / "SHA256SUMS").read_bytes()
    faults = []
    if expected and expected.lower() != sha256(listed):
        faults.append(f"The hash of the round is not {expected}.")
    checked = withheld = matched = removed = unread = 0
    for line in listed.decode().splitlines():
        sha, name = line.split("  ", 1)
        path = HERE / name
        if not path.exists():
            withheld += 1
            continue
        content = path.read_bytes()
        checked += 1
        if sha256(content) != sha:
            faults.append(f"{name} was changed.")
        beside = HERE / "texts" / name
        texts = json.loads(beside.read_bytes()) if beside.exists() else {}
        try:
            places = list(texts_in(json.loads(content)))
        except ValueError:
            faults.append(f"{name} cannot be read.")
            continue
        for place, text_sha in places:
            text = texts.pop(place, None)
            if text is None:
                unread += 1
            elif "redacted_at" in text:
                removed += 1
            elif sha256((text["salt"] + text["text"]).encode()) != text_sha:
                faults.append(f"{name}, {place}: the text was changed.")
            else:
                matched += 1
        faults += [f"{name}, {place}: a text that does not belong there." for place in texts]
    return faults, [
        f"The hash of the round is {sha256(listed)}.",
        f"{checked} files were checked; {withheld} are not in this download.",
        f"{matched} texts match; {removed} were removed by law; {unread} are not in this download.",
    ]


if __name__ == "__main__":
    faults, looked_at = check(*sys.argv[1:2])
    if faults:
        verdict = f"SOMETHING WAS CHANGED, see below: {len(faults)}."
    elif sys.argv[1:]:
        verdict = "Nothing here was changed."
    else:
        verdict = (
            "Nothing here was changed, if the hash of the round below is the one that was mailed or printed."
        )
    print("\n".join([verdict, *faults, *looked_at]))
    sys.exit(1 if faults else 0)
