"""Compile every django.po below src/colead to django.mo. Needs Babel, no gettext binaries."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SAME_DATE = datetime(2020, 2, 2, tzinfo=UTC)  # not today's: what is built twice has the same bytes
SOURCE = Path(__file__).resolve().parent.parent / "src" / "colead"


def compile_all(source: Path = SOURCE) -> list[Path]:
    """Write a .mo beside every .po that has changed since; returns those written."""
    return [_compile(po) for po in sorted(source.glob("**/locale/*/LC_MESSAGES/django.po")) if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    catalogue.creation_date = SAME_DATE
    mo = po.with_suffix(".mo")
    with mo.open("wb") as target:
        write_mo(target, catalogue)
    return mo


if __name__ == "__main__":
    for path in compile_all():
        print(f"compiled {path.relative_to(SOURCE)}")
