"""Hand-written sentences for phrases that need a context: "{}" is where a phrase stands."""

from __future__ import annotations

import random
from collections.abc import Sequence

SCIENCE = (
    "In recent years, {} has attracted a great deal of attention in the literature.",
    "The second section reviews earlier work on {} and states the open problems.",
    "Our experiments show that {} depends strongly on the size of the sample.",
    "We compare the results with those reported for {} in three earlier studies.",
    "The authors of that study argued that {} cannot be explained by chance alone.",
    "Several methods have been proposed for {}, but most of them need a large data set.",
    "As the figure shows, the curve for {} levels off after about ten minutes.",
    "A common weakness of these approaches is that {} is treated as a constant.",
    "The role of {} in this process is still poorly understood.",
    "Table 3 lists the parameters that were used for {} in each of the four trials.",
    "Following the usual definition, {} is measured at the end of every cycle.",
    "It is well known that {} can be affected by changes in temperature.",
    "The proposed system combines {} with a simple rule that needs no training.",
    "Future work should examine whether {} holds for other groups of patients.",
    "We thank the reviewers for pointing out that {} had been left out of the first version.",
    "With respect to {}, both groups gave almost the same answers.",
    "These findings suggest a link between {} and the cost of the whole procedure.",
    "For the sake of clarity, {} is described in the appendix rather than here.",
    "The error was reduced by half when {} was taken into account.",
    "No significant difference was found for {} between the two laboratories.",
)

NAMES = (
    "The report was first presented at a meeting of {} in the spring.",
    "Officials from {} declined to comment on the figures.",
    "She had worked for {} before she moved to the capital.",
    "According to {}, the number of cases rose again last year.",
    "The agreement with {} was signed after two years of talks.",
    "A spokesman said that {} would publish its answer next week.",
    "Critics of {} say that the money should have been spent at home.",
    "He told reporters that {} had been informed of the decision.",
    "The history of {} shows how hard such changes can be.",
    "Both sides agreed that {} should be mentioned in the final text.",
    "Few people outside the region had heard of {} before the vote.",
    "The letter, which was sent to {} in March, has never been answered.",
)

IDIOMS = (
    "It was, as one of the delegates put it, {}, and nobody disagreed.",
    "The speaker used the words {} more than once that evening.",
    "What he described was {}, although he never called it that.",
    "The article begins with {} and ends with a question.",
    "Asked what mattered most, she said {} without thinking twice.",
    "The phrase {} appears in almost every one of these letters.",
    "In the end the whole debate was about {}, and little else.",
    "For many readers, {} was the part that they remembered.",
)


def write_documents(
    phrases: Sequence[Sequence[str]], templates: Sequence[str], seed: str
) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return for each list of phrases a text, a sentence for each phrase, and where the phrases stand in it (code points).

    The same seed gives the same texts; in one text no template is used again before all have been.
    """
    draw = random.Random(f"documents {seed}")
    out: list[tuple[str, list[tuple[int, int]]]] = []
    for group in phrases:
        order: list[str] = []
        text = ""
        places: list[tuple[int, int]] = []
        for phrase in group:
            if not order:
                order = draw.sample(templates, len(templates))
            before, after = order.pop().split("{}")
            text += (" " if text else "") + before
            places.append((len(text), len(text) + len(phrase)))
            text += phrase + after
        out.append((text, places))
    return out
