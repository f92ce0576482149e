"""Defaults of options in a file: ``restore.toml``, or ``[tool.restore]`` in ``pyproject.toml``.

The nearest of these files counts, from the working directory upward; of both in one folder ``restore.toml`` does. Keys are the
long names of options without their dashes in front. The command line outranks the file; nothing is merged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from restore.device import DEVICES
from restore.errors import InputError

OWN, SHARED = "restore.toml", "pyproject.toml"


@dataclass(frozen=True)
class _Key:
    """``what``: the values of a key in words; ``place``: whether they are paths, relative to the file's folder."""

    what: str
    fits: Callable[[Any], bool]
    place: bool = False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


_KEYS = {
    "model": _Key("a text", _is_text, place=True),
    "table": _Key("a text", _is_text, place=True),
    "table-mode": _Key('"replace" or "add"', lambda v: v in ("replace", "add")),
    "device": _Key('"auto", "cpu" or "cuda"', lambda v: v in DEVICES),
    "min-confidence": _Key("a number from 0 to 1", lambda v: type(v) in (int, float) and 0 <= v <= 1),
    "reference": _Key("a list of texts", _are_texts, place=True),
    "force": _Key("true or false", lambda v: isinstance(v, bool)),
    "protect": _Key("a list of texts", _are_texts),
    "protect-file": _Key("a text", _is_text, place=True),
    "quotes": _Key('"keep" or "restore"', lambda v: v in ("keep", "restore")),
    "backup": _Key("a text", _is_text),
}


def find() -> Path | None:
    """Return the file that counts for the working directory, or None. Raises InputError for a damaged one that names restore."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # deleted under our feet
        return None
    for folder in (here, *here.parents):
        if (folder / OWN).is_file():
            return folder / OWN
        if (folder / SHARED).is_file() and _section(folder / SHARED) is not None:
            return folder / SHARED
    return None


def read(path: Path) -> dict[str, Any]:
    """Return the defaults in a file by the names of parameters, paths made absolute.

    Raises InputError with file and key when the file is missing or damaged, a key unknown, or a value of another type.
    """
    section = _section(path)
    if section is None:
        raise InputError(f"{path}: has no [tool.restore]; add it, or name another file")
    out = {}
    for name, value in section.items():
        key = _KEYS.get(name)
        if key is None:
            import difflib

            near = difflib.get_close_matches(name, _KEYS, 1)
            raise InputError(
                f"{path}: unknown key {name!r}; {f'did you mean {near[0]!r}?' if near else 'known: ' + ', '.join(_KEYS)}"
            )
        if not key.fits(value):
            raise InputError(f"{path}: {name} = {_as_written(value)} is not {key.what}; correct it")
        out[name.replace("-", "_")] = _placed(name, value, path.parent) if key.place else value
    return out


def _section(path: Path) -> dict[str, Any] | None:
    """What a file says about restore; None for a pyproject.toml that says nothing."""
    import tomllib

    shared = path.name == SHARED
    try:
        data = path.read_bytes()
    except OSError as error:
        if shared and path.exists():  # of another owner, perhaps, and nothing that was named
            return None
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the name") from error
    if shared and b"tool" not in data:
        return None
    try:
        found: Any = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if shared and b"restore" not in data:
            return None
        raise InputError(f"{path}: is not TOML ({error}); correct it") from error
    if not shared:
        return dict(found)
    for part in ("tool", "restore"):
        found = found.get(part) if isinstance(found, dict) else None
    if found is not None and not isinstance(found, dict):
        raise InputError(f"{path}: tool.restore = {_as_written(found)} is not a table; write [tool.restore]")
    return found


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _placed(name: str, value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [_placed(name, one, folder) for one in value]
    path = folder.absolute() / value
    # a model may also be the name of one in the hub's cache
    return value if name == "model" and not path.is_dir() else str(path)


def _take(context: typer.Context, path: Path | None) -> Path | None:
    """Callback of --config: let a file's values be the defaults of the command that is about to run."""
    if not context.resilient_parsing and not context.meta.get(OWN):
        file = path or find()
        context.default_map = None if file is None else read(file)
        context.meta[OWN] = "--config" if path else ""
    elif path is not None and context.meta.get(OWN) == "--no-config":
        raise typer.BadParameter("cannot be combined with --no-config")
    return path


def _refuse(context: typer.Context, refused: bool) -> bool:
    """Callback of --no-config."""
    if refused:
        if context.meta.get(OWN) == "--config":
            raise typer.BadParameter("cannot be combined with --config")
        context.meta[OWN] = "--no-config"
        context.default_map = None
    return refused


NoConfig = Annotated[
    bool, typer.Option("--no-config", is_eager=True, callback=_refuse, help="Use no configuration file.", expose_value=False)
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="F",
        is_eager=True,
        callback=_take,
        expose_value=False,
        help="Take defaults of options from this TOML file.",
        show_default="nearest restore.toml, or pyproject.toml with [tool.restore]",
    ),
]
