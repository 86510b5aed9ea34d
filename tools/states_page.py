"""Write docs/reference/states.md from the workflows of the apps; a house test compares the two."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "states.md"
HEAD = """# States

What becomes of an offer, a job, an import: who may bring it from one state to which, what is entered in the
audit log, and who gets which notice. Services, pages and the database's constraints stand on the same tables:
this page is made from the `workflow.py` of each app by `python tools/states_page.py`.

*Colead itself*: nobody does it; it follows from something else, or from a day that has come.
"""

UNLESS = ", unless they did it"


def page() -> str:
    """The page as it must be."""
    from django.apps import apps
    from django.utils import translation

    from colead.kit.workflow import REGISTRY

    with translation.override("en"):
        order = {config.label: place for place, config in enumerate(apps.get_app_configs())}
        tables = sorted(REGISTRY.values(), key=lambda one: (order[one.app], one.name))
        parts = ["\n".join(_part(one, apps.get_model(one.model))) for one in tables]
    return "\n".join([HEAD, *(f"{part}\n" for part in parts)])


def _part(workflow: Any, model: Any) -> Iterator[str]:
    yield f"## {str(model._meta.verbose_name).capitalize()}"
    yield ""
    yield from ("```mermaid", "stateDiagram-v2", *_diagram(workflow), "```", "")
    since = {state: column for column, states in workflow.stamps.items() for state in states}
    yield from _table(
        ("state", "the page says", "since"),
        ([_named(value), label, _code(since.get(value, ""))] for value, label in workflow.states.choices),
    )
    yield ""
    heading = ("action", "from", "to", "who", "audit log", "notice")
    yield from _table(heading, (_row(one) for one in workflow.transitions))


def _diagram(workflow: Any) -> Iterator[str]:
    """An arrow for each change of state, with the actions that bring it about; what stays has none."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for one in workflow.transitions:
        for source in one.sources:
            if one.target is not None:
                arrows.setdefault((_node(source), _node(one.target)), []).append(_words(one.action))
    for (source, target), actions in arrows.items():
        yield f"    {source} --> {target}: {', '.join(actions)}"


def _row(one: Any) -> list[str]:
    deadline = f" when `{one.deadline}` has come" if one.deadline else ""
    told = [f"`{tell.kind}` to {tell.to.name}{UNLESS if tell.others else ''}" for tell in one.tells]
    return [
        _words(one.action),
        ", ".join(map(_named, one.sources)),
        "stays" if one.target is None else _named(one.target),
        _who(one) + deadline,
        _code(one.entry),
        "; ".join(told),
    ]


def _who(one: Any) -> str:
    who = ", ".join(party.name for party in one.who)
    return f"{who}, with `{one.needs.name}`" if one.needs else who


def _table(heading: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    lines = [list(heading), *([str(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    for cells in lines:
        yield "| " + " | ".join(cells) + " |"


def _words(action: str) -> str:
    return action.replace("_", " ")


def _named(state: str) -> str:
    return str(state) if state else "(none)"


def _node(state: str) -> str:
    return "[*]" if state in {"new", "gone"} else str(state) or "none"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings.test")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
