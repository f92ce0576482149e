"""BERT's encoder (Devlin et al. 2019); its weights bear the names that they have in transformers' BertModel.

transformers would do, but takes five seconds to import, most of what it takes to restore a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class EncoderConfig:
    """The sizes of an encoder, by the names of transformers' BertConfig."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12

    def __post_init__(self) -> None:
        """Check the sizes; raises ValueError."""
        for f in fields(self):
            value = getattr(self, f.name)
            if type(value) not in (int, float) or value <= 0 or (type(value) is float) != (f.name == "layer_norm_eps"):
                raise ValueError(f"{f.name} cannot be {value!r}")
        if self.hidden_size % self.num_attention_heads:
            raise ValueError(f"hidden_size {self.hidden_size} cannot be shared by {self.num_attention_heads} heads")

    @staticmethod
    def from_dict(values: Mapping[str, object]) -> EncoderConfig:
        """Take what is needed of a BertConfig's fields; raises ValueError for what is missing or another architecture."""
        if values.get("hidden_act", "gelu") != "gelu":
            raise ValueError(f"hidden_act is gelu, not {values['hidden_act']!r}")
        known = {f.name: values[f.name] for f in fields(EncoderConfig) if f.name in values}
        try:
            return EncoderConfig(**known)  # type: ignore[arg-type]  # checked there
        except TypeError as error:
            raise ValueError(f"a size of the encoder is missing: {error}") from error


class _Projected(nn.Module):
    """A projection, then the sum with what it is added to, normalised."""

    def __init__(self, size: int, config: EncoderConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(size, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)

    def forward(self, values: Tensor, hidden: Tensor) -> Tensor:
        normalised: Tensor = self.LayerNorm(self.dense(values) + hidden)
        return normalised


class _Attention(nn.Module):
    """Self-attention with several heads (Vaswani et al. 2017)."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        d = config.hidden_size
        self.heads = config.num_attention_heads
        self.self = nn.ModuleDict({name: nn.Linear(d, d) for name in ("query", "key", "value")})
        self.output = _Projected(d, config)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        windows, length, width = hidden.shape
        query, key, value = (p(hidden).view(windows, length, self.heads, -1).transpose(1, 2) for p in self.self.values())
        read = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended: Tensor = self.output(read.transpose(1, 2).reshape(windows, length, width), hidden)
        return attended


class _Layer(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.attention = _Attention(config)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(config.hidden_size, config.intermediate_size)})
        self.output = _Projected(config.intermediate_size, config)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        hidden = self.attention(hidden, mask)
        fed: Tensor = self.output(functional.gelu(self.intermediate["dense"](hidden)), hidden)
        return fed


class _Embeddings(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        d = config.hidden_size
        self.word_embeddings = nn.Embedding(config.vocab_size, d)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, d)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, d)
        self.LayerNorm = nn.LayerNorm(d, eps=config.layer_norm_eps)

    def forward(self, inputs: Tensor) -> Tensor:
        """Add positions and the first kind of text to inputs [W, L, d]."""
        places = self.position_embeddings.weight[: inputs.shape[1]]
        placed: Tensor = self.LayerNorm(inputs + places + self.token_type_embeddings.weight[0])
        return placed


class Encoder(nn.Module):
    """Word pieces' vectors → vectors that know their context."""

    def __init__(self, config: EncoderConfig) -> None:
        """Build with random weights."""
        super().__init__()
        self.embeddings = _Embeddings(config)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(_Layer(config) for _ in range(config.num_hidden_layers))})

    @property
    def word_embeddings(self) -> nn.Embedding:
        """The vectors of word pieces [V, d]."""
        return self.embeddings.word_embeddings

    @property
    def layers(self) -> list[nn.Module]:
        """The layers, the lowest first."""
        return list(self.encoder["layer"].children())

    def forward(self, inputs: Tensor, mask: Tensor) -> Tensor:
        """Return outputs [W, L, d] for inputs [W, L, d] without positions and a mask [W, L] that is not 0 where something stands.

        Outputs where nothing stands mean nothing.
        """
        hidden: Tensor = self.embeddings(inputs)
        seen = mask.bool()[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, seen)
        return hidden
