"""Makes .venv and installs the pinned, hashed packages into it; a stamp lets the next start skip all this.

Order: uv where it is on PATH, else venv, else venv without pip (Debian ships Python without ensurepip) and the pip outside.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

from launcher.console import Refusal, complain, overwrite, say
from launcher.foreman import signal_group
from launcher.place import Place

NO_INDEX = ("NewConnectionError", "Failed to establish", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError",
            "Temporary failure in name resolution", "Could not find a version", "No matching distribution",
            "error sending request", "dns error", "tcp connect error", "Failed to fetch")  # fmt: skip
HASH_MISMATCH = ("DO NOT MATCH THE HASHES", "Hash mismatch")
NO_SPACE = "No space left on device"
MEGABYTES_TO_INSTALL = 600


def prepare_environment(place: Place, requirements: str = "requirements.txt") -> None:
    """After this .venv holds exactly what the requirements file pins (and perhaps the development tools too)."""
    wanted = fingerprint(place.root / requirements)
    stamp = place.venv / f"{requirements}.stamp"
    if stamp.is_file() and stamp.read_text() == wanted and _runs(place.python):
        return
    place.demand_space(MEGABYTES_TO_INSTALL)
    stamp.unlink(missing_ok=True)
    if not _runs(place.python):
        say("正在建立 .venv  Making .venv …")
        _make_venv(place)
    say(f"正在安装 {requirements}（只需一次） Installing packages, once …")
    began = time.monotonic()
    _install(place, place.root / requirements)
    say(f"  已安装 Installed, {time.monotonic() - began:.1f} s")
    stamp.write_text(wanted)


def fingerprint(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()


def _runs(python: Path) -> bool:
    """Whether this interpreter starts and is of our own version: a moved or upgraded Python leaves a broken .venv."""
    question = "import sys; print(sys.version)"
    try:
        answer = subprocess.run(
            [python, "-c", question], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == sys.version


def _make_venv(place: Place) -> None:
    folder = str(place.venv)
    attempts = [
        [sys.executable, "-m", "venv", "--clear", folder],
        [sys.executable, "-m", "venv", "--clear", "--without-pip", folder],
    ]
    if uv := shutil.which("uv"):
        attempts.insert(0, [uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder])
    for attempt in attempts:
        made = subprocess.run(attempt, capture_output=True, text=True, check=False)
        if made.returncode == 0 and _runs(place.python):
            return
    if NO_SPACE in made.stderr:
        raise _disk_is_full(place)
    raise Refusal(
        f"无法建立 {folder}：请安装 Python 的 venv 模块（Debian/Ubuntu：apt install python3-venv）后再试。",
        f"{folder} cannot be made: install Python's venv module (Debian/Ubuntu: apt install python3-venv).",
    )


def _install(place: Place, requirements: Path) -> None:
    arguments = ["install", "--require-hashes", "-r", str(requirements)]
    if uv := shutil.which("uv"):
        target = ["--python", str(place.python)]
        if _follow([uv, "pip", *arguments[:1], *target, *arguments[1:]], requirements, quiet=True) is None:
            return
    pip = _pip(place)
    if pip is None:
        raise Refusal(
            "找不到 pip（需要 22.3 或更新）：请安装 pip（Debian/Ubuntu：apt install python3-pip）或 uv 后再试。",
            "No pip (22.3 or newer) was found: install pip (Debian/Ubuntu: apt install python3-pip) or uv.",
        )
    output = _follow(
        [*pip, *arguments, "--no-input", "--disable-pip-version-check", "--no-compile"], requirements
    )
    if output is not None:
        raise why_pip_failed(place, output)


def _pip(place: Place) -> list[str] | None:
    """The pip inside .venv, else the one outside pointed at it."""
    for pip in (
        [str(place.python), "-m", "pip"],
        [sys.executable, "-m", "pip", "--python", str(place.python)],
    ):
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            return pip
    return None


def _follow(command: list[str], requirements: Path, *, quiet: bool = False) -> str | None:
    """Runs an installer and shows how far it is. None when it went well, else the end of what it said."""
    total = sum("==" in line for line in requirements.read_text(encoding="utf-8").splitlines())
    last: deque[str] = deque(maxlen=30)
    seen = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as installer:  # fmt: skip
        assert installer.stdout is not None
        try:
            for line in installer.stdout:
                last.append(line.rstrip())
                if line.startswith("Collecting "):
                    seen += 1
                    overwrite(f"{min(seen, total)}/{total}  {line.split()[1]}")
                elif line.startswith("Installing collected"):
                    overwrite("正在写入 .venv  Unpacking …")
        except BaseException:
            signal_group(installer.pid, signal.SIGTERM)
            raise
        finally:
            overwrite("")
    if installer.returncode == 0:
        return None
    if not quiet:
        complain("\n".join(f"    {line}" for line in last))
    return "\n".join(last)


def why_pip_failed(place: Place, output: str) -> Refusal:
    if NO_SPACE in output:
        return _disk_is_full(place)
    if any(sign in output for sign in HASH_MISMATCH):
        return Refusal(
            "下载的软件包与 requirements 中的校验值不符：软件源可能有问题，请换一个（PIP_INDEX_URL）后再试。",
            "A downloaded package does not match its pinned hash: try another index by PIP_INDEX_URL.",
        )
    if any(sign in output for sign in NO_INDEX):
        return Refusal(
            "pip 连不上软件源：请检查网络，或用 PIP_INDEX_URL（镜像）、HTTPS_PROXY（代理）指定可用的地址后再试。",
            "pip cannot reach a package index: check the network, or set PIP_INDEX_URL (mirror) or HTTPS_PROXY.",
        )
    return Refusal(
        "安装软件包失败，原因见上面 pip 的输出；解决后再运行一次即可继续。",
        "Installing packages failed, pip says above why; mend that and run the command again.",
    )


def _disk_is_full(place: Place) -> Refusal:
    return Refusal(
        f"磁盘已满：请在 {place.root} 所在分区腾出至少 {MEGABYTES_TO_INSTALL} MB 后再试。",
        f"The disk is full: free at least {MEGABYTES_TO_INSTALL} MB on the disk of {place.root} and try again.",
    )
