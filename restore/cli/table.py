"""``restore table``: a spinner's own table, imported, mined from parallel texts, or looked into."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restore.cli.output import emit, say
from restore.errors import InputError

if TYPE_CHECKING:
    from restore.table import PhraseTable
    from restore.thesaurus.groups import Problem

SHOWN = 5
EXAMPLES = """\b
Examples:
  restore table import thesaurus.txt -o mine.tsv
  restore table learn pairs/ -o mined.tsv
  restore table show struggle "a number of"
  restore file article.txt --table mine.tsv
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]})
Out = Annotated[Path, typer.Option("-o", "--output", metavar="T", help="The table to write: .tsv, or .safetensors.")]


@app.callback(epilog=EXAMPLES)
def table() -> None:
    """Make and read tables of what one spinner puts for what (see docs/tables.md)."""


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="The spinner's thesaurus.", show_default=False)],
    output: Out,
    symmetric: Annotated[bool, typer.Option("--symmetric", help="Any phrase of a line may become any other.")] = False,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="pipes, spintax, mythes, columns, lexicon.", show_default="by content"),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="LIST", help="What each column holds: original,spun,weight; - skips one."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on the first line that cannot be used.")] = False,
) -> None:
    """Read spinner thesauri into one table.

    Lines that cannot be used are reported and skipped.
    """
    from restore.reading import read_text
    from restore.thesaurus.formats import Format, read_groups
    from restore.thesaurus.own import OwnTable, Pair, gather
    from restore.writing import check_target

    if format is not None and format not in list(Format):
        raise typer.BadParameter(f"{format!r} is none of {', '.join(Format)}", param_hint="'--format'")
    names = tuple(columns.split(",")) if columns else ()
    check_target(output)
    pairs: dict[tuple[str, str], Pair] = {}
    for file in files:
        given = read_text(file)
        for note in given.notes:
            say(f"{file}: {note}")
        try:
            got = gather(read_groups(given, str(file), Format(format) if format else None, names), symmetric)
        except InputError as error:
            raise error if str(error).startswith(str(file)) else InputError(f"{file}: {error}") from error
        if strict and got.problems:
            raise InputError(f"{file}:{got.problems[0].line}: {got.problems[0].reason}; correct it, or leave out --strict")
        _report(file, got.problems)
        if not got.table.pairs:
            raise InputError(f"{file}: holds no usable entry; see docs/tables.md for the formats")
        for pair in got.table.pairs:
            pairs.setdefault((pair.original, pair.spun), pair)
    _write(OwnTable(tuple(pairs.values()), not symmetric), output)
    say(f"{output}: {len({o for o, _ in pairs})} originals, {len(pairs)} pairs, {'any to any' if symmetric else 'directed'}")


def _report(file: Path, problems: Sequence[Problem]) -> None:
    for problem in problems[:SHOWN]:
        say(f"{file}:{problem.line}: {problem.reason}; skipped")
    if len(problems) > SHOWN:
        say(f"{file}: {len(problems)} lines skipped in all or in part; --strict stops at the first")


def _write(own: object, output: Path) -> None:
    from restore.table import PhraseTable
    from restore.thesaurus.own import OwnTable
    from restore.thesaurus.tables import TENSORS, UserTable

    assert isinstance(own, OwnTable)
    base = _shipped() if output.suffix == TENSORS else PhraseTable.from_pairs({}, {}, 0.0)
    UserTable(own, None, own.directed).write(output, base)


def _shipped() -> PhraseTable:
    from restore.models import shipped
    from restore.settings import ModelFiles
    from restore.table import PhraseTable

    return PhraseTable.load(ModelFiles.read(shipped()).table)


@app.command("learn")
def learn_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of NAME/spun.txt with NAME/original.txt.")],
    output: Out,
    min_count: Annotated[int, typer.Option("--min-count", min=1, help="Fewest sightings of a pair.")] = 2,
) -> None:
    """Mine a table from spun texts and their originals.

    What is mined is seldom all that the spinner knows: use it with --table-mode add.
    """
    from restore.thesaurus.mine import learn
    from restore.writing import check_target

    check_target(output)
    mined = learn(folder, min_count)
    _write(mined.table, output)
    say(f"{output}: {mined.kept} of {mined.found} pairs kept, from {mined.texts} text(s)")


@app.command("show")
def show_command(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Words or quoted phrases.", show_default=False)],
    table: Annotated[Path | None, typer.Option("--table", metavar="T", help="Another table than the shipped one.")] = None,
) -> None:
    """Explain entries: what a phrase may stand for, and what stands for it."""
    from restore.thesaurus.show import explain
    from restore.thesaurus.tables import TableMode, UserTable

    shown = _shipped() if table is None else UserTable.load(table).over(_shipped(), TableMode.REPLACE)
    emit(("\n".join(chain.from_iterable(explain(word, shown) for word in words)) + "\n").encode())
