"""Checks a downloaded snapshot: `python3 verify.py`, and the hash that was mailed or printed to compare with, if you have it.

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
    """The faults found, a sentence each."""
    listed = (HERE / "SHA256SUMS").read_bytes()
    print(f"The hash of the round is {sha256(listed)}.")
    if expected and expected.lower() != sha256(listed):
        yield f"The hash of the round is not {expected}."
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
            yield f"{name} was changed."
        beside = HERE / "texts" / name
        texts = json.loads(beside.read_bytes()) if beside.exists() else {}
        for place, text_sha in texts_in(json.loads(content)):
            text = texts.pop(place, None)
            if text is None:
                unread += 1
            elif "redacted_at" in text:
                removed += 1
            elif sha256((text["salt"] + text["text"]).encode()) != text_sha:
                yield f"{name}, {place}: the text was changed."
            else:
                matched += 1
        for place in texts:
            yield f"{name}, {place}: a text that does not belong there."
    print(f"{checked} files are as listed unless said otherwise; {withheld} are not in this download.")
    print(f"{matched} texts match; {removed} were removed by law; {unread} are not in this download.")


if __name__ == "__main__":
    faults = list(check(*sys.argv[1:2]))
    print("\n".join(faults) or "Everything here is as it was frozen.")
    sys.exit(1 if faults else 0)
