"""Standard output in exact bytes; standard error in single lines."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import sys

import typer

from restore.errors import InputError

# what a shell reports for a command that writing to a closed pipe ended
BROKEN_PIPE = 141

_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_CONTROLS = {c: f"\\x{c:02x}" for c in (*range(0x20), *range(0x7F, 0xA0))}


def say(message: str) -> None:
    """Print ``restore: message`` on standard error as one line, whatever stands in ``message``."""
    line = _BREAKS.sub(" ", message).translate(_CONTROLS)
    # nobody is left to tell when standard error is closed
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write(f"restore: {line}\n")
        sys.stderr.flush()


def emit(data: bytes) -> None:
    """Write ``data`` to standard output, byte for byte.

    Raises typer.Exit when the reader has gone, and InputError when standard output cannot be written otherwise.
    """
    if sys.stdout is None:
        raise InputError("standard output: is closed; name a file with -o")
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:
            # unbuffered (python -u), the stream may take a part only and tell of a closed pipe the next time
            rest = rest[_written(sys.stdout.buffer.write(rest)) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        drop_output()
        raise typer.Exit(BROKEN_PIPE) from None
    except OSError as error:
        drop_output()
        raise InputError(f"standard output: cannot be written ({error.strerror or error}); write to another place") from error


def as_json(value: object) -> bytes:
    """Return ``value`` as one line of JSON in UTF-8; bytes of no valid encoding appear as escaped lone surrogates."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n"


def for_terminal(text: str) -> bytes:
    """Return ``text`` in the encoding of standard output, with escapes for what it lacks."""
    return text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "backslashreplace")


def _written(count: int | None) -> int:
    if count is None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return count


def drop_output() -> None:
    """Send what is still buffered nowhere, or Python would complain about it when it exits."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
