"""Files that people send as evidence, good and bad."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
TEXT = b"Sample minutes of a meeting.\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Sample</title><script>alert(1)</script>"


def archive(*names: str, mimetype: str = "") -> bytes:
    """A ZIP file with empty parts of these names, and one that says its type."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "")
    return content.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
MACROS = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
