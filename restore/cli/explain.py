"""``restore file --explain``: each edit with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from restore.cli.outcome import Outcome
from restore.diff import NEW, OLD, painted

if TYPE_CHECKING:
    from restore.evidence import Evidence
    from restore.names import NameList

ORIGINS = {
    "lexicon": "lexicon of a known spinner's dialect",
    "observed": "seen in pairs of spun and original texts",
    "inferred": "inferred from what the known spinner does",
    "ppdb": "PPDB, an open thesaurus",
    "wordnet": "WordNet, an open thesaurus",
    "tortured": "list of mistranslated technical terms",
    "user": "your own table",
    "other": "table of another source",
    "reference": "wording of the same passage in a reference text",
    "model": "model's own vocabulary, not in the table",
    "grammar": "repair of what the spinner broke",
    "keep": "as it stands",
}

SHOWN = 0.01  # least probability of an alternative that is worth a reader's time


def explain(outcome: Outcome, threshold: float, names: NameList | None, color: bool) -> str:
    """Return the verdict on a text in a line, then some lines for each edit: where, what, how sure, and why."""
    found = outcome.restoration
    if found is None or names is None:
        return "does not look English: not judged, nothing changed\n"
    from restore.evidence import gather

    evidence = gather(found, names)
    made = sum(e.made for e in evidence)
    verdict = f"spun score {found.spun_score:.4f} ({'spun' if found.spun else 'clean'})"
    lines = [f"{verdict}: {made} edits made, {len(evidence) - made} left out; threshold {threshold:g}"]
    for one in evidence:
        lines += _lines(one, threshold, color)
    return "\n".join(lines) + "\n"


def _lines(one: Evidence, threshold: float, color: bool) -> Iterator[str]:
    edit = one.edit
    made = "made" if one.made else "left out"
    side = "at or above" if edit.confidence >= threshold else "below"
    source, target = painted(_shown(edit.source), OLD, color), painted(_shown(edit.target), NEW, color)
    yield f"{one.line}:{one.column}: {source} → {target}  {edit.confidence:.2f}, {side} the threshold: {made}"
    yield f"    from: {ORIGINS.get(edit.origin, edit.origin)}"
    if edit.alternatives:
        weighed = [a for a in edit.alternatives if a.probability >= SHOWN or a.origin == "keep"]
        listed = (f"{_shown(a.target)} {a.probability:.2f}{' (as it stands)' * (a.origin == 'keep')}" for a in weighed)
        yield f"    model's odds: {', '.join(listed)}"
    if edit.source and edit.target:
        stands = (
            f"{_shown(wording)} {_times(n)}" for wording, n in ((edit.source, one.source_count), (edit.target, one.target_count))
        )
        yield f"    in the article: {', '.join(stands)}"
    if one.name is not None:
        yield f"    makes a listed name or idiom: {_shown(one.name)}"


def _shown(text: str) -> str:
    """A wording on one line, in quotation marks where its ends would not be seen."""
    plain = " ".join(text.split("\n")).replace("\r", " ")
    return f'"{plain}"' if not plain or plain != plain.strip() else plain


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
