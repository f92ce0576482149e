"""Markdown: what is read as text, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from restore.errors import InputError
from restore.formats.pick import Format
from tests.fuzz.invariants import check
from tests.restore.formats.shared import change, changed, read

MD = Format.MD


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One **bold\nword** here.", "One bold word here."),
        ("> quoted\n> *over\n> lines*", "quoted over lines"),
        ("# Head #\n\nText\n====\n", "Head\n\nText"),
        ("- one\n  more\n- [x] two\n  1. three", "one more\n\ntwo\n\nthree"),
        ("| a | b |\n|---|---|\n| c \\| d | *e* f |", "a\n\nb\n\nc | d\n\ne f"),
        ("See [the *site*](http://x.y 'title') now.", "See the site now."),
        ("See [the text][key] now.\n\n[key]: http://x.y 'title'", "See the text now."),
        ("A note[^1].\n\n[^1]: Its words.", "A note.\n\nIts words."),
        ("forced  \nbreak\\\nhere", "forced\nbreak\nhere"),
        ("caf&eacute; &amp; \\*stars\\*", "café & *stars*"),
        ("end <b>raw</b> tag<br>new", "end raw tag\nnew"),
        ("windows\r\nbreak", "windows break"),
        ("Term\n: Its meaning", "Term\n\nIts meaning"),
        ("> [!NOTE]\n> words", "words"),
    ],
)
def test_running_text(source: str, text: str) -> None:
    assert read(source, MD).text == text


UNTOUCHED = """\
---
title: extra safety
---

    extra indented

```py
extra = "safety"
```

`extra` and ``safety ` extra`` and $extra$ and <http://extra.org/safety> and https://extra.org/safety and me@extra.org

[extra]: http://extra "safety"
[a](extra "safety") ![extra](safety.png) [extra] [extra][] [[extra]] {{ extra }} {% extra %} {.extra}

<div class="extra">
extra
</div>

<!-- extra --> a <kbd>extra</kbd> <script>extra</script> <i title="extra">b</i>

+ a
***
"""


def test_code_targets_and_front_matter_are_not_written() -> None:
    found = read(UNTOUCHED, MD)
    written = change(found, extra="more", safety="security")
    assert written.render() == UNTOUCHED.encode() and not written.edits
    assert "indented" not in found.text and "title" not in found.text and "div" not in found.text
    pluses = "+++\ntitle = 'extra'\n+++\n\nextra\n"
    assert changed(pluses, MD, extra="more") == "+++\ntitle = 'extra'\n+++\n\nmore\n"


@pytest.mark.parametrize(
    ("source", "words", "result"),
    [
        ("**extra** *safety*.", {"extra_safety": "more security"}, "**more** *security*."),
        ("a *number of* people", {"a_number_of": "several"}, "*several* people"),
        ("very *good* indeed", {"very_good_indeed": "fine"}, "*fine*"),
        ("> a number\n> of people", {"a_number_of": "several"}, "> several\n> people"),
        ("> in\n> the house", {"in_the": "within the"}, "> within\n> the house"),
        ("See a [number of](x) men", {"a_number_of": "several"}, "See [several](x) men"),
        ("[a](http://x.y)-extra", {"extra": "more"}, "[a](http://x.y)-more"),
        ("the [big *house*](x) of", {"big_house": "mansion"}, "the [*mansion*](x) of"),
        ("say \\*extra\\* twice", {"*extra*": "more"}, "say more twice"),
        ("caf&eacute;s", {"cafés": "bars"}, "bars"),
        ("a extra b", {"extra": "*x* [y](z) <b> &amp; `c` ~d~ $e$ a_b_ |"}, None),
        ("extra", {"extra": "# no head"}, None),
        ("extra", {"extra": "1. no list"}, None),
        ("extra", {"extra": "- no list"}, None),
        ("| extra |\n|---|", {"extra": "a | b"}, None),
    ],
)
def test_edits_leave_the_markup(source: str, words: dict[str, str], result: str | None) -> None:
    new = changed(source, MD, **words)
    if result is not None:
        assert new == result
    else:
        ((old, word),) = words.items()
        assert read(new, MD).text == read(source, MD).text.replace(old, word)


def test_an_edit_that_would_change_markup_is_left_out_and_the_others_are_made() -> None:
    written = change(read("a *good* thing, extra safe", MD), good="", extra="more")
    assert written.render() == b"a *good* thing, more safe"
    assert [e.source for e in written.left_out] == ["good"]


def test_nothing_but_markup_is_one_line() -> None:
    with pytest.raises(InputError, match=r"^a.md: holds no text outside of its markup"):
        read("```\ncode\n```", MD)


inline = st.recursive(
    st.sampled_from(["word", "two words", "a\nb", "`code`", "&amp;", "\\*", "x_y", "1 < 2", "it's", "“q”"]),
    lambda inner: st.builds(
        lambda parts, wrap: wrap.format(" ".join(parts)),
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(["{}", "*{}*", "**{}**", "[{}](http://x.y)", "_{}_"]),
    ),
    max_leaves=8,
)
blocks = st.builds(
    lambda text, wrap: wrap.format(text) if "\n" in wrap else wrap.format(text.replace("\n", " ")),
    inline,
    st.sampled_from(["{}\n", "# {}", "> {}", "- {}", "1. {}", "    {}", "```\n{}\n```", "<p>\n{}\n</p>", "| {} |\n|---|"]),
)
documents = st.lists(blocks, min_size=1, max_size=6).map("\n\n".join)


@given(documents)
def test_any_edits_of_any_document(source: str) -> None:
    check(source.encode(), MD)


@given(documents)
def test_another_parser_sees_the_same_markup(source: str) -> None:
    try:
        found = read(source, MD)
    except InputError:
        return
    new = change(found, word="term", two="three").render().decode()
    tags = [[t.tag for b in MarkdownIt().enable("table").parse(s) for t in b.children or [b]] for s in (source, new)]
    assert tags[0] == tags[1]


@given(st.text(max_size=80))
def test_any_text(source: str) -> None:
    check(source.encode("utf-8", "surrogatepass"), MD)


@pytest.mark.parametrize(
    ("source", "target", "result"),
    [
        ("a {extra [b}", "#id", "a {\\#id [b}"),
        ("{extra x}} safe", "{", "{\\{ x}} safe"),
        ("see extra.org/a safe", "www", "see extra.org/a safe"),
    ],
)
def test_an_edit_makes_no_address_or_template_tag_of_text(source: str, target: str, result: str) -> None:
    assert change(read(source, Format.MD), extra=target).render().decode() == result
