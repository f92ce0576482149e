"""Text → bytes in the encoding it came in, and bytes → a file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from restore.errors import InputError
from restore.reading import Input


def encode(text: str, like: Input, name: str) -> bytes:
    """Return ``text`` in the encoding of ``like``, byte-order mark included; line breaks are left alone.

    Raises InputError when the encoding lacks a character of ``text``; ``name`` is what the message calls the input.
    """
    errors = "surrogateescape" if like.encoding == "utf-8" else "strict"
    try:
        return like.bom + text.encode(like.encoding, errors)
    except UnicodeEncodeError as error:
        missing = error.object[error.start]
        raise InputError(f"{name}: its encoding {like.encoding} lacks {missing!r}; convert the file to UTF-8 first") from error


def check_target(path: Path) -> None:
    """Raise InputError when ``path`` plainly cannot be written, so that no work is done in vain."""
    if os.path.isdir(path):
        raise InputError(f"{path}: is a directory; name a file in it")
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise InputError(f"{path}: is write-protected; choose another name or change its permissions")
    if _is_special(path):
        return
    folder = _target(path).parent
    if not folder.is_dir():
        raise InputError(f"{path}: the folder {folder} does not exist; create it first")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"{path}: no file can be made in the folder {folder}; choose another folder")


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, also one that does not exist yet."""
    if os.path.exists(one) and os.path.exists(other):
        return os.path.samefile(one, other)
    return os.path.realpath(one) == os.path.realpath(other)


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: to a temporary name in the same folder, synced, then renamed.

    Whoever reads ``path`` sees the old content or the new, never a part, also after a crash. A link is followed and kept,
    permissions are kept; a device or pipe is written to directly. Raises InputError when it cannot be written.
    """
    check_target(path)
    try:
        if _is_special(path):
            with path.open("wb") as stream:
                stream.write(data)
        else:
            _replace(_target(path), data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}); choose another name or make room") from error


def _is_special(path: Path) -> bool:
    """Whether ``path`` is a device, pipe or socket, which must not be replaced by a file."""
    # os.path, unlike Path, answers no for names the system cannot take
    return os.path.exists(path) and not os.path.isfile(path)


def _target(path: Path) -> Path:
    """Return the file a chain of links leads to, so that renaming does not replace the link."""
    return Path(os.path.realpath(path))


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".restore-", suffix=".partial", dir=target.parent)
    partial = Path(name)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _copy_permissions(target, partial)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    # the rename itself must last too; not every system can sync a folder
    with contextlib.suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def new_file_mode() -> int:
    """Return the permissions that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _copy_permissions(target: Path, partial: Path) -> None:
    """Give ``partial`` owner and permissions of ``target``, or the permissions a new file gets."""
    try:
        status = target.stat()
    except FileNotFoundError:
        partial.chmod(new_file_mode())
        return
    # only root may give a file away, and not every system knows owners
    with contextlib.suppress(OSError, AttributeError):
        os.chown(partial, status.st_uid, status.st_gid)
    partial.chmod(stat.S_IMODE(status.st_mode))
