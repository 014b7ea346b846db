"""The table of `wz` commands, and what all share: when something is wrong, one sentence for a person."""

import errno
import io
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

from launcher import suite, tools, up
from launcher.console import Refusal, complain, say


@dataclass(frozen=True)
class Command:
    usage: str
    does: str
    run: Callable[[list[str]], int]


def help_(_: list[str]) -> int:
    say("用法 Usage: python3 wz COMMAND\n")
    for name, command in COMMANDS.items():
        say(f"  {name + ' ' + command.usage:<22} {command.does}")
    say("\n环境变量 Environment: PORT=8000 HOST=127.0.0.1 STATE_DIR=var DATABASE_URL REDIS_URL（见 README）")
    return 0


COMMANDS = {
    "up": Command("", "启动整个演示站（Ctrl-C 停止）  start the portal with its demo city", up.up),
    "test": Command(
        "[PYTEST …]", "全部检查与测试；带参数时只跑 pytest  all checks and tests, or pytest alone", suite.test
    ),
    "check": Command("", "静态检查与部署检查，不跑测试  the checks without the tests", suite.check),
    "fmt": Command("", "整理代码格式  format the code", tools.fmt),
    "manage": Command("…", "manage.py，数据库随叫随到  manage.py with its servers around it", tools.manage),
    "demo-reset": Command(
        "[--yes]", "删除数据，重建演示城市  delete the data, make the demo city anew", up.demo_reset
    ),
    "bench": Command("[…]", "跑基准测试  run the benchmarks", tools.bench),
    "lock": Command("", "按 requirements*.in 重新锁定依赖  pin the packages anew", tools.lock),
    "help": Command("", "这份说明  this list", help_),
}


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Chinese
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    command = COMMANDS.get(words[0] if words else "help", COMMANDS["help"])
    try:
        return command.run(words[1:])
    except Refusal as refusal:
        complain(f"\n{refusal}")
        return 2
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            complain("\n磁盘已满：请腾出空间后再试。\nThe disk is full: free some space and try again.")
            return 2
        raise
    except KeyboardInterrupt:
        return 130
