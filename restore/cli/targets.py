"""Where the results of ``restore file`` go: standard output, one file, a folder, or the inputs' own places."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from restore.errors import InputError
from restore.reading import STDIN
from restore.writing import check_target, same_file


@dataclass(frozen=True)
class Target:
    """The result of ``source`` goes to ``path`` (None: standard output); what was there is first kept as ``backup``."""

    source: str
    path: Path | None = None
    backup: Path | None = None


def plan_targets(
    sources: Sequence[str], output: str | None, in_place: bool, backup: str, report: str | None, extract: bool = False
) -> list[Target]:
    """Return where each result goes; several inputs with ``output`` make a folder of that name.

    ``report``: what is written instead of texts, in words, or None; ``extract``: texts come out of web pages.
    Raises typer.BadParameter for a contradictory command line, and InputError where two results would have one name, an input
    would be lost, or a file cannot be written.
    """
    other = report or ("article as plain text" if extract else None)  # what must not take an input's place
    if in_place:
        return _in_place(sources, output, backup, other)
    if output is None or output == STDIN:
        if len(sources) > 1 and report is None:
            raise typer.BadParameter("several texts need -o FOLDER or --in-place", param_hint="'INPUT'")
        return [Target(source) for source in sources]
    if len(sources) == 1 and not output.endswith(("/", os.sep)):
        return [_one(sources[0], Path(output), other)]
    return _folder(sources, Path(output))


def _one(source: str, path: Path, report: str | None) -> Target:
    check_target(path)
    if report and source != STDIN and same_file(path, Path(source)):
        raise typer.BadParameter(f"would replace the input by its {report}; choose another name", param_hint="'-o'")
    return Target(source, path)


def _in_place(sources: Sequence[str], output: str | None, backup: str, report: str | None) -> list[Target]:
    hint = "'--in-place'"
    if output is not None:
        raise typer.BadParameter("cannot be combined with -o", param_hint=hint)
    if report:
        raise typer.BadParameter(f"would replace the input by its {report}; leave one of the two out", param_hint=hint)
    if not backup or "/" in backup or os.sep in backup:
        raise typer.BadParameter(f"{backup!r} is no ending of a file name; give one as .orig", param_hint="'--backup'")
    targets: dict[str, Target] = {}
    for source in sources:
        if source == STDIN:
            raise typer.BadParameter("standard input has no place; name files", param_hint=hint)
        place = os.path.realpath(source)
        if place in targets:
            raise InputError(f"{source}: is the same file as {targets[place].source}; name it once")
        targets[place] = Target(source, Path(source), Path(f"{source}{backup}"))
    return list(targets.values())


def _folder(sources: Sequence[str], folder: Path) -> list[Target]:
    above = next(p for p in (folder, *folder.absolute().parents) if os.path.lexists(p))
    if not above.is_dir():
        raise InputError(f"{above}: is not a folder; results of several texts need one")
    if not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"{folder}: nothing can be made in the folder {above}; choose another folder")
    taken: dict[str, Target] = {}
    for source in sources:
        # the last part of a path has no separators: the result cannot leave the folder
        name = os.path.basename(source)
        if source == STDIN or name in ("", ".", ".."):
            raise InputError(f"{source}: has no file name to go by in {folder}; name a file")
        # file systems that ignore case would let the second result replace the first
        other = taken.get(name.casefold())
        if other is not None:
            raise InputError(f"{source} and {other.source}: would both become {folder / name}; restore them into two folders")
        path = folder / name
        for given in sources:
            if given != STDIN and same_file(path, Path(given)):
                raise InputError(f"{path}: is an input; name another folder, or use --in-place, which keeps a backup")
        if path.is_symlink():
            raise InputError(f"{path}: is a link, and results never leave {folder}; remove it or name another folder")
        if folder.is_dir():
            check_target(path)
        taken[name.casefold()] = Target(source, path)
    return list(taken.values())
