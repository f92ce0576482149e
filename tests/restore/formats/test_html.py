"""HTML: what is read as text, and that nothing else changes."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML

from restore.errors import InputError
from restore.formats.html import Html
from restore.formats.html_encoding import declared, decode_html
from restore.formats.html_scan import raw_end
from restore.formats.pick import Format
from tests.fuzz.invariants import check
from tests.restore.formats.shared import change, changed, read

HTML = Format.HTML


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One <b>bold\n   word</b> <i>here</i>.</p>", "One bold word here."),
        ("<h1>Head</h1><p>A<p>B<ul><li>C<li>D</ul><table><tr><td>E<td>F</table>", "Head\n\nA\n\nB\n\nC\n\nD\n\nE\n\nF"),
        ("a<br>b <!-- c --> d", "a\nb d"),
        (
            "R&amp;D, AT&T, &lt;b&gt;, &rsquo;s caf&eacute; &#8217;&#x2019;, &notit; &nope;",
            "R&D, AT&T, <b>, ’s café ’’, ¬it; &nope;",
        ),
        ("<title>T &amp; <b></title><body>x", "T & <b>\n\nx"),
        ("1 < 2 <3 </> <?php echo 1 ?> x", "1 < 2 <3 x"),
        ("<span lang=fr>mot</span> <span lang=en-GB>word</span> <p lang=de>Wort", "mot word"),
        ("<html lang=fr><title>mot</title><p>mot <b>mot</b><div lang=EN_us>word <b>word</b></div>mot", "word word"),
        ("<p>a<p lang=fr>mot <span lang=en>word</span> mot <i lang=en>other</i> mot</p>z", "a\n\nword\n\nother\n\nz"),
        ("<body lang=de><ul lang=''><li>a<li lang=fr>b<li xml:lang=und>c</ul>d", "a\n\nc"),
        ("<html lang=de><title>Wort</title><body><p>Wort <br>Wort<pre>x</pre>", "Wort\n\nWort \nWort"),
        ("<html lang=de><p lang=enm>wordes</p><pre lang=en>x</pre>", "wordes"),
        ("<custom-el>a</custom-el><custom-el>b", "a\n\nb"),
        ("a<svg><p>b</svg>c<math><mi>x</mi></math>d", "a\n\nb\n\ncd"),
        ("a <code>b</code> <kbd>c</kbd>", "a b c"),
    ],
)
def test_running_text(source: str, text: str) -> None:
    assert read(source, HTML).text == text


UNTOUCHED = """\
<!DOCTYPE html SYSTEM "extra">
<html extra><head><style>extra { content: "</p>extra" }</style><meta name=extra content='extra > extra'>
<script>var a = "<p>extra</p>", b = '<\\/script>extra'; <!-- <script>extra</script> extra --> extra</script></head>
<body class="extra"><a href="extra?a=1&extra=2" title='<script>extra</script>' data-x=<extra>>link</a>
<!-- extra <p>extra</p> --!><!--><!--extra--><pre>extra <b>extra</b></pre><code>extra</code><textarea><p>extra</p></textarea>
<select><option>extra</select><svg><title>extra</title><style><a>extra</a></style><![CDATA[ <p>extra ]]></svg>
<iframe><p>extra</iframe><noscript><p>extra</noscript><![CDATA[extra]]><?extra extra?></ extra><p lang="fr">extra</p>
<span translate=no>extra</span><template>extra</template><img alt="extra" src=extra><input value="extra"><p extra/>
</body></html><script>extra"""


def test_tags_scripts_and_all_that_is_no_text_are_not_written() -> None:
    written = change(read(UNTOUCHED, HTML), extra="more")
    assert written.render() == UNTOUCHED.encode() and not written.edits


@pytest.mark.parametrize(
    ("source", "words", "result"),
    [
        ("See a <b>number\n of</b> men", {"a_number_of": "several"}, "See <b>several</b> men"),
        ("<b>extra</b> <i>safety</i>", {"extra_safety": "more security"}, "<b>more</b> <i>security</i>"),
        ("in\n   the house", {"in_the": "within the"}, "within\n   the house"),
        ("the <a href=x>big <i>house</i></a>.", {"big_house": "man sion"}, "the <a href=x>man <i>sion</i></a>."),
        ("extra &amp; safe", {"extra": "<b>&lt;"}, "&lt;b&gt;&amp;lt; &amp; safe"),
        ("R&amp;D", {"R&D": "Q&A"}, "Q&amp;A"),
        ("won&rsquo;t go", {"won’t": "will not"}, "will not go"),
        ("x<br>extra", {"extra": "more"}, "x<br>more"),
        ("<p>extra", {"extra": "</p><script>alert(1)</script>"}, "<p>&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_edits_leave_the_markup(source: str, words: dict[str, str], result: str) -> None:
    assert changed(source, HTML, **words) == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<p lang=fr>extra <b>extra</b> <span lang=en>extra</span>", "<p lang=fr>extra <b>extra</b> <span lang=en>more</span>"),
        ("extra <i lang=fr>extra <b lang=en-GB>extra</b> extra</i>", "more <i lang=fr>extra <b lang=en-GB>more</b> extra</i>"),
        ("<p lang=en>extra <i lang=zxx>extra</i>", "<p lang=en>more <i lang=zxx>extra</i>"),
        ("<html lang=it>extra<div lang=en>extra", "<html lang=it>extra<div lang=en>more"),
        ("<html lang=it><body lang=en>extra", "<html lang=it><body lang=en>more"),
        ("<html lang=it><p>extra", "<html lang=it><p>extra"),
        ("<p lang=en translate=no>extra<p translate=no lang=en>extra<p>extra", None),
    ],
)
def test_only_english_is_written(source: str, result: str | None) -> None:
    written = change(read(source, HTML), extra="more")
    assert written.render().decode() == (result or source[: -len("extra")] + "more")


def test_an_edit_that_would_be_read_as_an_entity_is_left_out() -> None:
    written = change(read("R&D and extra", HTML), D="lt;", extra="more")
    assert written.render() == b"R&D and more" and len(written.left_out) == 1


@pytest.mark.parametrize(
    "script",
    ["a</script>", "<!--</script>", "<!--<script></script>--></script>", "<!--<script>--></script>", "<!--><script></script>"],
)
def test_scripts_end_where_another_parser_ends_them(script: str) -> None:
    source = f"<script>{script}<p>after"
    (node,) = JustHTML(source, sanitize=False).query("script")
    assert source[8 : raw_end(source, "script", 8)] == node.to_text(strip=False)


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b'<meta charset="ISO-8859-1">', "cp1252"),
        (b"<!-- <meta charset=gbk> --><META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'>", "cp1251"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso8859-2"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=nonsense>", "utf-8"),
        (b"<title>a<meta name=x></title>", "utf-8"),
        (b" " * 1100 + b"<meta charset=gbk>", "utf-8"),
    ],
)
def test_encoding_as_declared(head: bytes, codec: str) -> None:
    assert decode_html(head + b"<p>text", "a.html").encoding == codec


def test_encoding_is_kept_and_what_it_lacks_is_written_as_a_reference() -> None:
    data = "<meta charset=latin2><p>Łódź extra".encode("iso8859-2")
    assert change(
        read(data, HTML), extra="“naïve” ’s"
    ).render() == "<meta charset=latin2><p>Łódź &#8220;na&#239;ve&#8221; &#8217;s".encode("iso8859-2")
    marked = codecs.BOM_UTF16_LE + "<meta charset=utf-8><p>extra".encode("utf-16-le")
    assert change(read(marked, HTML), extra="more").render() == codecs.BOM_UTF16_LE + "<meta charset=utf-8><p>more".encode(
        "utf-16-le"
    )


def test_bytes_that_are_in_no_encoding_stay() -> None:
    data = b"<meta charset=utf-8><p>a \xff\x81 extra"
    found = read(data, HTML)
    assert "2 bytes invalid" in found.notes[0]
    assert change(found, extra="more").render() == b"<meta charset=utf-8><p>a \xff\x81 more"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<p></p><script>x</script>", "holds no text outside of its markup"),
        (b"  ", "is empty"),
        (b"<meta charset=utf-8>" + b"\0\1\2" * 50, "is binary"),
        (b"<meta charset=iso-2022-jp>\x1b$B\x1b$B\x1b(B\x1b(Btext", "not in the encoding 'iso-2022-jp'"),
        (b"%PDF-1.4", "is a PDF"),
    ],
)
def test_bad_input_is_one_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read(data, HTML)
    assert str(caught.value).startswith("a.html: ") and "\n" not in str(caught.value)


def test_xhtml_by_the_grammar_of_xml() -> None:
    source = '<?xml version="1.0"?><html><script src="x"/><p>a<br/>extra <![CDATA[extra > ]]> &amp; <?pi > extra?> </p></html>'
    found = read(source, HTML, "a.xhtml")
    assert found.text == "a\nextra &"
    assert change(found, extra="more").render().decode() == source.replace("extra <!", "more <!")
    laughs = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><p>&b;</p></html>'
    with pytest.raises(InputError, match=r"^a.xhtml: declares entities of its own"):
        read(laughs, HTML, "a.xhtml")


def test_the_time_for_hostile_pages_grows_with_their_length_only() -> None:
    def seconds(size: int) -> float:
        begun = time.process_time()
        for source in (
            "<p>{}x</q>",
            "<svg>{}</p>",
            "<span><div>{}</span>",
            "<a b='{}",
            "<!--{}",
            "&a{}",
            "<script><!--<script>{}",
        ):
            opens, _, closes = source.partition("{}")
            Html().lay_out(opens * size + closes * size)
        return time.process_time() - begun

    # eight times as long; by the square of the length it would be sixty-four
    assert seconds(4000) < 30 * seconds(500) + 0.5


tags = st.sampled_from(
    "p div b i a span script style pre code textarea title svg math table td li ul br select template q".split()
)
attributes = st.sampled_from(
    ["", " class=x", ' title="a > b"', " data-a='<p>'", " lang=fr", " lang=en", " /", " x=<", ' href="?a&amp;b"']
)
texts = st.sampled_from(
    [
        "word",
        " two words ",
        "\n\n",
        "&amp;",
        "&lt;b&gt;",
        "<",
        ">",
        "a&b",
        "&#x2019;",
        "<!-- c -->",
        "]]>",
        "<![CDATA[x]]>",
        "<?x?>",
        "é’",
    ]
)
nodes = st.recursive(
    texts,
    lambda inner: st.builds(
        lambda tag, attribute, parts, end: f"<{tag}{attribute}>{''.join(parts)}{end and f'</{tag}>'}",
        tags,
        attributes,
        st.lists(inner, max_size=4),
        st.booleans(),
    ),
    max_leaves=12,
)


@given(st.lists(nodes, min_size=1, max_size=5).map("".join))
def test_any_edits_of_any_page(source: str) -> None:
    check(source.encode(), HTML)
    check(source.encode(), HTML, "a.xhtml")


@given(st.binary(max_size=80))
def test_any_bytes(data: bytes) -> None:
    check(data, HTML)
    declared(data)
