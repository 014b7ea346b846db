"""The table of transitions as words and as a picture: what `manage.py draw_states` writes into docs/states.md. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from cases.rules.clocks import CLOCKS
from cases.rules.permissions import WHO_WORDS
from cases.rules.states import State, public_state
from cases.rules.transitions import TRANSITIONS, Move

HEAD = """# States, verbs and clocks

Printed by `manage.py draw_states` from `cases/rules/`; a test fails when this page is stale. Do not edit it by hand.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join([HEAD, *_states(), *_verbs(), *_clocks(), *_diagram()]) + "\n"


def _states() -> Iterable[str]:
    yield "## States\n"
    yield "| state | 办理平台 | 公开 |"
    yield "|---|---|---|"
    for state in State:
        yield f"| `{state.value}` | {state.label} | {public_state(state).label} |"
    yield ""


def _verbs() -> Iterable[str]:
    yield "## Verbs\n"
    yield "| verb | 中文 | from | to | who | guard | stops | starts | other clocks | tells | reason | public words |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for move in TRANSITIONS:
        cells = [
            f"`{move.verb}`",
            move.label,
            _in_order(move.sources) or "–",
            ", ".join("same" if target is None else target.value for target in move.targets),
            "、".join(WHO_WORDS[word] for word in move.who),
            ", ".join(move.guards),
            ", ".join(move.stops),
            ", ".join(move.starts),
            "; ".join(
                f"{word} {', '.join(clocks)}"
                for word, clocks in (
                    ("pauses", move.pauses),
                    ("resumes", move.resumes),
                    ("extends", move.extends),
                    ("revives", move.revives),
                )
                if clocks
            ),
            ", ".join(move.tells),
            "yes" if move.needs_reason else "",
            move.public,
        ]
        yield "| " + " | ".join(cells) + " |"
    yield "\nEntering a finished state (closed, declined, withdrawn, merged) stops every clock that runs, but for a promise.\n"
    yield "A move to another state lets every paused clock run on. Of a merged case that stands alone again only the"
    yield "clocks of its state go on.\n"


def _in_order(sources: frozenset[State]) -> str:
    return ", ".join(state.value for state in State if state in sources)


def _clocks() -> Iterable[str]:
    yield "## Clocks\n"
    yield "| clock | 中文 | at its end | warns before |"
    yield "|---|---|---|---|"
    for rule in CLOCKS.values():
        yield f"| `{rule.name.value}` | {rule.name.label} | {rule.at_end.label} | {'yes' if rule.warns else ''} |"
    yield "\nHow long each is, rows of `ServiceLevel` say; the defaults and their sources are in [deadlines.md](deadlines.md).\n"


def _diagram() -> Iterable[str]:
    yield "## The main line\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    direction LR"
    for move in TRANSITIONS:
        yield from _arrows(move)
    yield "```"


def _arrows(move: Move) -> Iterable[str]:
    for target in move.targets:
        if target is None:
            continue
        if not move.sources:
            yield f"    [*] --> {target.value}: {move.label}"
        for source in (state for state in State if state in move.sources):
            yield f"    {source.value} --> {target.value}: {move.label}"
