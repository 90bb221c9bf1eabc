"""Roomful as it runs in earnest: commands, servers and workers as processes, and many people at once."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from surroundings import SECRET

ROOMFUL = str(Path(sys.executable).with_name("roomful"))


def environment(folder: Path, url: str, **more: str) -> dict[str, str]:
    """What an operator would set, without anything that the tests were started with."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ROOMFUL_")}
    return {**own, "ROOMFUL_INSTANCE": str(folder), "ROOMFUL_DATABASE_URL": url, "ROOMFUL_SECRET_KEY": SECRET,
            "ROOMFUL_RATE_LIMITS": "off", **more}  # fmt: skip


def command(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `roomful …` to its end."""
    return subprocess.run([ROOMFUL, *arguments], env=env, capture_output=True, text=True, timeout=60)


def start(env: dict[str, str], log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen([ROOMFUL, *arguments], env=env, stdout=output, stderr=output)


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """See to it that the process is gone afterwards."""
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a power cut or the kernel does: without a word."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def serve(env: dict[str, str], log: Path, port: int) -> subprocess.Popen[bytes]:
    """`roomful run`, once it says that it is ready."""
    process = start(env, log, "run", "--port", str(port))
    until(lambda: process.poll() is not None or _status(port, "/readyz") == 200, log)
    assert process.poll() is None, log.read_text()
    return process


def until(holds: Callable[[], Any], log: Path | None = None, seconds: float = 30) -> None:
    """Wait until something holds; a failure with the log if it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, log.read_text() if log else "it never came to hold"
        time.sleep(0.02)


def together(app: Flask, people: list[Callable[[], Any]]) -> list[Any]:
    """Everybody at once, each in a context of their own: what they returned or raised, in their order."""
    results: list[Any] = [None] * len(people)
    starting = threading.Barrier(len(people))

    def act(place: int) -> None:
        starting.wait()
        with app.app_context():
            try:
                results[place] = people[place]()
            except Exception as error:  # noqa: BLE001  handed to the test
                results[place] = error

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
