"""Bytes to text: UTF-8 with or without BOM, UTF-16, and the Windows-1252 of a Danish Excel."""

import codecs
import re

from colead.files.problems import refuse

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_000
# Control characters stand in no text file; only tab, the line ends, form feed and DOS's end-of-file mark do.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_CONTROL_BYTES = bytes({*range(0x20)} - set(b"\t\n\f\r\x1a"))


def decode(content: bytes, name: str) -> str:
    """The text of a file whatever its encoding.

    Raises :class:`FileError` naming the line where the bytes are no text: NUL and other control characters,
    or a byte that neither UTF-8 nor Windows-1252 knows.
    """
    encoding = _encoding(content)
    text = _decoded(content, encoding, name)
    if encoding.startswith("utf-8") and not _has_control_bytes(content):
        return text  # the quick way for nearly every file
    found = _NO_TEXT.search(text)
    if found:
        raise refuse("not_text", name=name, line=1 + text.count("\n", 0, found.start()))
    return text


def _has_control_bytes(content: bytes) -> bool:
    return len(content.translate(None, _CONTROL_BYTES)) != len(content)


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise refuse("encoding", name=name, line=1 + content.count(b"\n", 0, error.start)) from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refuse("encoding", name=name, line=1 + content.count(b"\n", 0, error.start)) from error


def _encoding(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding
    sample = content[:_SAMPLE]
    if sample[1::2].count(0) > len(sample) // 4:  # every second byte of UTF-16 is zero in European text
        return "utf-16-le"
    if sample[0::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    return "utf-8"
