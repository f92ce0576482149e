"""A result written to its place: a folder is made, and what an input held is kept beside it before it is replaced."""

from __future__ import annotations

import os
from pathlib import Path

from restore.cli.targets import Target
from restore.errors import InputError
from restore.writing import write_atomic


def write_result(target: Target, data: bytes) -> None:
    """Write ``data`` to the target's path, whole or not at all; with a backup, only after the old content lies there.

    A result equal to what stands there is not written, and makes no backup. Raises InputError when a backup is in the way or
    something cannot be written.
    """
    path = target.path
    assert path is not None
    if target.backup is None:
        _make_folder(path.parent)
    else:
        try:
            before = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path}: cannot be read again ({error.strerror or error}); nothing was changed") from error
        if before == data:
            return
        _keep(path, target.backup, before)
    write_atomic(path, data)


def check_backup(target: Target) -> None:
    """Raise InputError when the backup already exists, so that no work is done in vain."""
    if target.backup is not None and os.path.lexists(target.backup):
        raise InputError(f"{target.backup}: is there already and is never overwritten; move it away or choose another --backup")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror or error}); choose another folder") from error


def _keep(path: Path, backup: Path, data: bytes) -> None:
    """Write the backup; it must not exist."""
    try:
        handle = os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError(f"{backup}: is there already and is never overwritten; {path} left as it was") from error
    except OSError as error:
        raise InputError(f"{backup}: cannot be written ({error.strerror or error}); {path} left as it was") from error
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(backup, os.stat(path).st_mode & 0o7777)
    except OSError as error:
        backup.unlink(missing_ok=True)
        raise InputError(f"{backup}: cannot be written ({error.strerror or error}); {path} left as it was") from error
