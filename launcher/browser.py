"""Finds a Chromium for the browser tests, or brings one: the package manager's for root, else Playwright's own."""

import os
import shutil
import subprocess

from launcher.console import say
from launcher.place import Place

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
BUNDLED = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)
FONT = "fonts-wqy-zenhei"  # small; without any Chinese font a page is drawn as boxes
PATIENCE = 240  # seconds for a download


def find_chromium(place: Place) -> str | None:
    return _installed() or _bundled(place) or _from_apt() or _from_playwright(place)


def _installed() -> str | None:
    named = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    return next((program for program in named if program and _runs(program)), None)


def _bundled(place: Place) -> str | None:
    answer = subprocess.run([place.python, "-c", BUNDLED], capture_output=True, text=True, check=False)
    program = answer.stdout.strip()
    return program if program and _runs(program) else None


def _from_apt() -> str | None:
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    say("  正在用 apt 安装 Chromium 与中文字体  Installing Chromium …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium", FONT]):
        if not _succeeds(["apt-get", *words], environment):
            return None
    return _installed()


def _from_playwright(place: Place) -> str | None:
    say("  正在用 Playwright 下载 Chromium  Downloading Chromium …")
    return (
        _bundled(place) if _succeeds([str(place.python), "-m", "playwright", "install", "chromium"]) else None
    )


def _runs(program: str) -> bool:
    return _succeeds([program, "--version"])


def _succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, env=environment, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
