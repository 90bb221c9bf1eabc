"""Servers as processes of their own, what they cost, and somebody who asks them for pages."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

READY_WITHIN = 30.0


@dataclass
class Server:
    """A running server; `started` is when its process began, `answered_after` how many seconds later it answered."""

    process: subprocess.Popen[bytes]
    port: int
    answered_after: float

    def cpu_ms(self) -> float:
        """Milliseconds of CPU that the process has used, in all its threads."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        if (tasks / str(self.process.pid) / "schedstat").exists():
            return sum(int(path.read_text().split()[0]) for path in tasks.glob("*/schedstat")) / 1e6
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass
class Page:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Client:
    """Keeps one connection, as a browser does."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Page:
        sent = {"Accept-Encoding": "gzip, deflate, br", **self.headers, **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, sent)
        answer = self._connection.getresponse()
        return Page(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


@contextmanager
def serving(
    command: list[str], port: int, environment: dict[str, str], log: Path, first: str = "/"
) -> Iterator[Server]:
    """Start the command and wait until it answers for the page `first`; end it afterwards."""
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
    try:
        _wait(process, port, log, first)
        yield Server(process, port, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(20)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, first: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            Client(port).ask(first)
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"no answer on port {port}:\n{log.read_text(errors='replace')}")
