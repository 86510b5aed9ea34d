"""Bytes to text: UTF-8 with or without BOM, UTF-16, and the code pages of Windows, Mac and DOS."""

import codecs
import re
from collections.abc import Collection

from colead.files.code_pages import PAGES, code_page, misfits
from colead.files.problems import FileError, refuse

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_000
_LINES_SAID = 20
# Control characters stand in no text file; only tab, the line ends, form feed and DOS's end-of-file mark do.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_CONTROL_BYTES = bytes({*range(0x20)} - set(b"\t\n\f\r\x1a"))


def decode(content: bytes, name: str) -> str:
    """The text of a file whatever its encoding.

    Raises :class:`FileError` naming the line where the bytes are no text: NUL and other control characters,
    or a byte that no encoding knows; and the lines that are written in another encoding than the others.
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
            raise refuse("encoding", name=name, line=_line_at(content, error.start)) from error
        return _in_code_page(content, error.start, name)


def _in_code_page(content: bytes, first: int, name: str) -> str:
    """The text of a file that is no UTF-8. first : the byte that is none."""
    numbered = enumerate(content.splitlines(), start=1)
    lines = {line: said for line, said in numbered if not said.isascii()}
    unicode = {line for line, said in lines.items() if _is_utf8(said)}
    if unicode:
        raise _mixed(min(lines.keys() - unicode, unicode, key=len), name)
    page = code_page(content)
    if page is None:
        code = "not_text" if _has_control_bytes(content) else "encoding"
        raise refuse(code, name=name, line=_line_at(content, first))
    if page in PAGES and (others := misfits(lines, page)):
        raise _mixed(others, name)
    try:
        return content.decode(page)
    except UnicodeDecodeError as error:
        raise refuse("encoding", name=name, line=_line_at(content, error.start)) from error


def _mixed(lines: Collection[int], name: str) -> FileError:
    said = ", ".join(map(str, sorted(lines)[:_LINES_SAID]))
    more = " …" if len(lines) > _LINES_SAID else ""
    return refuse("mixed_encodings", name=name, lines=said + more)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_at(content: bytes, place: int) -> int:
    """The line of a byte, also where lines end as on an old Mac."""
    return 1 + (content.count(b"\n", 0, place) or content.count(b"\r", 0, place))


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
