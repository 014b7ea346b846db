"""Run all benchmarks, or those named: python3 wz bench [pages] [post] [sweep] [import] [search]. Prints ratios."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenzheng.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402

from bench import imports, pages, posting, searching, sweeping  # noqa: E402

SCENES: dict[str, Callable[[], None]] = {
    "pages": pages.run,
    "post": posting.run,
    "sweep": sweeping.run,
    "import": imports.run,
    "search": searching.run,
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(SCENES)
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
        return 2
    call_command("migrate", verbosity=0)
    call_command("load_basics", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    version = connection.cursor().connection.server_version // 10000
    print(f"{machine}, Python {platform.python_version()}, PostgreSQL {version}")
    for name in names or list(SCENES):
        print(f"\n== {name}")
        SCENES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
