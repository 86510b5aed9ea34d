"""Write docs/reference/settings.md from the typed table of settings; a house test compares the two."""

from pathlib import Path

from colead.settings import environment

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Everything an operator can change, as environment variables. This page is made from
`src/colead/settings/environment.py` by `python tools/settings_page.py`. `colead doctor --settings`
prints the same with the values in force. A secret can also come from a file named in `<NAME>_FILE`.

| name | default | what it does |
| --- | --- | --- |
"""


def page() -> str:
    """The page as it must be."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.help} |"
        for one in environment.ALL
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
