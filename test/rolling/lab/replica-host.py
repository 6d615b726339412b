"""Starts replicas of a service under uvicorn, each in a process of its own, and says when one ends.

Reads JSON objects, one a line: `{"id": 1, "folder": …, "environment": {…}, "log": …}` starts `app.main:app` in that
folder with exactly that process environment. Answers `{"id": 1, "pid": …, "port": …}` at once, and
`{"id": 1, "status": …}` when the process has ended. When standard input closes, whatever still runs is ended.

The libraries are imported once; a replica is a fork of this process, which has read no settings and no code of the
service. So a start costs what the service costs, and not what the libraries cost.
"""

import json
import os
import select
import signal
import socket
import sys

import fastapi  # noqa: F401
import fastapi.middleware.cors  # noqa: F401
import pydantic_settings  # noqa: F401
import uvicorn
import uvicorn.lifespan.on  # noqa: F401
import uvicorn.loops.asyncio  # noqa: F401
import uvicorn.protocols.http.h11_impl  # noqa: F401
import yaml  # noqa: F401

sys.dont_write_bytecode = True
ids = {}


def say(**answer):
    print(json.dumps(answer), flush=True)


def serve(asked, listening):
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.path.insert(0, asked["folder"])
    config = uvicorn.Config("app.main:app", loop="asyncio", http="h11", ws="none", access_log=False, timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[listening])


def start(asked):
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    port = listening.getsockname()[1]
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            serve(asked, listening)
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(status)
    listening.close()
    ids[pid] = asked["id"]
    say(id=asked["id"], pid=pid, port=port)


def reap():
    while ids:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        say(id=ids.pop(pid), status=os.waitstatus_to_exitcode(status))


def main():
    reading, waking = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    pending = b""
    while True:
        ready, _, _ = select.select([0, reading], [], [])
        if reading in ready:
            os.read(reading, 4096)
            reap()
        if 0 not in ready:
            continue
        text = os.read(0, 1 << 16)
        if text == b"":
            break
        *lines, pending = (pending + text).split(b"\n")
        for line in lines:
            start(json.loads(line))
    for pid in ids:
        os.kill(pid, signal.SIGKILL)


main()
