"""What `make docs` does beyond MkDocs: pages from the repository's root, the menu, links out of docs/."""

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
FROM_ROOT = {  # file of the repository: page of the site
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
}
TO_ROOT = {page: file for file, page in FROM_ROOT.items()}
SECTIONS = {
    "Tutorial": "tutorial/*.md",
    "How to": "how-to/*.md",
    "Reference": "reference/*.md",
    "Explanation": "explanation/*.md",
    "Decisions": "decisions/*.md",
    "Building Colead": "*.md",
}
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]+)")
FROM_ELSEWHERE = re.compile(r"<(?:(?:script|img|iframe)[^>]*src|link(?![^>]*canonical)[^>]*href)=\"?https?:")
LIST_IN_TEXT = re.compile(r"<p>[^<]*\n- ")
log = logging.getLogger("mkdocs.hooks.docs_site")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The menu: the front page, then each kind of documentation in its order."""
    docs = Path(config.docs_dir)
    sections: list[dict[str, Any]] = [
        {title: [str(path.relative_to(docs)) for path in sorted(docs.glob(pattern))]}
        for title, pattern in SECTIONS.items()
    ]
    sections[-1]["Building Colead"] += [page for page in TO_ROOT if page != "index.md"]
    config.nav = [{"Colead": "index.md"}, *sections]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that live at the root of the repository."""
    for name, page in FROM_ROOT.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Point every link at a page of the site, or at the file in the repository when it is none."""
    here = page.file.src_uri
    source = TO_ROOT.get(here, f"docs/{here}")
    repository = config.extra["social"][0]["link"]
    return LINK.sub(lambda found: _on_site(found.group(), source, here, repository), markdown)


def _on_site(target: str, source: str, here: str, repository: str) -> str:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    page = FROM_ROOT.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
    is_folder = (ROOT / path).is_dir()
    if page is None or is_folder:
        return f"{repository}/{'tree' if is_folder else 'blob'}/main/{path}"
    return posixpath.relpath(page, posixpath.dirname(here) or ".")


def on_page_content(html: str, page: Page, **_: object) -> None:
    """A list right below a line of text is a list to GitHub and none here; a warning stops the build."""
    if LIST_IN_TEXT.search(html):
        log.warning("%s: a list needs an empty line above it", page.file.src_uri)


def on_post_page(output: str, page: Page, **_: object) -> None:
    """Who reads the documentation tells nobody else's server."""
    if FROM_ELSEWHERE.search(output):
        log.warning("%s: something is loaded from another server", page.file.src_uri)
