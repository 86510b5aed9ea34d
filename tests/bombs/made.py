"""Archives, workbooks and the like, as nobody writes them who means well."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

CHUNK = bytes(1 << 20)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# each entity is the one before, ten times
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip


def zipped(parts: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> bytes:
    """An archive; a part may be given in pieces, so that it never lies here whole."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return file.getvalue()


def workbook(sheet: bytes | Iterable[bytes], *more: tuple[str, bytes | Iterable[bytes]]) -> bytes:
    """An XLSX with this XML as its only sheet."""
    book = (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    root = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    inner = (
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    return zipped(
        [
            ("[Content_Types].xml", TYPES.encode()),
            ("_rels/.rels", f'{XML}<Relationships xmlns="{RELATIONS}">{root}</Relationships>'.encode()),
            ("xl/workbook.xml", book.encode()),
            (
                "xl/_rels/workbook.xml.rels",
                f'{XML}<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'.encode(),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            *more,
        ]
    )


def sheet(rows: str, before: str = "") -> bytes:
    return f'{XML}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def in_pieces(start: str, piece: bytes, times: int, end: str) -> Iterable[bytes]:
    yield start.encode()
    for _ in range(times):
        yield piece
    yield end.encode()


def overlapping(count: int = 20_000) -> bytes:
    """Many entries of the directory that all are the same compressed megabytes."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(CHUNK * 10) + body.flush()
    size, crc = 10 * len(CHUNK), zlib.crc32(CHUNK * 10)
    local = (
        struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(packed), size, 1, 0) + b"a" + packed
    )
    entries = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(packed), size, 6, *[0] * 4, 0, 0
        )
        + f"{n:06}".encode()
        for n in range(count)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entries), len(local), 0)
    return local + entries + end


def open_document(body: str | Iterable[bytes], before: str = "") -> bytes:
    """An ODS with this table."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    start = f"{XML}{before}<office:document-content {spaces}><office:body><office:spreadsheet>"
    start += '<table:table table:name="A">'
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    content = (
        (start + body + end).encode() if isinstance(body, str) else [start.encode(), *body, end.encode()]
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        [("mimetype", kind), ("META-INF/manifest.xml", MANIFEST.encode()), ("content.xml", content)]
    )


MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def compound(stream: bytes, *, next_sector: int) -> bytes:
    """An XLS (compound file) of one stream, whose table of sectors leads from the first to `next_sector`."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    versions, tables = (0x3E, 3, 0xFFFE, 9, 6), (0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", signature, *versions, *tables)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    sectors = struct.pack("<III", table, end, next_sector) + struct.pack("<I", free) * 125
    root = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    book = entry("Workbook", 2, 2, 2_000_000_000)
    return header + sectors + (root + book).ljust(512, b"\0") + stream.ljust(512, b"\0")[:512]


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", encoded, len(encoded), kind, 1, none, none, child, 0, start, size
    )


def biff(records: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(struct.pack("<HH", number, len(body)) + body for number, body in records)


def picture() -> bytes:
    """A PNG of 50,000 by 50,000 points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(50_001) * 20) for _ in range(100)) + packer.flush()
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def graph(before: str, body: str) -> bytes:
    return (
        f'{XML}{before}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        f'<graph edgedefault="directed">{body}</graph></graphml>'
    ).encode()
