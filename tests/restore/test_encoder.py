"""The encoder, against transformers' own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from restore.encoder import Encoder, EncoderConfig

SIZES: dict[str, Any] = {
    "vocab_size": 50, "hidden_size": 24, "num_hidden_layers": 3, "num_attention_heads": 3, "intermediate_size": 40,
    "max_position_embeddings": 20, "layer_norm_eps": 1e-6,
}  # fmt: skip


@torch.inference_mode()
def test_outputs_are_those_of_transformers() -> None:
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    theirs = BertModel(BertConfig(**SIZES, attn_implementation="eager"), add_pooling_layer=False).eval()
    for name, parameter in theirs.named_parameters():
        torch.nn.init.normal_(parameter, mean=float("LayerNorm.weight" in name), std=0.3)
    ours = Encoder(EncoderConfig.from_dict(theirs.config.to_dict()))
    ours.load_state_dict(theirs.state_dict())  # every weight by its name
    lengths = torch.tensor([12, 5, 1])
    mask = (torch.arange(12)[None, :] < lengths[:, None]).long()
    inputs = torch.randn(3, 12, SIZES["hidden_size"])
    expected = theirs(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
    found = ours(inputs, mask)
    assert torch.allclose(found[mask.bool()], expected[mask.bool()], atol=1e-5)
    assert found.std() > 0.1


def test_a_model_is_loaded_without_transformers_and_compilers(tiny_model: Path) -> None:
    code = """import sys
from restore.restorer import Restorer
Restorer(sys.argv[1])
print({"torch._dynamo", "transformers"} & set(sys.modules))"""
    found = subprocess.run([sys.executable, "-c", code, str(tiny_model)], capture_output=True, text=True)
    assert (found.stdout, found.stderr) == ("set()\n", "")


@pytest.mark.parametrize(
    "change",
    [
        {"hidden_size": 25}, {"hidden_size": 0}, {"num_hidden_layers": "3"}, {"vocab_size": None}, {"intermediate_size": 4.5},
        {"max_position_embeddings": True}, {"layer_norm_eps": 0.0}, {"hidden_act": "relu"},
    ],
)  # fmt: skip
def test_other_architectures_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        EncoderConfig.from_dict(SIZES | change)


def test_what_is_missing_is_named_and_what_is_more_is_ignored() -> None:
    assert EncoderConfig.from_dict(SIZES | {"hidden_act": "gelu", "pad_token_id": 0}) == EncoderConfig(**SIZES)
    for name in SIZES:
        if name != "layer_norm_eps":
            with pytest.raises(ValueError, match=name):
                EncoderConfig.from_dict({key: value for key, value in SIZES.items() if key != name})
