"""An archive from outside, unpacked within limits before anything in it is parsed."""

import io
import re
import zipfile
from collections.abc import Mapping

from colead.files.limits import Limits
from colead.files.problems import FileError, refuse

_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"
_START = 1_000
_LOOKED_INTO = re.compile(
    r"(xl/)?workbook\.(xml|bin)|(xl/)?_rels/workbook\.(xml|bin)\.rels|.*worksheets/[^/]+\.(xml|bin)|content\.xml"
    r"|META-INF/manifest\.xml"
)
_FOREIGN = (
    ("word/", "word_document"),
    ("ppt/", "presentation"),
    ("Index/", "numbers_document"),  # Apple's; its tables are in no open format
)

Parts = Mapping[str, bytes]
"""Name of a part -> its content; only the parts that say something of their own about a workbook."""


def unpacked(content: bytes, name: str, limits: Limits) -> Parts:
    """The parts of a workbook that is an archive; none of one that is not.

    Raises :class:`FileError` for an archive with too many files, or too much in them, for a damaged one, for
    one that is another kind of document or is locked, and for a part with a document type of its own.
    """
    if not content.startswith(_ZIP):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            declared = sum(member.file_size for member in members)
            if len(members) > limits.files or declared > limits.unpacked_bytes:
                raise _too_large(name, limits)
            parts = _unpack(archive, name, limits)
    except (FileError, MemoryError):  # too much is no damage
        raise
    except (
        Exception
    ) as error:  # a damaged archive raises zipfile, zlib, struct, Unicode and NotImplemented errors
        raise refuse("workbook_damaged", name=name) from error
    _refuse_foreign([member.filename for member in members], name)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refuse("workbook_locked", name=name)
    return parts


def _unpack(archive: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for member in archive.infolist():
        chunks: list[bytes] = []
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise _too_large(name, limits)
                if not chunks and b"<!DOCTYPE" in chunk[:_START]:  # entities could ask for anything
                    raise refuse("workbook_damaged", name=name)
                if not chunks or _LOOKED_INTO.fullmatch(member.filename):
                    chunks.append(chunk)
        if _LOOKED_INTO.fullmatch(member.filename):
            parts[member.filename] = b"".join(chunks)
    return parts


def _refuse_foreign(names: list[str], name: str) -> None:
    for folder, code in _FOREIGN:
        if any(member.startswith(folder) for member in names):
            raise refuse(code, name=name)


def _too_large(name: str, limits: Limits) -> FileError:
    return refuse(
        "workbook_too_large", name=name, megabytes=limits.unpacked_bytes // 1_000_000, files=limits.files
    )
