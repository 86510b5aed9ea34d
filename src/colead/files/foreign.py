"""Files that are no tables, told apart by their content so that the message can say what they truly are."""

import re

from colead.files.problems import refuse

_START = 2_000  # bytes in which a file says what it is
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office locks a workbook
_SIGNATURES = ((b"%PDF", "pdf"), (b"{\\rtf", "rich_text"))
_MARKUP = (
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "xml_2003"),
    (re.compile(rb"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE), "html"),
    (re.compile(rb"^MIME-Version:.*multipart/related", re.IGNORECASE | re.DOTALL), "html"),
)


def refuse_foreign(content: bytes, name: str) -> None:
    """Raise :class:`FileError` with the true name of a file that is no table."""
    for signature, code in _SIGNATURES:
        if content.startswith(signature):
            raise refuse(code, name=name)
    if content.startswith(b"\xd0\xcf\x11\xe0") and _ENCRYPTED in content:
        raise refuse("workbook_locked", name=name)
    start = content[:_START].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith((b"<", b"MIME")):
        for pattern, code in _MARKUP:
            if pattern.search(start):
                raise refuse(code, name=name)
