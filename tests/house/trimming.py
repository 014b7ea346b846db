"""Bootstrap without what no page of ours uses: its icons, its components, its other colours, a variable that nobody reads.

What is kept is named by the beginning of its classes; rules without any class (the ground that all pages stand on) stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

# What crispy-forms writes, and what templates and forms of ours name or may want to name next.
KEPT = re.compile(
    r"(form-(check|control|select)|input-group).*"
    r"|form-(label|text|group)|col-form-label|row|invalid-feedback|is-(in)?valid|was-validated|visually-hidden"
    r"|btn|btn-(primary|secondary|outline-secondary|link|danger|lg)|disabled|active|show"
    r"|alert|alert-(danger|warning|success|info|heading)|list-unstyled"
    r"|[mp][tbsexy]?-([0-5]|auto)|gap-[0-5]|w-100|h-auto|d-(none|block|flex|grid|inline|inline-block|inline-flex)"
    r"|text-(start|end|center|break|nowrap)|fw-\w+|fs-6|h5|flex-(wrap|column|grow-1)|(justify-content|align-items|align-self)-\w+"
)
GONE = (
    "data-bs-theme=dark",
    "dropdown",
    "btn-check",
    "form-floating",
    "form-range",
    "form-switch",
    "offcanvas",
    "-control-color",
)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_SET = re.compile(r"(--bs-[\w-]+):[^;}]*;?")
_READ = re.compile(r"var\((--bs-[\w-]+)")


def trimmed(css: str, *, ours: str = "") -> str:
    """The style sheet as it is sent, a rule a line; `ours`: the sheets beside it, whose variables count as read."""
    licence, rest = re.match(r'(?:@charset "UTF-8";)?(/\*!.*?\*/)(.*)', css, re.S).groups()
    rest = re.sub(r'url\("data:[^"]*"\)', "none", re.sub(r"/\*.*?\*/", "", rest, flags=re.S))
    lines = [line for head, body in _rules(rest) for line in _kept(head, body)]
    return f"{licence}\n" + "\n".join(_read_only(lines, ours)) + "\n"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """(head, what stands in its braces) one after the other."""
    depth, start, head = 0, 0, ""
    for found in re.finditer(r"[{}]", css):
        if found.group() == "{":
            if depth == 0:
                head, start = css[start : found.start()], found.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield head.strip(), css[start : found.start()]
                start = found.end()


def _kept(head: str, body: str) -> Iterator[str]:
    if head.startswith(("@media", "@supports")):
        inner = [line for each in _rules(body) for line in _kept(*each)]
        if inner:
            yield f"{head}{{{''.join(inner)}}}"
    elif not head.startswith("@"):
        selectors = [each for each in re.split(r",(?![^(]*\))", head) if _is_used(each)]
        if selectors:
            yield f"{','.join(selectors)}{{{body}}}"


def _is_used(selector: str) -> bool:
    if any(each in selector for each in GONE):
        return False
    return all(KEPT.fullmatch(name) for name in _CLASS.findall(selector))


def _read_only(lines: list[str], ours: str) -> list[str]:
    """The rules without the variables that are set and never read, nor those that only they read."""
    read = set(_READ.findall("\n".join([ours, *lines])))
    left = [_SET.sub(lambda found: found[0] if found[1] in read else "", line) for line in lines]
    return _read_only(left, ours) if left != lines else [line for line in lines if not line.endswith("{}")]


def classes(css: str) -> set[str]:
    return set(_CLASS.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.S)))


def written(folder: Path) -> str:
    """All style sheets of ours in one."""
    return "\n".join(
        path.read_text() for path in sorted(folder.glob("*.css")) if path.name != "bootstrap.css"
    )
