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
from launcher.portal import beat, manage, manage_beside, portal_environment, web, worker
from launcher.services import start_services

MEGABYTES_TO_RUN = 200
DATA = ("postgres", "valkey", "attachments", "mail", "sms", "static", "prepared.json")


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
        people = manage(place, environment, "demo_people") if is_demo(environment) else ""
        for service in ours:
            foreman.await_ready(service.name)
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
    """Tables always; basic rows, static files and the demo city when something is new since the last time."""
    with step("更新数据库结构  Migrations"):
        manage(place, environment, "migrate", "--no-input")
    prepared = [fingerprint(place), environment["DATABASE_URL"].rpartition("@")[2], environment["DEMO"]]
    if place.recall("prepared") == prepared:
        return
    with manage_beside(place, environment, "collectstatic", "--no-input"):  # the slowest of all
        with step("载入日历、时限与分类  Basic rows"):
            manage(place, environment, "load_basics")
            manage(place, environment, "reindex_search", "--missing")
        if is_demo(environment):
            say("  演示城市，首次约需一分钟  Demo city, a minute the first time")
            # All of the city or nothing, and only into a database without other messages.
            manage(place, environment, "load_demo", show=True)
        say("  压缩静态文件  Static files …")
    place.remember("prepared", prepared)


def is_demo(environment: dict[str, str]) -> bool:
    return environment["DEMO"].lower() in ("1", "true", "yes", "on")


def fingerprint(place: Place) -> str:
    """Of the names, sizes and times of the checkout's files: has anything changed?"""
    facts = []
    for folder, folders, names in os.walk(place.root):
        here = Path(folder)
        folders[:] = [name for name in folders if name[0] not in "._" and here / name != place.state]
        stats = [(name, os.lstat(here / name)) for name in names if name[0] != "."]
        facts += [f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()


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
