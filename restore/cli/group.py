"""Every way a command can fail, as one line on standard error and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from restore.cli.output import drop_output, say
from restore.errors import InputError

DEBUG = "RESTORE_DEBUG"
SPUN, BAD_INPUT, INTERNAL, INTERRUPTED = 1, 2, 70, 130  # 70: EX_SOFTWARE of sysexits.h


class OneLineErrors(TyperGroup):
    """A group of commands that never shows a traceback, unless RESTORE_DEBUG is set."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and exit.

        0: done; 1: spun found with --check; 2: bad usage, input or output; 70: internal error; 130: interrupted.
        """
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        try:
            status = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except (KeyboardInterrupt, typer.Abort):
            status = INTERRUPTED
        except Exception as error:
            usage = _usage(error)
            status, line = (getattr(error, "exit_code", INTERNAL), usage) if usage else status_and_line(error)
            if os.environ.get(DEBUG) and not usage and not isinstance(error, InputError | MemoryError):
                raise
            if isinstance(error, OSError):
                drop_output()
            say(line)
        if status == INTERRUPTED:
            say("interrupted")
        sys.exit(status if isinstance(status, int) else 0)


def _usage(error: Exception) -> str | None:
    """Return the message of a usage error, or None for another error.

    By shape, not by class: the classes moved from click into Typer's private modules.
    """
    format_message = getattr(error, "format_message", None)
    if format_message is None:
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "restore"
    return f"{str(format_message()).rstrip('.')}; see '{command} --help'"


def status_and_line(error: BaseException) -> tuple[int, str]:
    """Return the exit status and the line for an error other than one of usage."""
    if isinstance(error, InputError):
        return BAD_INPUT, str(error)
    if isinstance(error, MemoryError):
        return BAD_INPUT, "not enough memory for this text; split it into smaller files"
    if isinstance(error, OSError):
        what = f"{error.filename or 'a file or stream'}: {error.strerror or error}"
        return BAD_INPUT, f"{what}; check the disk and the permissions"
    return INTERNAL, _internal(error)


def _internal(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error: {what}{place}; please report it with the command you ran ({DEBUG}=1 shows the details)"
