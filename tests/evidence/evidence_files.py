"""Files that people send as evidence, good and bad."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
TEXT = b"Sample minutes of a meeting.\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Sample</title><script>alert(1)</script>"


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENT = {"word/document.xml": f"{OFFICE}.wordprocessingml.document.main+xml"}
SHEETS = {"xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet.main+xml"}


def archive(
    *names: str,
    mimetype: str = "",
    types: dict[str, str] | None = None,
    endings: dict[str, str] | None = None,
    listed_in: str = "[Content_Types].xml",
) -> bytes:
    """A ZIP file with empty parts of these names, one that says its type, and one for each of the types.

    These are listed, and after them the types of endings.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        if types is not None:
            listed = [f'<Override PartName="/{name}" ContentType="{of}"/>' for name, of in types.items()]
            listed += [
                f'<Default Extension="{of}" ContentType="{said}"/>' for of, said in (endings or {}).items()
            ]
            made.writestr(listed_in, f"<Types>{''.join(listed)}</Types>")
            names = (*types, *names)
        for name in names:
            made.writestr(name, "")
    return content.getvalue()


DOCX, XLSX = archive(types=DOCUMENT), archive(types=SHEETS)
MACROS = archive("word/vbaProject.bin", types=DOCUMENT)
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
