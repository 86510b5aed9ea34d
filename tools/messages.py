"""Collect every text that wants translating, and check that the Danish catalogues are whole.

Each folder of src/colead that has a `locale/` owns the texts below it. Needs Babel, no gettext binaries.

    python tools/messages.py            add new texts to the catalogues, drop those that are gone
    python tools/messages.py --check    exit 1 when a text has no Danish, or other placeholders or line breaks
"""

import argparse
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "colead"
LANGUAGE = "da"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# templatize() turns a template into these calls among noise that is no Python.
CALL = re.compile(r"""\bn?p?gettext\((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[\s,u]|count)*\)""")
NOISE = tuple(
    f'"{name}' for name in ("Project-Id", "Report-", "POT-", "PO-", "Last-", "Language-Team", "Generated-By")
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*[^{}]*\}")


def owners() -> list[Path]:
    """The folders that own a catalogue, deepest first."""
    folders = [path.parent for path in SOURCE.rglob("locale") if path.is_dir()]
    return sorted(folders, key=lambda path: len(path.parts), reverse=True)


def owner_of(path: Path, folders: list[Path]) -> Path | None:
    """The nearest folder above `path` with a catalogue."""
    return next((folder for folder in folders if folder in path.parents), None)


def texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Line, text (or singular and plural) and context of every marked text in a Python file or template."""
    code = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        from django.utils.translation.template import templatize

        code = "\n".join(match.group() for match in CALL.finditer(templatize(code, origin=str(path))))
    for line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield line, message, context


def collect() -> dict[Path, Catalog]:
    """A fresh catalogue for every owner."""
    folders = owners()
    found = {folder: Catalog(domain="django") for folder in folders}
    for path in sorted(SOURCE.rglob("*")):
        is_template = path.suffix in {".html", ".txt"} and "templates" in path.parts
        owner = owner_of(path, folders) if is_template or path.suffix == ".py" else None
        if owner is None or "migrations" in path.parts:
            continue
        for _line, message, context in texts(path):
            if message:
                found[owner].add(message, context=context, locations=[(str(path.relative_to(SOURCE)), 0)])
    return found


def catalogue_path(folder: Path) -> Path:
    """Where a folder keeps its Danish."""
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(folder: Path) -> Catalog:
    """The Danish catalogue of a folder; an empty one if there is none yet."""
    path = catalogue_path(folder)
    if not path.exists():
        return Catalog(locale=LANGUAGE, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def update(folder: Path, fresh: Catalog) -> None:
    """Write new texts in, take those out that are gone; translations stay."""
    known = read(folder)
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    write(folder, known)


def write(folder: Path, catalogue: Catalog) -> None:
    """Save a catalogue; its header says only what a reader needs, so that it does not churn."""
    catalogue.fuzzy = False
    catalogue.header_comment = ""
    text = io.BytesIO()
    write_po(text, catalogue, width=110, include_lineno=False, sort_output=True)
    lines = [line for line in text.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    path = catalogue_path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines).strip() + "\n", encoding="utf-8")


def problems(folder: Path, fresh: Catalog) -> Iterator[str]:
    """Every text without Danish, and every translation whose placeholders or line breaks differ."""
    known = read(folder)
    for message in fresh:
        if not message.id:
            continue
        translated = known.get(message.id, message.context)
        where = f"{folder.relative_to(SOURCE)}: {message.id!r}"
        if translated is None or not all(_forms(translated.string)):
            yield f"{where} has no Danish"
        elif _shapes(_forms(message.id)) != _shapes(_forms(translated.string)):
            yield f"{where}: the placeholders or line breaks differ in {translated.string!r}"


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """The text, or its singular and plural."""
    return list(text) if isinstance(text, (list, tuple)) else [text or ""]


def _shapes(forms: list[str]) -> list[tuple[Counter[str], int]]:
    """How often each placeholder stands in each form, and its line breaks."""
    return [(Counter(PLACEHOLDER.findall(form)), form.count("\n")) for form in forms]


def main() -> int:
    """Update the catalogues, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings.test")
    import django

    django.setup()
    found: list[str] = []
    for folder, fresh in collect().items():
        if not check:
            update(folder, fresh)
        found += problems(folder, fresh)
    print("\n".join(found) if found else "every text has its Danish")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
