"""Runs ``restore`` and Python programs in forks of one process that has imported torch before, for that takes seconds.

forks.py serve SOCKET            imports everything, prints a line when ready, then runs what clients ask for
forks.py ask SOCKET NAME ARG…    runs NAME ("restore", or "python" with a program) there, with this process's files, folder,
                                 environment and exit status
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from threading import Thread


def serve(path: str) -> None:
    import datatrove.executor
    import datatrove.pipeline.readers
    import datatrove.pipeline.writers  # noqa: F401

    import restore.cli.app
    import restore.corpus.run
    import restore.network
    import restore.ranker
    import restore.restorer  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        print("ready", flush=True)
        while True:
            client, _ = server.accept()
            message, files, _, _ = socket.recv_fds(client, 1 << 20, 3)
            if os.fork() == 0:
                server.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                Thread(target=end_with, args=(client,), daemon=True).start()
                status = run(files, **json.loads(message))
                client.sendall(bytes([status]))
                os._exit(status)
            for file in files:
                os.close(file)
            client.close()


def end_with(client: socket.socket) -> None:
    """End this process when the one that asked for it is gone."""
    if not client.recv(1):
        os._exit(1)


def run(files: list[int], argv: list[str], folder: str, environment: dict[str, str]) -> int:
    """Run a program in this process; return its exit status."""
    import runpy
    import traceback

    for target, file in enumerate(files):
        os.dup2(file, target)
        os.close(file)
    os.chdir(folder)
    environment["PYTHONPATH"] = os.environ["PYTHONPATH"]  # for processes that the program starts
    os.environ.clear()
    os.environ.update(environment)
    name, *rest = argv
    status: object = 0
    try:
        if name == "restore":
            sys.argv = argv
            sys.modules["restore.cli.app"].main()
        else:
            sys.argv = rest
            runpy.run_path(rest[0], run_name="__main__")
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else int(status is not None)


def ask(path: str, argv: list[str]) -> int:
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        request = {"argv": argv, "folder": os.getcwd(), "environment": dict(os.environ)}
        socket.send_fds(server, [json.dumps(request).encode()], [0, 1, 2])
        answer = server.recv(1)
    return answer[0] if answer else 70  # a fork that died


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        sys.exit(ask(sys.argv[2], sys.argv[3:]))
