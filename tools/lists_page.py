"""Write docs/reference/lists.md from the columns of every list; a house test compares the two."""

from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.urls import get_resolver
from django.utils import translation

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "lists.md"
HEAD = """# Lists

Every list of the product with its columns. `python tools/lists_page.py` makes this page from the lists that
apps name in their manifests; page, file and API take a column from the same place, an annotated field of a
frozen row (`kit/columns.py`). Files are [CSV for Excel or programs](../how-to/open-files-in-a-spreadsheet.md)
and, with `?format=xlsx`, workbooks. A row of the API may have further fields, for links and programs:
`/api/v1/docs` has them all. Its addresses lie below the organisation.
*Only for* names those who see a column that others with the list do not.
"""


def page() -> str:
    """The page as it must be."""
    from colead.kit.manifest import manifests

    lists = [one for manifest in manifests() for one in manifest.lists]
    with translation.override("en"):
        return HEAD + "".join(f"\n{line}" for one in lists for line in _about(one)) + "\n"


def _about(one) -> Iterator[str]:
    from colead.kit.columns import columns_of

    named = {column.name: column for column in [*one.page_columns(), *one.file_columns()]}
    columns = {column.name: column for column in columns_of(one.row)} if one.api else named
    yield from (f"## {one.label}", "", " ".join(one.row.__doc__.split("\n\n")[0].split()), "")
    yield from (f"- {place}" for place in _places(one))
    yield from (
        "",
        "| column | kind | page | file | API | only for |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    yield from (f"| {' | '.join(_cells(one, column))} |" for column in columns.values())
    yield ""


def _places(one) -> Iterator[str]:
    if one.page:
        yield f"page `{_address(one.page)}`"
    if one.file:
        yield f"file `{_address(one.file)}`"
    if one.api:
        yield f"API `GET {one.api.replace('int:', '')}`"


def _cells(one, column) -> list[str]:
    roles = column.permission.roles if column.permission else ()
    return [
        str(column.label),
        f"{column.kind}, {column.about}" if column.about else str(column.kind),
        "yes" if one.page and column in one.page_columns() else "",
        ", ".join(column.headers) if one.file and column in one.file_columns() else "",
        f"`{column.name}`" if one.api else "",
        ", ".join(sorted(str(role.label).lower() for role in roles)),
    ]


def _address(name: str) -> str:
    """The address of a route, {parameters} in it."""
    app, route = name.split(":")
    prefix, resolver = get_resolver().namespace_dict[app]
    address = prefix + resolver.reverse_dict[route][0][0][0]
    return "/" + address.replace("%(", "{").replace(")s", "}")


if __name__ == "__main__":
    if not apps.ready:
        django.setup()
    PAGE.write_text(page(), encoding="utf-8")
