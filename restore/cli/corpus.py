"""``restore corpus`` and ``restore apply``: many documents at once."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from restore.cli.config import Config, NoConfig
from restore.cli.options import Device, Executor, Model, Protected, ProtectFile, Quotes, Table, TableModeName
from restore.cli.output import emit, say
from restore.cli.protecting import protected_terms
from restore.cli.review import apply_decisions
from restore.errors import InputError
from restore.reading import STDIN

if TYPE_CHECKING:
    from restore.corpus.run import Job, Means

EXAMPLES = """\b
Examples:
  restore corpus articles/ restored/               .txt, .md, .html, .docx, .jsonl[.gz|.zst], .parquet
  restore corpus pages.jsonl.gz restored.jsonl.gz --text-field body
  restore corpus 'crawl/*.parquet' out/ --only-spun --workers 8
  zcat pages.jsonl.gz | restore corpus - - | jq .restore.spun_score
  restore corpus crawl/ tagged/ --tag-only         then, without the model:
  restore apply tagged/ restored/ --min-confidence 0.8
  restore corpus crawl/ out/ --executor slurm --sbatch partition=cpu

\b
Started again after any end, it goes on where it stopped. More: docs/corpus.md
"""
APPLY_EXAMPLES = """\b
Examples:
  restore corpus crawl/ tagged/ --tag-only
  restore apply tagged/ restored/ --min-confidence 0.8
  restore apply report.docx decisions.json -o restored.docx    decisions saved from a review page
"""

Given = Annotated[str, typer.Argument(metavar="IN", help="Folder, 'glob', file, or - for JSON lines on standard input.")]
Out = Annotated[str, typer.Argument(metavar="OUT", help="New folder, or file of the input's format; - for standard output.")]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="Field or column that holds the text.")]
IdField = Annotated[
    str | None, typer.Option("--id-field", metavar="NAME", help="Field or column that names a record in errors.jsonl.")
]
KeepOriginal = Annotated[bool, typer.Option("--keep-original", help="Keep the input text, as restore.original.")]
OnlySpun = Annotated[bool, typer.Option("--only-spun", help="Write only the documents that were found spun.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, metavar="N", help="Tasks at a time.", show_default="one a core; cluster: all")
]
ShardSize = Annotated[float, typer.Option("--shard-size", min=0.001, metavar="MB", help="Input a task reads; what a kill costs.")]
MaxErrors = Annotated[
    int | None, typer.Option("--max-errors", min=0, metavar="N", help="Stop at more bad records.", show_default="any number")
]
MaxChars = Annotated[int, typer.Option("--max-chars", min=1, metavar="N", help="Longest text that is not a bad record.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Progress as JSON lines on standard error.")]
Memory = Annotated[int, typer.Option("--memory", min=1, metavar="GB", help="Memory of a task on a cluster.")]
Sbatch = Annotated[
    list[str] | None, typer.Option("--sbatch", metavar="K=V", help="Option of sbatch, as partition=cpu; may be repeated.")
]

_MAX_CHARS = 250_000_000


def _unit(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 1:
        raise typer.BadParameter(f"{value:g} is not between 0 and 1")
    return value


def corpus(
    given: Given,
    out: Out,
    text_field: TextField = "text",
    id_field: IdField = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="X", help="Make only edits at least this likely.", show_default="the model's own", callback=_unit),
    ] = None,
    tag_only: Annotated[bool, typer.Option("--tag-only", help="Write scores and proposals; leave the texts.")] = False,
    keep_original: KeepOriginal = False,
    only_spun: OnlySpun = False,
    force: Annotated[bool, typer.Option("--force", help="Restore also what looks clean or is not English.")] = False,
    workers: Workers = None,
    threads: Annotated[int, typer.Option("--threads", min=1, metavar="N", help="Cores of a task.")] = 1,
    batch_size: Annotated[int, typer.Option("--batch-size", min=1, metavar="N", help="Documents at a time.")] = 32,
    shard_size: ShardSize = 4,
    max_errors: MaxErrors = None,
    max_chars: MaxChars = _MAX_CHARS,
    report: Annotated[bool, typer.Option("--report", help="Also write report.html, an index of the likeliest spun.")] = False,
    log_json: LogJson = False,
    executor: Executor = "local",
    memory: Memory = 4,
    sbatch: Sbatch = None,
    model: Model = None,
    table: Table = None,
    table_mode: TableModeName = "replace",
    device: Device = "auto",
    protect: Protected = None,
    protect_file: ProtectFile = None,
    quotes: Quotes = "restore",
    no_config: NoConfig = False,
    config: Config = None,
) -> None:
    """Restore many documents, on many cores or machines.

    Each record gains a field "restore": spun_score, spun, applied, edit_count, edits. Bad records go to OUT/errors.jsonl with
    file, line and reason. OUT/summary.json says what was done.
    """
    from restore.corpus import pipe
    from restore.corpus.records import Fields
    from restore.corpus.restoring import Treatment
    from restore.corpus.run import Job, Means

    own = None if table is None else str(table.absolute())
    named = os.path.abspath(model) if model is not None and os.path.isdir(model) else model
    treatment = Treatment(named, own, table_mode, force, min_confidence, tag_only, keep_original, threads)
    treatment = replace(treatment, protect=protected_terms(protect or [], protect_file), quotes=quotes, device=device)
    fields = Fields(text_field, id_field, max_chars)
    if _is_pipe(given, out):
        if report:
            raise typer.BadParameter("needs an output folder or file", param_hint="'--report'")
        _pipe(fields, pipe.restoring(treatment), only_spun, max_errors, batch_size)
        return
    tasks = _workers(workers, executor, threads)
    means = Means(tasks, batch_size, max_errors, executor, log_json, memory, _pairs(sbatch))
    _run(Job(given, out, fields, treatment, only_spun, int(shard_size * (1 << 20)), report), means)


def apply(
    given: Annotated[str, typer.Argument(metavar="IN", help="Tagged folder, 'glob' or file, or -; or a text or document.")],
    out: Annotated[
        str, typer.Argument(metavar="OUT|DECISIONS", help="As for 'restore corpus'; or a .json of decisions about the text.")
    ],
    min_confidence: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Make the edits at least this likely to be right, 0 to 1.", callback=_unit, show_default=False
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="With DECISIONS: write there instead of standard output."),
    ] = None,
    text_field: TextField = "text",
    id_field: IdField = None,
    keep_original: KeepOriginal = False,
    only_spun: OnlySpun = False,
    workers: Workers = None,
    shard_size: ShardSize = 64,
    max_errors: MaxErrors = None,
    max_chars: MaxChars = _MAX_CHARS,
    log_json: LogJson = False,
    protect: Protected = None,
    protect_file: ProtectFile = None,
    quotes: Quotes = "restore",
    no_config: NoConfig = False,
    config: Config = None,
) -> None:
    """Make edits that were proposed earlier, without the model.

    Of a corpus: those of 'restore corpus --tag-only' from --min-confidence up; the result is that of 'restore corpus' with that
    threshold, and the same names and quotations left alone. Of one text: those accepted on the review page of 'restore file
    --html', as the decisions saved there say.
    """
    if out.lower().endswith(".json"):
        if min_confidence is not None:
            raise typer.BadParameter("the decisions say which edits to make", param_hint="'--min-confidence'")
        apply_decisions(given, out, output)
        return
    if output is not None:
        raise typer.BadParameter("goes with a .json of decisions only; name the output after the input", param_hint="'-o'")
    if min_confidence is None:
        raise typer.BadParameter("is needed to apply the tags of a corpus", param_hint="'--min-confidence'")
    from restore.corpus import pipe
    from restore.corpus.records import Fields
    from restore.corpus.restoring import protection
    from restore.corpus.run import Job, Later, Means

    fields = Fields(text_field, id_field, max_chars, tagged=True)
    terms = protected_terms(protect or [], protect_file)
    if _is_pipe(given, out):
        _pipe(fields, pipe.applying(min_confidence, keep_original, protection(terms, quotes)), only_spun, max_errors, 32)
        return
    job = Job(given, out, fields, Later(min_confidence, keep_original, terms, quotes), only_spun, int(shard_size * (1 << 20)))
    _run(job, Means(_workers(workers, "local", 1), max_errors=max_errors, log_json=log_json))


def _workers(wanted: int | None, executor: str, threads: int) -> int:
    if wanted is not None:
        return wanted
    if executor != "local":
        return -1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores // threads)


def _pairs(given: list[str] | None) -> dict[str, str]:
    found = {}
    for item in given or []:
        name, equals, value = item.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"{item!r} is not NAME=VALUE", param_hint="'--sbatch'")
        found[name.lstrip("-")] = value
    return found


def _is_pipe(given: str, out: str) -> bool:
    if (given == STDIN) != (out == STDIN):
        raise typer.BadParameter("standard input goes with standard output only: 'restore corpus - -'", param_hint="'IN', 'OUT'")
    return given == STDIN


def _pipe(fields: Any, treat: Any, only_spun: bool, max_errors: int | None, batch_size: int) -> None:
    from restore.corpus.pipe import pipe

    if sys.stdin is None:
        raise InputError("standard input: is closed; pipe JSON lines into it")
    total = pipe(sys.stdin.buffer, emit, say, fields, treat, only_spun, max_errors, batch_size)
    if total.errors:
        say(f"{total.errors} bad records skipped, {total.written} written")


def _run(job: Job, means: Means) -> None:
    from restore.corpus.run import run

    result = run(job, means)
    found = result.found
    if found is not None and found.other:
        say(f"{len(found.other)} files of unknown kinds passed over, {found.other[0]} among them")
    if result.summary is None:
        say(f"{job.out}: given to Slurm; run the same command again when its jobs are done")
        return
    s = result.summary
    if sys.stderr.isatty() or s["errors"]:
        where = f" (see {Path(job.out)}{'' if Path(job.out).is_dir() else '.restore'}/errors.jsonl)" if s["errors"] else ""
        say(
            f"{s['documents']:,} documents, {s['words']:,} words, {100 * s['spun_share']:.1f}% spun, {s['edits']:,} edits, "
            f"{s['errors']:,} bad records{where}; {s['words_per_second'] or 0:,.0f} words/s"
        )
