"""`wz up`: from a fresh clone to a running portal, and its orderly end."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from launcher.address import Address
from launcher.binaries import folder_for_root
from launcher.console import Refusal, block, say, step
from launcher.environment import prepare_environment
from launcher.foreman import Foreman, Stopped
from launcher.place import Place
from launcher.portal import beat, manage, portal_environment, web, worker
from launcher.services import start_services

MEGABYTES_TO_RUN = 200
DATA = ("postgres", "valkey", "attachments", "mail", "sms", "static", "static.json", "demo.json")


def up(_: list[str]) -> int:
    began = time.monotonic()
    place, address = Place.of_checkout(), Address.of_environment()
    place.prepare()
    try:
        with place.lock(), Foreman(place) as foreman:
            foreman.obey_signals()
            address.demand_free()
            place.demand_space(MEGABYTES_TO_RUN)
            prepare_environment(place)
            run(place, address, foreman, began)
    except Stopped:
        say("\n已停止，数据保留。  Stopped; the data are kept.")
    return 0


def run(place: Place, address: Address, foreman: Foreman, began: float) -> None:
    with step("启动 PostgreSQL 与 Valkey  Servers"):
        services = start_services(place, foreman)
    environment = portal_environment(place, services, address)
    place.remember("running", {"pid": os.getpid(), "address": address.url, "services": services})
    prepare_data(place, environment)
    with step("启动网站、任务与时钟  Web, worker, beat"):
        ours = [web(place, environment, address), worker(place, environment), beat(place, environment)]
        for service in ours:
            foreman.launch(service)
        for service in ours:
            foreman.await_ready(service.name)
    people = manage(place, environment, "demo_people") if is_demo(environment) else ""
    greet(place, address, people, time.monotonic() - began)
    foreman.watch()


def demo_reset(words: list[str]) -> int:
    """Throws the demo city away and makes it anew."""
    place = Place.of_checkout()
    place.prepare()
    if os.environ.get("DATABASE_URL"):
        raise Refusal(
            "设置了 DATABASE_URL，wz demo-reset 不动外部数据库：请自行清空后再用。",
            "DATABASE_URL is set, and wz demo-reset leaves databases that are not its own alone.",
        )
    with place.lock(), Foreman(place) as foreman:
        if "--yes" not in words and not is_sure(place):
            return 1
        foreman.obey_signals()
        prepare_environment(place)
        forget_data(place)
        services = start_services(place, foreman)
        prepare_data(place, portal_environment(place, services, Address.of_environment()))
    return 0


def is_sure(place: Place) -> bool:
    try:
        answer = input(
            f"将删除 {place.state} 中的全部数据并重建演示城市，确定吗？ Delete all data there? [y/N] "
        )
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")


def prepare_data(place: Place, environment: dict[str, str]) -> None:
    """Tables, basic rows, static files; and, once, the demo city."""
    with step("更新数据库结构  Migrations"):
        manage(place, environment, "migrate", "--no-input")
    with step("载入日历、时限与分类  Basic rows"):
        manage(place, environment, "load_basics")
    static = static_fingerprint(place)
    if place.recall("static") != static:
        with step("压缩静态文件  Static files"):
            manage(place, environment, "collectstatic", "--no-input")
        place.remember("static", static)
    database = environment["DATABASE_URL"].rpartition("@")[2]
    if is_demo(environment) and place.recall("demo") != database:
        say("  首次运行：生成演示城市（一两分钟）  First run: making the demo city")
        # All of the city or nothing, and only into a database without other messages.
        manage(place, environment, "load_demo", show=True)
        place.remember("demo", database)


def is_demo(environment: dict[str, str]) -> bool:
    return environment["DEMO"].lower() in ("1", "true", "yes", "on")


def static_fingerprint(place: Place) -> str:
    """Compressing takes longer than everything else at a start; it is done again only when a file or a package is new."""
    facts = [(place.root / "requirements.txt").read_text()]
    for folder, folders, names in os.walk(place.root):
        folders[:] = sorted(set(folders) - {".git", ".venv", "var", "node_modules"})
        if "static" in Path(folder).relative_to(place.root).parts:
            stats = (os.stat(Path(folder, name)) for name in sorted(names))
            facts += [f"{folder} {stat.st_size} {stat.st_mtime_ns}" for stat in stats]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def greet(place: Place, address: Address, people: str, seconds: float) -> None:
    lines = [
        f"问政 wenzheng 已就绪，用时 {seconds:.0f} 秒  Ready",
        "",
        f"网站 Site   {address.url}/",
        f"后台 Desk   {address.url}/admin/",
        "",
        *people.rstrip().splitlines(),
        *([""] if people else []),
        f"日志 Logs   {place.logs}",
        "停止 Stop   Ctrl-C（数据保留，下次继续  data are kept）",
    ]
    block(lines)


def forget_data(place: Place) -> None:
    """Throws the embedded servers' data and the demo's files away; secrets and logs stay."""
    for path in (*(place.state / name for name in DATA), folder_for_root(place) / "postgres"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
