"""What kind of file somebody sent, by its contents: images, PDF, office files without macros, plain text.

Anything else is of no known kind, among it whatever a browser would run: HTML, SVG, other XML, scripts.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MAX_NAME = 120
"""Characters of a name, its ending included."""
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MARKUP = re.compile(r"<(?![\w.+-]+@[\w.-]+>)[!?/a-z]", re.IGNORECASE)
"""What makes a text more than plain, wherever it stands: where a browser begins a tag, but for an address of mail."""


@dataclass(frozen=True, slots=True)
class FileType:
    content_type: str
    label: Any
    """As people call it."""
    endings: tuple[str, ...]
    """Of names, without the dot; the first is added where a name has none of them."""


PDF = FileType("application/pdf", _("PDF"), ("pdf",))
TEXT = FileType("text/plain", _("text"), ("txt", "csv", "md"))
SIGNATURES = [
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", _("image"), ("png",))),
    (b"\xff\xd8\xff", FileType("image/jpeg", _("image"), ("jpg", "jpeg"))),
    (b"GIF87a", FileType("image/gif", _("image"), ("gif",))),
    (b"GIF89a", FileType("image/gif", _("image"), ("gif",))),
]
WEBP = FileType("image/webp", _("image"), ("webp",))
OFFICE_PARTS = {
    "word/document.xml": FileType(f"{OFFICE}wordprocessingml.document", _("Word document"), ("docx",)),
    "xl/workbook.xml": FileType(f"{OFFICE}spreadsheetml.sheet", _("Excel workbook"), ("xlsx",)),
    "ppt/presentation.xml": FileType(
        f"{OFFICE}presentationml.presentation", _("PowerPoint presentation"), ("pptx",)
    ),
}
OPEN_DOCUMENTS = {
    f"{OPEN_DOCUMENT}{name}": FileType(f"{OPEN_DOCUMENT}{name}", _("OpenDocument file"), (ending,))
    for name, ending in [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")]
}


def label_of(content_type: str) -> str:
    """What people call the type; empty for one that is not known here."""
    known = [
        TEXT,
        WEBP,
        *(kind for _start, kind in SIGNATURES),
        *OFFICE_PARTS.values(),
        *OPEN_DOCUMENTS.values(),
    ]
    return next((str(kind.label) for kind in known if kind.content_type == content_type), "")


def type_of(content: bytes) -> FileType | None:
    """The type by the contents; None for any that is not known here."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    return TEXT if _is_plain_text(content) else None


def _of_archive(content: bytes) -> FileType | None:
    """An office file, unless it holds macros; nothing is unpacked but the first bytes of one small part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    return OPEN_DOCUMENTS.get(part.read(MAX_NAME).decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)


def text_of(content: bytes) -> str | None:
    """UTF-8, UTF-16 with a byte order mark, or Windows-1252, which office programs write silently; None for any other."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_plain_text(content: bytes) -> bool:
    """Whether it is text without control characters, without markup, and no script that says its program."""
    text = text_of(content)
    if text is None or not text.strip() or text.startswith("#!") or MARKUP.search(text):
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text)


def clean_name(name: str, kind: FileType | None = None) -> str:
    """The name without folders, signs that are not seen (of the direction of writing, among others) and signs
    that a file system refuses, cut short. With a type it has an ending of the type, and is never empty.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    clean = " ".join(seen.split()).strip(". ")
    if kind is None:
        return clean[-MAX_NAME:]
    stem, dot, ending = clean.rpartition(".")
    if not dot or ending.lower() not in kind.endings:
        stem, ending = clean, kind.endings[0]
    return f"{stem.strip('. ')[: MAX_NAME - len(ending) - 1] or 'file'}.{ending}"
