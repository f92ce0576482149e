"""Any Hugging Face masked LM as an extra judge of the table's candidates.

As in LSBert (Qiang et al. 2020), the LM reads a pair: the sentence as it stands, then the sentence with masks where the span is,
so that the spun words remain in view. A candidate of n pieces gets n masks; its score is the sum of its pieces'
log-probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from restore.case import carry_case
from restore.device import CPU, device_memory
from restore.document import Document
from restore.errors import InputError
from restore.logprob import normalised
from restore.table import PhraseTable
from restore.tokens import sentence_spans

Floats = NDArray[np.float32]
WEIGHT = 0.35
TOP = 5
BATCH = 16
_RESERVED = 6  # positions: of special pieces up to four, and two that RoBERTa's family never uses


@dataclass(frozen=True)
class _Query:
    """A pair to read: piece ids, where the masks are, the pieces expected there, and the cell of log_p it is for."""

    ids: list[int]
    at: int
    target: list[int]
    span: int
    column: int


class MaskedLM:
    """A masked LM with its tokenizer."""

    @device_memory()
    def __init__(self, name: str, device: str = CPU) -> None:
        """Load by name (from the user's cache or the hub) or directory, to a device that is there (see restore.device).

        Raises InputError when that fails.
        """
        from transformers import AutoModelForMaskedLM, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False)
            self._model = AutoModelForMaskedLM.from_pretrained(name, trust_remote_code=False, use_safetensors=True).eval()
        except Exception as error:  # the hub, the file system and the format each raise their own kinds
            reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
            raise InputError(f"model {name!r} cannot be loaded ({reason}); name a directory or a model in your cache") from error
        if self._tokenizer.mask_token_id is None:
            raise InputError(f"model {name!r} has no mask token; a masked LM such as bert-base-uncased is needed")
        self._device = torch.device(device)
        self._model.to(self._device)
        self.name = name.rstrip("/").rsplit("/", 1)[-1]
        limit = getattr(self._model.config, "max_position_embeddings", 512)
        self._limit = min(limit, 512) - _RESERVED
        self._start = [i for i in (self._tokenizer.cls_token_id or self._tokenizer.bos_token_id,) if i is not None]
        self._separator = [i for i in (self._tokenizer.sep_token_id or self._tokenizer.eos_token_id,) if i is not None]
        # two between the texts of a pair in RoBERTa's family, one in BERT's
        self._between = self._separator * max(1, self._tokenizer.num_special_tokens_to_add(pair=True) - 2)

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids

    def _query(self, before: str, target: str, after: str, whole: list[int], span: int, column: int) -> _Query | None:
        # pieces of the target as they come in its context, not at the start of a text
        left, both = self._pieces(before.rstrip()), self._pieces(before + target)
        pieces, right = both[len(left) :], self._pieces(after)
        if not pieces or len(whole) + len(left) + len(pieces) + len(right) > self._limit:
            return None
        masked = left + [self._tokenizer.mask_token_id] * len(pieces) + right
        head = self._start + whole + self._between
        return _Query(head + masked + self._separator, len(head) + len(left), pieces, span, column)

    def _queries(self, document: Document, log_p: Floats, table: PhraseTable) -> list[_Query]:
        tokens, text = document.tokens, document.text
        sentences = sentence_spans(text)
        ends = np.array([e for _, e in sentences], dtype=np.int64)
        out: list[_Query] = []
        for span in np.flatnonzero((document.candidates[:, 0] >= 0) & (log_p[:, 0] < np.log(0.95))).tolist():
            first, stop = int(document.start[span]), int(document.start[span] + document.length[span])
            start, end = tokens.starts[first], tokens.ends[stop - 1]
            a, b = sentences[min(int(np.searchsorted(ends, start, side="right")), len(sentences) - 1)]
            whole = self._pieces(text[a:b].strip())
            source = tokens.texts[first:stop]
            best = np.argsort(-log_p[span, 2:], kind="stable")[:TOP].tolist()
            for column in [0] + [2 + k for k in best if np.isfinite(log_p[span, 2 + k])]:
                target = text[start:end]
                if column:
                    target = carry_case(source, table.phrases[int(document.candidates[span, column - 2])])
                query = self._query(text[a:start], target, text[end:b].rstrip(), whole, span, column)
                if query is not None:
                    out.append(query)
        return out

    @device_memory()
    @torch.inference_mode()
    def rescore(self, document: Document, log_p: Floats, table: PhraseTable) -> Floats:
        """Return log-probabilities [S, 2 + K] weighed by the LM's scores of the likeliest candidates against the spun wording."""
        queries = sorted(self._queries(document, log_p, table), key=lambda q: (len(q.ids), q.span, q.column))
        found: dict[int, dict[int, float]] = {}
        pad = self._tokenizer.pad_token_id or 0
        for at in range(0, len(queries), BATCH):
            part = queries[at : at + BATCH]
            longest = max(len(q.ids) for q in part)
            ids = torch.tensor([q.ids + [pad] * (longest - len(q.ids)) for q in part], device=self._device)
            mask = torch.tensor([[1] * len(q.ids) + [0] * (longest - len(q.ids)) for q in part], device=self._device)
            logits = self._model(input_ids=ids, attention_mask=mask).logits
            for row, query in enumerate(part):
                rows = torch.log_softmax(logits[row, query.at : query.at + len(query.target)].float().cpu(), dim=-1)
                score = float(rows[torch.arange(len(query.target)), torch.tensor(query.target)].sum())
                found.setdefault(query.span, {})[query.column] = score
        out = log_p.copy()
        for span, scores in found.items():
            if 0 in scores and len(scores) > 1:
                for column, score in scores.items():
                    out[span, column] += WEIGHT * float(np.clip(score - scores[0], -12, 12))
        return normalised(out)
