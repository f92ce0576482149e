"""The main path: text → spans → candidates → scores → edits → text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore import __version__
from restore.adoption import Adopter
from restore.agreement import weigh_articles
from restore.alternatives import readings
from restore.calibration import calibrated
from restore.decode import Choice, decode
from restore.device import AUTO, find_device
from restore.directed import Directed, segment, without_other
from restore.document import Document
from restore.edits import Edit
from restore.gate import word_damage
from restore.joint import Joint
from restore.logprob import shifted_to_keep, without_listed
from restore.looks import Judged, judge, verdict
from restore.models import Reranker, load_model
from restore.names import NameFinder, NameList, favour
from restore.openvocab import open_rankings
from restore.picks import Pick, edit_of
from restore.protect import NOTHING, NOWHERE, Protect, Spans
from restore.ranker import Ranker, Scores
from restore.reference import References, as_references, weigh_references
from restore.results import Detection, Restoration, SpanScore
from restore.sections import sections
from restore.settings import Settings
from restore.sparing import sparing
from restore.table import PhraseTable, origin_name
from restore.thesaurus.tables import TableMode, UserTable

Floats = NDArray[np.float32]
Progress = Callable[[float], None]
_READING = 0.8  # share of a section's time that goes into reading its windows


__all__ = ["Detection", "Restoration", "Restorer", "SpanScore"]


class Restorer:
    """Restores spun texts; loads its model once, at construction.

    ``model``: the model's name; ``device``: where its network runs, "cpu" or "cuda"; ``settings``: those in use.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        table: Path | PhraseTable | UserTable | None = None,
        settings: Settings | None = None,
        use_table: bool = True,
        table_mode: TableMode = TableMode.REPLACE,
        names: NameList | None = None,
        device: str = AUTO,
    ) -> None:
        """Load a model.

        ``model``: None for the shipped one, a directory of ours, or the name or directory of a Hugging Face masked LM, which then
        judges the candidates beside the shipped model. ``table``: a spinner's own table (docs/tables.md) or another phrase table;
        ``table_mode``: instead of the model's table or added to it. ``settings``: other settings than the model's own.
        ``use_table`` False: originals come from the model's open vocabulary alone. ``names``: another list of names.
        ``device``: "auto" (a GPU where PyTorch sees one), "cpu" or "cuda"; another device may change the last digits of a score.
        Raises InputError when something is missing, unknown or damaged.
        """
        self._ranker: Ranker
        self._reranker: Reranker | None
        own = UserTable.load(table) if isinstance(table, Path) else table
        self.device = find_device(device)
        self._ranker, self._reranker = load_model(model, own, table_mode, self.device)
        closed = table_mode is TableMode.REPLACE
        self._directed = Directed.of(self._ranker.table, closed) if isinstance(own, UserTable) and own.directed else None
        self._own_table = own is not None
        self._closed = self._directed is not None and self._directed.closed
        self.settings = settings or self._ranker.files.settings
        self.model = self._ranker.files.name + (f"+{self._reranker.name}" if self._reranker else "")
        self._use_table = use_table
        files, table = self._ranker.files, self._ranker.table
        self.joint = Joint.load(files.joint_own if self._closed else files.joint, self._ranker.ngrams, table)
        self._latest: tuple[Joint, Floats, Floats] | None = None
        self.names = names or NameList.load(self._ranker.files.names)
        self._names = NameFinder(self.names, self._ranker.table)

    @property
    def table(self) -> PhraseTable:
        """The phrase table in use."""
        return self._ranker.table

    def score(self, text: str) -> tuple[Document, Scores]:
        """Return the text's spans and their scores before the document is looked at as a whole."""
        judged = self.judge(text)
        return judged.document, self.whole(judged).scores

    def judge(self, text: str, progress: Progress | None = None) -> Judged:
        """Judge a text by no more of its windows than it takes (see restore.looks, for ``progress`` too).

        One that is not surely clean by then is judged anew by what the second stage makes of its damage.
        """
        settings = self.settings
        bounds = () if self._own_table else settings.looks  # fitted with the model's own table
        judged = judge(self._ranker, self._ranker.prepare(text), settings, bounds, progress)
        if self._closed or not settings.verdict or not judged.scores.read.all():
            return judged
        weighed = self._weigh(judged.document, judged.scores.log_p)
        return replace(judged, spun_score=verdict(judged.document, weighed, settings))

    def whole(self, judged: Judged, progress: Progress | None = None) -> Judged:
        """Return a judged text with the scores of all its windows."""
        return replace(judged, scores=self._ranker.score(judged.document, known=judged.scores, progress=progress))

    @property
    def min_confidence(self) -> float:
        """The least confidence of the edits that are made when no other is asked for."""
        # with a spinner's whole table, what is touched is damaged for certain: a wrong guess costs little
        return self.settings.directed_confidence if self._closed else self.settings.min_confidence

    @property
    def _gate_threshold(self) -> float:
        # a spinner's whole table names all that can be damage: its absence, or presence, tells texts apart better
        return self.settings.directed_gate_threshold if self._closed else self.settings.gate_threshold

    def encode_only(self, text: str) -> int:
        """Run the bare encoder over a text, for speed comparisons; return the word pieces read."""
        return self._ranker.encode_only(self._ranker.prepare(text))

    def verdict(self, text: str) -> tuple[float, bool]:
        """Return spun score and verdict, those of :meth:`detect`; a text that is surely clean is not read to its end for them."""
        score = max((self.judge(part).spun_score for _, part in sections(text)), default=0.0)
        return score, score >= self._gate_threshold

    def detect(self, text: str, *, least: float = 0.5) -> Detection:
        """Say whether a text was spun, and which of its words are damaged with a probability of at least ``least``.

        ``least`` bounds the words that are listed, not ``damaged_share``.
        A very long text is judged section by section (see restore.sections): its score is that of its likeliest section.
        """
        spans: list[SpanScore] = []
        score, words, damaged = 0.0, 0, 0
        for offset, part in sections(text):
            judged = self.judge(part)
            document, scores = judged.document, self.whole(judged).scores
            score = max(score, judged.spun_score)
            single, damage = word_damage(document, self.revise(document, scores.log_p) if self._use_table else scores.log_p)
            words += len(single)
            damaged += int((damage >= 0.5).sum())
            tokens = document.tokens
            for t, d in zip(document.start[single].tolist(), damage.tolist()):
                if d >= least:
                    place = offset + tokens.starts[t], offset + tokens.ends[t]
                    spans.append(SpanScore(*place, tokens.texts[t], round(float(d), 4)))
        share = round(damaged / max(1, words), 4)
        return Detection(score, score >= self._gate_threshold, share, tuple(spans))

    def restore(
        self,
        text: str,
        *,
        force: bool = False,
        min_confidence: float | None = None,
        references: References | Iterable[str] = (),
        protect: Protect = NOTHING,
        progress: Progress | None = None,
    ) -> Restoration:
        """Restore a text; one that looks clean is returned unchanged unless ``force``.

        ``min_confidence``: apply edits of at least this confidence (0–1) instead of the model's own threshold.
        ``references``: clean texts on the same subject (see restore.reference); ``References.of`` reads them once for many texts.
        ``protect``: what no edit may touch (see restore.protect).
        ``progress``: told the share of the text that is done, 0–1, again and again while it is read, and after each section.
        A very long text is judged and restored section by section (see restore.sections).
        Raises ValueError when ``min_confidence`` is outside 0–1, TypeError when ``references`` is a single text, InputError when
        they are too long altogether.
        """
        threshold = self.min_confidence if min_confidence is None else min_confidence
        if not 0 <= threshold <= 1:
            raise ValueError(f"min_confidence must lie in 0-1, not {threshold}")
        known = as_references(references)
        protected = protect.spans(text)
        proposals: list[Edit] = []
        score = 0.0
        for offset, part in sections(text):
            reading = _part_of(progress, offset, len(part), len(text))
            judged = self.judge(part, reading)
            score = max(score, judged.spun_score)
            spun = judged.spun_score >= self._gate_threshold
            if spun or force:
                document, scores = judged.document, self.whole(judged, reading).scores
                found = self.propose(document, scores, spun, known, protected.within(offset, offset + len(part)))
                if known is not None and spun:
                    adopter = Adopter.of(document, scores.log_p, self.table)
                    found = adopter.adopt(found, known.passages, self.settings.min_confidence)
                proposals += [e.moved(offset) for e in found]
            if progress is not None:
                progress((offset + len(part)) / len(text))
        proposals = [e for e in proposals if protected.spares(e)]
        spun = score >= self._gate_threshold
        if not spun and not force:
            notice = f"looks clean (spun score {score:.2f}); returned unchanged, --force restores it all the same"
            return Restoration(text, text, (), (), score, False, __version__, self.model, notice, protected=protected)
        base = Restoration(text, text, (), tuple(proposals), score, spun, __version__, self.model, protected=protected)
        return base.apply(threshold)

    def restore_batch(
        self,
        texts: Sequence[str],
        *,
        force: bool = False,
        min_confidence: float | None = None,
        references: References | Iterable[str] = (),
        protect: Protect = NOTHING,
    ) -> list[Restoration]:
        """Restore several texts; each result is what :meth:`restore` gives for that text alone, and errors are the same."""
        known = as_references(references) or ()
        return [
            self.restore(text, force=force, min_confidence=min_confidence, references=known, protect=protect) for text in texts
        ]

    def _weigh(self, document: Document, log_p: Floats) -> Floats:
        """Return what the second stage makes of a document; gate and decoder ask for the same one after the other."""
        latest = self._latest
        if latest is None or latest[0] is not self.joint or latest[1] is not log_p:
            weighed = self.joint(document, without_other(log_p) if self._closed else log_p)
            latest = self._latest = (self.joint, log_p, weighed)
        return latest[2]

    def revise(self, document: Document, log_p: Floats, references: References | None = None) -> Floats:
        """Return the ranker's log-probabilities [S, 2 + K] revised by what the article as a whole and the references tell."""
        settings = self.settings
        log_p = self._weigh(document, log_p)
        log_p = weigh_articles(document, log_p, self.table, settings.article_bonus)
        names = self._names
        if references is not None:
            log_p = weigh_references(document, log_p, references, self.table, settings.reference_bonus)
            names = names.with_names(references.names)
        readings = names.find(document, log_p)
        return favour(document, log_p, readings, settings.name_bonus, settings.idiom_bonus)

    def choose(
        self, document: Document, scores: Scores, spun: bool, references: References | None = None, protected: Spans = NOWHERE
    ) -> list[Pick]:
        """Return what to write over which spans: non-overlapping, none in a protected place, down to the settings' floor."""
        settings = self.settings
        shift = 0.0 if spun else settings.clean_shift
        log_p = scores.log_p
        if self._reranker is not None:
            log_p = self._reranker.rescore(document, log_p, self.table)
        if not self._use_table:
            log_p = sparing(document, without_listed(shifted_to_keep(log_p, shift)), protected)
            opened = open_rankings(document, log_p, scores.vectors, [], self._ranker, settings)
            return self._picks(document, log_p, [], opened)
        directed = self._directed
        log_p = sparing(document, shifted_to_keep(self.revise(document, log_p, references), shift), protected)
        choices = decode(document, log_p, settings) if directed is None else segment(document, log_p, directed, settings)
        opened = [] if self._closed else open_rankings(document, log_p, scores.vectors, choices, self._ranker, settings)
        return self._picks(document, log_p, choices, opened)

    def _picks(
        self, document: Document, log_p: Floats, choices: list[Choice], opened: list[list[tuple[int, int, float]]]
    ) -> list[Pick]:
        """Return choices from the table, then the best of each ranking from the open vocabulary, each with its readings."""
        spans = [choice.span for choice in choices] + [ranked[0][0] for ranked in opened]
        found = readings(document, log_p, spans, self.table, (one for ranked in opened for one in ranked))
        picks = []
        for choice in choices:
            origin = origin_name(int(self.table.origin[document.rows[choice.span, choice.place]]))
            phrase = int(document.candidates[choice.span, choice.place])
            picks.append(Pick(choice.span, phrase, choice.probability, origin, found[choice.span]))
        return picks + [Pick(*ranked[0], "model", found[ranked[0][0]]) for ranked in opened]

    def propose(
        self, document: Document, scores: Scores, spun: bool, references: References | None = None, protected: Spans = NOWHERE
    ) -> list[Edit]:
        """Return non-overlapping edits in text order, down to the settings' floor."""
        settings = self.settings
        listed = settings.directed_calibration if self._closed else settings.calibration
        edits = []
        for pick in self.choose(document, scores, spun, references, protected):
            weights = settings.open_calibration if pick.origin == "model" else listed
            confidence = calibrated(pick.probability, weights)
            edits.append(edit_of(pick, document, self.table.phrases, confidence))
        return sorted((e for e in edits if e.source != e.target), key=lambda e: e.start)


def _part_of(progress: Progress | None, offset: int, size: int, total: int) -> Progress | None:
    """What the reading of a section of ``size`` characters at ``offset`` of ``total`` tells its share to."""
    return None if progress is None else lambda share: progress((offset + _READING * share * size) / total)
