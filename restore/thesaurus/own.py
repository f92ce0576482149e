"""A user's own table: what one spinner puts for what, as a text file that people can read and edit.

Tab-separated, UTF-8: comments, a header, one pair a line::

    # restore table 1
    # directed: yes
    original<TAB>spun<TAB>weight
    war<TAB>struggle<TAB>0.5

``directed: yes``: the engine replaces originals by spun forms, never the other way, and leaves no original standing.
``weight`` is P(spun | original); without one, what is left of 1 goes to an original's alternatives in equal shares. Further
columns (``count``, ``articles``) are for readers. An original listed as its own alternative may be left standing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from restore.errors import InputError
from restore.phrases import FORM_TOKENS, SOURCE_TOKENS, fault, quick_key, tidy
from restore.reading import read_text
from restore.thesaurus.groups import Group, Problem
from restore.thesaurus.readers import read_columns
from restore.writing import write_atomic

_DIRECTED = re.compile(r"#\s*directed\s*:\s*(\S+)\s*\Z")
_COMMENT = "# restore table 1"


@dataclass(frozen=True, slots=True)
class Pair:
    """``original`` may become ``spun``; ``weight``: P(spun | original) or None; ``count``, ``articles``: where it was seen."""

    original: str
    spun: str
    weight: float | None = None
    count: int = 0
    articles: int = 0


@dataclass(frozen=True)
class OwnTable:
    """Pairs of one spinner, each once, in the order they were listed, and whether they have a direction."""

    pairs: tuple[Pair, ...]
    directed: bool

    def shares(self) -> dict[tuple[str, str], tuple[Pair, float]]:
        """Return (key of the spun form, key of the original) → (pair, P(spun | original)); at most 1 in all for an original."""
        by_source: dict[str, dict[str, Pair]] = defaultdict(dict)
        for pair in self.pairs:
            known = by_source[quick_key(pair.original)]
            known.setdefault(quick_key(pair.spun), pair)
        out: dict[tuple[str, str], tuple[Pair, float]] = {}
        for source, forms in by_source.items():
            given = sum(p.weight for p in forms.values() if p.weight is not None)
            free = sum(p.weight is None for p in forms.values())
            # where given weights leave nothing, an unweighted alternative counts like the average one
            rest = max(0.0, 1 - given) / free if free and given < 1 else 1 / len(forms)
            weights = {f: rest if p.weight is None else p.weight for f, p in forms.items()}
            total = max(1.0, sum(weights.values()))
            for form, pair in forms.items():
                out[form, source] = pair, weights[form] / total
        return out

    def write(self, path: Path) -> None:
        """Write the table (temporary name, then renamed); raises InputError when that is impossible."""
        counted = any(p.count for p in self.pairs)
        head = ["original", "spun", "weight", *(("count", "articles") if counted else ())]
        rows = [_COMMENT, f"# directed: {'yes' if self.directed else 'no'}", "\t".join(head)]
        for p in self.pairs:
            cells = [p.original, p.spun, "" if p.weight is None else f"{p.weight:.4g}"]
            rows.append("\t".join([*cells, *((str(p.count), str(p.articles)) if counted else ())]))
        write_atomic(path, ("\n".join(rows) + "\n").encode())

    @staticmethod
    def read(path: Path) -> OwnTable:
        """Read a table; raises InputError, naming the line, for anything that is not as described above."""
        text = read_text(path).text
        directed = _direction(path, text)
        pairs: list[Pair] = []
        try:
            for found in read_columns(text):
                if isinstance(found, Problem):
                    raise InputError(f"{path}:{found.line}: {found.reason}; correct or delete the line")
                pair, reason = to_pair(found.phrases[0], found.phrases[1], found.weight)
                if pair is None:
                    raise InputError(f"{path}:{found.line}: {reason}; correct or delete the line")
                pairs.append(pair)
        except InputError as error:
            if str(error).startswith(f"{path}:"):
                raise
            raise InputError(f"{path}: no table of restore (its header names no columns original and spun)") from error
        if not any(quick_key(p.original) != quick_key(p.spun) for p in pairs):
            raise InputError(f"{path}: holds no pair; give a table made by 'restore table import'")
        return OwnTable(tuple(pairs), directed)


def _direction(path: Path, text: str) -> bool:
    """Return what the comments before the header say; a table is directed unless it says no."""
    for number, line in enumerate(text.split("\n", 20)[:20], 1):
        match = _DIRECTED.match(line)
        if match:
            if match.group(1) not in ("yes", "no"):
                raise InputError(f"{path}:{number}: 'directed' is yes or no, not {match.group(1)!r}")
            return match.group(1) == "yes"
    return True


def to_pair(original: str, spun: str, weight: float | None = None) -> tuple[Pair | None, str]:
    """Return a pair of tidy phrases, or None and the reason why there can be none."""
    one, two = tidy(original), tidy(spun)
    reason = fault(one, SOURCE_TOKENS) or fault(two, FORM_TOKENS)
    return (None, reason) if reason else (Pair(one, two, weight), "")


@dataclass(frozen=True)
class Gathered:
    """A table made of groups, and the lines that gave nothing or less than they should."""

    table: OwnTable
    problems: tuple[Problem, ...]
    groups: int


def gather(found: Iterable[Group | Problem], symmetric: bool) -> Gathered:
    """Make a table of groups: the first phrase is the source of the others, or with ``symmetric`` each is that of the rest."""
    pairs: dict[tuple[str, str], Pair] = {}
    problems: list[Problem] = []
    groups = 0
    for group in found:
        if isinstance(group, Problem):
            problems.append(group)
            continue
        phrases = [tidy(p) for p in group.phrases]
        members = list(dict.fromkeys(p for p in phrases if p))
        # a source listed among its own alternatives may be drawn, and is then left standing
        itself = phrases[0] in phrases[1:]
        if len(members) < 2 and not (members and itself):
            problems.append(Problem(group.line, "only one phrase, so nothing to put for it"))
            continue
        if not phrases[0] and not symmetric:
            problems.append(Problem(group.line, "an empty source"))
            continue
        groups += 1
        reasons: dict[str, None] = {}
        for source in members if symmetric else members[:1]:
            for form in members:
                if form == source and not (itself and not symmetric):
                    continue
                pair, reason = to_pair(source, form, group.weight)
                if pair is None:
                    reasons[reason] = None
                else:
                    pairs.setdefault((quick_key(source), quick_key(form)), pair)
        problems += (Problem(group.line, reason) for reason in reasons)
    usable = any(s != f for s, f in pairs)
    return Gathered(OwnTable(tuple(pairs.values()) if usable else (), not symmetric), tuple(problems), groups)
