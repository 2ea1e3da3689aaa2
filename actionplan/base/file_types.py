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
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

MAX_NAME = 120
"""Characters of a name, its ending included."""
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MANIFESTS = ("meta-inf/manifest.xml", "[content_types]")
"""How the part that lists the others begins, in small letters: of OpenDocument, and of Microsoft Office."""
MAX_MANIFEST = 1024 * 1024
"""Bytes of that part."""
MACRO_TYPES = re.compile(r"vba|macro|activex|basic|javascript|python|beanshell", re.IGNORECASE)
"""In content types: of a part, whatever it is called, and of a document that may have macros."""
MACRO_PLACES = re.compile(r"(^|/)vba(project|data)|(^|/)(macrosheets|activex)/|^(basic|scripts)/")
"""In names of parts, in small letters: of Excel 4, of VBA, of controls, of OpenDocument."""
UNPACKING = (NotImplementedError, RuntimeError, EOFError, ValueError)
"""What else zipfile raises of a file that is damaged, encrypted or packed in another way."""
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
TEXT = FileType("text/plain", _("text"), ("txt", "md"))
"""A table as CSV too, which is none by its name: a spreadsheet that opened it would carry out its formulas."""
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


NOT_KEPT = _(
    "The contents of this file are none of these: PDF, an image (PNG, JPEG, GIF, WebP), an office file "
    "without macros (docx, xlsx, pptx, odt, ods, odp), plain text. Whatever its name says, it was not kept."
)


def label_of(content_type: str) -> str:
    """What people call the type; empty for one that is not known here."""
    kind = _type_called(content_type)
    return str(kind.label) if kind else ""


def served_name(name: str, content_type: str) -> str:
    """The name under which a file that was kept is served: today's rules hold for one that was kept before them."""
    return clean_name(name, _type_called(content_type))


def _type_called(content_type: str) -> FileType | None:
    known = [
        TEXT,
        WEBP,
        *(kind for _start, kind in SIGNATURES),
        *OFFICE_PARTS.values(),
        *OPEN_DOCUMENTS.values(),
    ]
    return next((kind for kind in known if kind.content_type == content_type), None)


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


def holds_macros(content: bytes) -> bool:
    """Of an office file. False of what cannot be opened as one."""
    parts = _parts_of(content)
    return parts is not None and parts.hold_macros


def _of_archive(content: bytes) -> FileType | None:
    """An office file, unless it holds macros; nothing is unpacked but the parts that list the others."""
    parts = _parts_of(content)
    if parts is None or parts.hold_macros:
        return None
    if parts.mimetype:
        return OPEN_DOCUMENTS.get(parts.mimetype)
    mains = ((kind, parts.types.get(main)) for main, kind in OFFICE_PARTS.items() if main in parts.names)
    return next((kind for kind, declared in mains if declared == f"{kind.content_type}.main+xml"), None)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the parts of an office file are called, and what the file says that they are."""

    names: set[str]
    types: dict[str, str]
    """The content types, by the name of a part or the ending of names."""
    mimetype: str

    @property
    def hold_macros(self) -> bool:
        """By content type, as office programs judge, and by place, where they look."""
        return any(map(MACRO_TYPES.search, self.types.values())) or any(
            MACRO_PLACES.search(name.lower()) for name in {*self.names, *self.types}
        )


def _parts_of(content: bytes) -> _Parts | None:
    """None of what is no office file, or one of which the parts cannot be told without doubt."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
            names = set(listed)
            if len(names) < len(listed):
                return None
            mimetype = _first_bytes(archive, "mimetype", MAX_NAME) if "mimetype" in names else b""
            manifests = [name for name in listed if name.lower().startswith(MANIFESTS)]
            if len(manifests) > 1:  # each program would read its own
                return None
            declared = _first_bytes(archive, manifests[0], MAX_MANIFEST) if manifests else b""
            types = _declared_types(declared) if declared else {}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, *UNPACKING):
        return None
    return _Parts(names, types, mimetype.decode("ascii", "replace").strip())


def _first_bytes(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Raises ValueError if the part has more."""
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} has more than {most} bytes")
    return content


def _declared_types(manifest: bytes) -> dict[str, str]:
    """By the name of a part, or the ending of names.

    Raises ExpatError, and ValueError for a document type or where one name has two types.
    """
    types: dict[str, str] = {}

    def declare(name: str, attributes: dict[str, str]) -> None:
        """`<Override PartName ContentType>`, `<Default Extension ContentType>` or `<file-entry full-path media-type>`."""
        facts = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        of = facts.get("PartName") or facts.get("Extension") or facts.get("full-path")
        said = facts.get("ContentType") or facts.get("media-type") or ""
        if of and types.setdefault(of.lstrip("/"), said) != said:
            raise ValueError(f"{of} has two types")

    def refuse(*declaration: Any) -> None:
        raise ValueError("a list of parts has no document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = declare, refuse
    parser.Parse(manifest, True)
    return types


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
