"""The brief of a watch: its rows, and the same rows as text, Markdown, HTML and JSON."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.products.outlooks import TODAY, Case, assessment, case, empty, item, reading, reread, score

from tocsin.errors import DataError
from tocsin.products.lint import lint
from tocsin.products.warning_brief import html
from tocsin.products.warning_brief.compose import brief_of
from tocsin.products.warning_brief.data import brief_from_json, brief_json
from tocsin.products.warning_brief.html import brief_html
from tocsin.products.warning_brief.markdown import brief_md, escaped
from tocsin.products.warning_brief.phrases import endnote_parts, web_address
from tocsin.products.warning_brief.rows import HEADINGS, Brief
from tocsin.products.warning_brief.text import brief_text


def made(one: Case | None = None) -> Brief:
    return brief_of(*(one or case()).given())


def said(brief: Brief, key: str) -> list[str]:
    """The sentences of a section, with their citations."""
    (section,) = (one for one in brief.sections if one.key == key)
    return [
        f"{one.kind}: "
        + "".join(f"“{part.text}”" if part.kind == "quote" else part.text for part in one.parts)
        + "".join(f"[{n}]" for n in one.citations)
        for one in section.statements
    ]


SENTENCES = [
    pytest.param(
        "judgement",
        "judgement: Attacks on shipping: a roughly even chance (46 %) within 30 days, up from 31 % on 13 March 2021.[1][2][3][4]",
        id="the leading one",
    ),
    pytest.param("judgement", "note: By this is meant: Ships are attacked again in the strait, and nowhere else.", id="what is meant"),
    pytest.param(
        "judgement",
        "note: The confidence in the basis of this is moderate: two of five state broadcasters have been silent since 17 March; one item in two rests on unnamed sources.",
        id="confidence",
    ),
    pytest.param(
        "judgement",
        "note: The warning level is elevated (watch a week earlier): attacks on shipping are at 5.1 times their base rate.",
        id="level",
    ),
    pytest.param(
        "new",
        "judgement: Attacks on shipping: from 31 % to 46 %, moved most by this: Ships are attacked in the strait (+3.1 decibans); Arland's war cabinet meets (+1.2 decibans).[1][2][3][4]",
        id="moved",
    ),
    pytest.param(
        "new",
        "judgement: Nothing changes: from 47 % to 34 %, as another has gained more: Attacks on shipping.[1][2][3][4]",
        id="moved by another",
    ),
    pytest.param(
        "why",
        "claim: Ships are attacked in the strait: 1 incident in the 7 days to 20 March 2021, 0.05 expected (p = .049, 4.4 bits, no earlier window has so much); for what leads by 4.1 decibans.[1][2][3]",
        id="for",
    ),
    pytest.param("why", "note: Reserves are called up: looked for, not seen; against what leads by 1.3 decibans.", id="against"),
    pytest.param("why", "note: Borland holds exercises: 1 of 1 incident was to be expected anyhow (on the yearly plan).[8]", id="routine"),
    pytest.param("why", "note: Not measured (not enough history: 3 of 8 windows): Embassies leave.", id="not measured"),
    pytest.param(
        "alternatives",
        "judgement: Raid through the Red Heron: very unlikely (11 %) within 30 days, up from 8 % on 13 March 2021.[4]",
        id="an alternative",
    ),
    pytest.param("alternatives", "note: The confidence in the basis of this is low.", id="its own confidence"),
    pytest.param(
        "alternatives",
        "note: It would gain most from this, if it were seen: Reserves are called up (expected in 70 % of cases if it comes, in 60 % if another does).",
        id="what would move it",
    ),
    pytest.param(
        "change",
        "note: The order hangs on this: Ships are attacked in the strait. Without it another would lead: Nothing changes (53 %).[1][2][3]",
        id="linchpin",
    ),
    pytest.param(
        "change",
        "note: The source that matters most is diplomats, unnamed: without all that rests on it alone, what leads would stand at 41 %.",
        id="source",
    ),
    pytest.param("change", "note: Scored by what speaks against each, another leads: Nothing changes.", id="another scoring"),
    pytest.param(
        "change",
        "note: What would tell most, if it were looked for now: Reserves are called up (0.19 bits expected); Embassies leave (0.07 bits expected).",
        id="value of information",
    ),
    pytest.param(
        "change",
        "assumption: It is assumed that exactly one of the 4 scenarios comes within 30 days; 25 % of the cells of evidence and scenario are rated by nobody and taken as neutral.[6]",
        id="assumption",
    ),
    pytest.param("ahead", "claim: 27 March 2021: “Yearly exercise” (routine).[8]", id="planned"),
    pytest.param("ahead", "note: No day known: Arland threatens to close the strait.", id="without a day"),
    pytest.param(
        "ahead",
        "judgement: Do the two presidents meet by 30 April 2021? Yes: very unlikely (12 %); base rate 5 %; issued 19 March 2021, decided by 30 April 2021.[6]",
        id="a question",
    ),
    pytest.param("disputed", "claim: Affirmed by Borland's navy and diplomats, to Morning Post (unnamed).[1][2]", id="one side"),
    pytest.param("disputed", "claim: Denied by Arland.[3]", id="the other side"),
    pytest.param("scorecard", "note: Nothing is resolved yet: 12 forecasts open, 0 void.", id="no record yet"),
    pytest.param("sourcing", "note: State media: 17 % of the articles; of the incidents 67 % rest on one origin.", id="shares"),
]


@pytest.mark.parametrize(("key", "sentence"), SENTENCES)
def test_a_sentence(key, sentence):
    assert sentence in said(made(), key)


EMPTY = [
    pytest.param("judgement", "judgement: Attacks on shipping: unlikely (25 %) within 30 days.[1]", id="cites the watch itself"),
    pytest.param("judgement", "note: Nothing that was seen speaks for it; no base rate is known.", id="rests on nothing"),
    pytest.param("new", "note: There is no earlier assessment to compare with.", id="nothing earlier"),
    pytest.param("change", "note: There is no evidence yet that could be taken away.", id="no evidence"),
    pytest.param("ahead", "note: Nothing is known to be planned.", id="nothing planned"),
    pytest.param("disputed", "note: Nothing that is new is disputed.", id="nothing disputed"),
    pytest.param("scorecard", "note: Nothing has been forecast yet, so there is no record to judge this by.", id="nothing forecast"),
    pytest.param("sourcing", "note: It rests on no article: nothing that was read is counted by an indicator.", id="nothing read"),
]


@pytest.mark.parametrize(("key", "sentence"), EMPTY)
def test_a_sentence_on_the_first_day(key, sentence):
    assert sentence in said(made(empty()), key)


@pytest.mark.parametrize(
    ("one", "key", "sentence"),
    [
        pytest.param(
            case(scores=(score(resolved=46, issued=60, brier=0.081, base_brier=0.104, skill_base=0.22, open=3, void=1),)),
            "scorecard",
            "note: Over all: Brier 0.081 on 46 resolved forecasts of 60; base rate 0.104; 3 open; 1 void; skill +0.22 over the base rate.",
            id="resolved",
        ),
        pytest.param(
            case(weighed=replace(case().outlook.weighed, assumed=("talks", "calm"))),
            "change",
            "assumption: Where no base rate is known, an equal share of what the others leave is taken for it: Talks; Nothing changes.[6]",
            id="base rates taken for granted",
        ),
        pytest.param(
            case(earlier=case().outlook.assessments),
            "new",
            "note: Attacks on shipping, Raid through the Red Heron, Talks and Nothing changes: as before.",
            id="nothing moved",
        ),
        pytest.param(case(fresh=()), "new", "note: No incident that the watch counts became known in the week before.", id="nothing new"),
        pytest.param(
            case(assessments=(assessment("calm", 0.996, TODAY, base=None), assessment("strait", 0.004, TODAY, base=0.09)), earlier=()),
            "judgement",
            "judgement: Nothing changes: 99.6 % within 30 days.[1]",
            id="beyond the words",
        ),
        pytest.param(
            case(assessments=(assessment("calm", 0.97, TODAY, base=None), assessment("strait", 0.03, TODAY, base=0.09)), earlier=()),
            "alternatives",
            "judgement: Attacks on shipping: almost no chance (3 %) within 30 days.[2][3][4][5]",
            id="no article before it",
        ),
        pytest.param(
            case(level_because="it is happening: Raid through the Red Heron"),
            "judgement",
            "note: What has come sets the level; the number tells of what is still to come.",
            id="it has come",
        ),
        pytest.param(
            case(assessments=(assessment("strait", 0.09, TODAY, base=0.09), *case().outlook.assessments[1:]), earlier=()),
            "alternatives",
            "note: Some of what is seen speaks for it, and has not raised it: Ships are attacked in the strait; "
            "Arland's war cabinet meets; its base rate is 9 %, and this is 1.0 times as much.[8]",
            id="what speaks for it has not raised it",
        ),
        pytest.param(
            case(readings=reread(ships={"value": 0.0, "incidents": ()})),
            "judgement",
            "note: It rests mostly on this: Ships are attacked in the strait (in an earlier window, not in this one); "
            "Arland's war cabinet meets; its base rate is 9 %, and this is 5.1 times as much.[5]",
            id="in an earlier window",
        ),
        pytest.param(
            case(readings=reread(ships={"value": 0.0, "incidents": ()})),
            "why",
            "note: Ships are attacked in the strait: 0 incidents in the 7 days to 20 March 2021, 0.05 expected "
            "(an earlier window had it, and it has not lapsed); for what leads by 4.1 decibans.",
            id="not lapsed",
        ),
        pytest.param(
            case(readings=reread(callup={"value": 2.0})),
            "why",
            "note: Reserves are called up: there, and not shown to be unusual; against what leads by 1.3 decibans.",
            id="there, not unusual",
        ),
        pytest.param(
            case(readings=reread(callup={"value": 2.0})),
            "change",
            "note: What would tell most, if it were looked for now: Embassies leave (0.07 bits expected).",
            id="what is there need not be looked for",
        ),
        pytest.param(
            case(readings=reread(cabinet={"incidents": (), "claims": ("claim-1",), "unit": "claims"})),
            "why",
            "claim: Arland's war cabinet meets: 2 claims in the 7 days to 20 March 2021, 0.2 expected (p = .014, 6.2 bits, "
            "last so much in the window to 12 November 2018); for what leads by 1.2 decibans, as one of several items of the same origin.[5]",
            id="what is only said is no fact",
        ),
        pytest.param(
            case(weighed=replace(case().outlook.weighed, linchpins=("ships", "callup"))),
            "change",
            "note: The order hangs on this: Ships are attacked in the strait; Reserves are called up (not seen). "
            "Without them another would lead.[1][2][3]",
            id="a linchpin that is not seen",
        ),
        pytest.param(
            case(readings=reread(embassy={"note": "no article was read in this window"})),
            "why",
            "note: Not measured (no article was read in this window): Embassies leave.",
            id="not measured for want of articles",
        ),
    ],
)
def test_a_sentence_in_another_case(one, key, sentence):
    assert sentence in said(made(one), key)


@pytest.mark.parametrize(
    "one",
    [case(), empty(), case(earlier=()), case(incidents={}), case(scores=(), planned=(), past=())],
    ids=["full", "empty", "first", "no incidents", "bare"],
)
def test_what_is_composed_passes_the_lint_and_has_all_sections(one):
    brief = made(one)
    assert [section.key for section in brief.sections] == list(HEADINGS)
    assert all(section.statements for section in brief.sections)
    assert lint(brief) == ()


def test_what_is_warned_of_goes_before_the_rest():
    others = (assessment("strait", 0.2, TODAY, base=0.09), assessment("talks", 0.1, TODAY, base=0.1))
    assessed = (*others, assessment("calm", 0.7, TODAY, base=None))
    brief = made(case(assessments=assessed, earlier=(), level_because="“Attacks on shipping” has a probability of 20 %"))
    assert [row.id for row in brief.scenarios] == ["strait", "talks", "calm"]
    assert [one.subject for section in brief.sections[:1] for one in section.statements if one.kind == "judgement"] == ["strait", "calm"]
    assert said(brief, "judgement")[1].startswith("note: The warning level is elevated")
    assert [one.partition(":")[2].split(":")[0] for one in said(brief, "alternatives") if one.startswith("judgement")] == [" Talks"]
    assert lint(brief) == ()
    routine = made(case(assessments=assessed, earlier=(), level="routine", level_because="“Attacks on shipping” has a probability of 20 %"))
    assert [one.subject for one in routine.sections[0].statements if one.kind == "judgement"] == ["calm"]


def test_of_two_scenarios_the_other_stays_an_alternative():
    assessed = (assessment("strait", 0.2, TODAY, base=0.09), assessment("calm", 0.8, TODAY, base=None))
    brief = made(case(assessments=assessed, earlier=(), level_because="“Attacks on shipping” has a probability of 20 %"))
    assert lint(brief) == ()


def test_what_is_meant_is_told_whole():
    long = "Ships are attacked " + "again and again " * 60 + "in the strait."
    scenarios = tuple(replace(one, statement=long) if one.id == "strait" else one for one in case().outlook.watch.scenarios)
    brief = made(case(watch=replace(case().outlook.watch, scenarios=scenarios)))
    assert f"note: By this is meant: {long}" in said(brief, "judgement")


@pytest.mark.parametrize(
    ("same", "words"),
    [((2, 4), "Same origin: [2] [4]."), (tuple(range(2, 8)), "[6] [7]."), (tuple(range(2, 22)), "[2] [3] [4] [5] [6] and 15 more.")],
    ids=["few", "one more is named", "many"],
)
def test_many_endnotes_of_one_origin_are_counted(same, words):
    note = replace(made().endnotes[0], same_origin=same)
    assert "".join(part.text for part in endnote_parts(note)).endswith(words)


def test_endnotes_tell_of_shared_origins_copies_and_grades():
    one = case()
    mines, met, _ = one.outlook.incidents.values()
    shared = replace(met, origins=tuple(replace(o, key=mines.origins[1].key) for o in met.origins))
    notes = {n.number: n for n in made(one.with_(incidents={**one.outlook.incidents, met.id: shared})).endnotes}
    assert (notes[2].same_origin, notes[4].same_origin) == ((4,), (2,))
    assert notes[2].repeated_by == ("Far Herald",)
    assert [(n.side, n.reliability, n.credibility) for n in list(notes.values())[:3]] == [
        ("affirms", "F", 4),
        ("affirms", "F", 4),
        ("denies", "F", None),
    ]
    assert notes[4].chain == ("Daily Lamp", "diplomats (unnamed)")
    assert sorted(notes) == list(range(1, len(notes) + 1))


def test_what_is_not_at_hand_is_cited_without_its_words():
    brief = brief_of(case().outlook, {}, {}, {})
    assert lint(brief) == ()
    assert "its words are not at hand" in brief_text(brief)


# As text, Markdown, HTML


@pytest.mark.parametrize("width", [60, 80, 120])
def test_text_is_wrapped_and_whole(width):
    text = brief_text(made(), width=width)
    body = [line for line in text.splitlines() if "http" not in line and "  " not in line.strip()]
    assert max(map(len, body)) <= width
    flat = " ".join(text.split())
    for key in ("judgement", "why", "change"):
        for sentence in said(made(), key):
            words = re.sub(r"\[\d+\]", "", sentence.partition(": ")[2])
            assert words in flat.replace(" claim ", " ").replace(" judgement ", " ") or words in flat


def test_a_number_and_its_sign_stay_together():
    for width in (60, 66, 73, 81):
        assert not [line for line in brief_text(made(), width=width).splitlines() if line.strip().startswith("%")]


def test_markdown_has_a_table_and_marks_kinds():
    text = brief_md(made())
    assert "| Attacks on shipping | 46 % | roughly even chance | 5.1x | 31 % ▲ | 9 % |" in text
    assert "- **Attacks on shipping: a roughly even chance (46 %) within 30 days" in text
    assert "- *assumption:* It is assumed" in text
    assert "<https://harbour.example/tankers?id=1&p=2>" in text


class Page(HTMLParser):
    """Which elements and attributes a page has, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        self.words.append(data)


def test_html_loads_nothing_and_links_nowhere_but_to_the_reports():
    text = brief_html(made())
    page = Page(text)
    assert set(page.tags) & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "foreignobject"} == set()
    assert [value for _, name, value in page.attributes if name in ("src", "srcset", "xlink:href") or name.startswith("on")] == []
    targets = {value for _, name, value in page.attributes if name == "href"}
    assert {one for one in targets if not one.startswith("#")} == {"https://harbour.example/tankers?id=1&p=2"}
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'") in page.attributes
    styles = " ".join(value for _, name, value in page.attributes if name == "style") + text.partition("</style>")[0]
    assert "url(" not in styles
    assert "@import" not in styles


def test_html_links_each_citation_to_its_endnote_and_describes_each_chart():
    brief = made()
    page = Page(brief_html(brief))
    ids = {value for _, name, value in page.attributes if name == "id"}
    anchors = {value[1:] for tag, name, value in page.attributes if tag == "a" and name == "href" and value.startswith("#")}
    assert anchors
    assert anchors <= ids
    labels = [value for tag, name, value in page.attributes if tag == "div" and name == "aria-label"]
    assert len(labels) == len(brief.charts) + 1
    assert (
        "Arland's war cabinet meets: 13 windows from 26 December 2020 to 20 March 2021; last: 2 incidents, 0.2 expected, active; most: 2 incidents"
        in labels
    )


def test_html_of_the_first_day_has_no_charts_and_says_what_is_unknown():
    text = brief_html(made(empty()))
    assert "Indicators against" not in text
    assert "Nothing has been forecast yet" in text


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "](javascript:alert(1))",
    "[a](javascript:alert(1))",
    "![a](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example/x",
    "www.evil.example",
    "a@evil.example",
    "# heading",
    "1. item",
    "- item",
    "> quote",
    "| a | b |",
    "```",
    "---",
    "**bold** _it_ ~~no~~",
    "&lt;b&gt; &#60;script&#62;",
    "{{ 7 * 7 }} {% raw %}",
    "\\<b>",
    "</style><script>1</script>",
    "\u202eevil\u202c\x1b[31m",
    "a\n\n# b\n\n<b>",
]
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "p", "span", "q", "sup", "a", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "div", "figure", "figcaption", "ol", "li", "footer", "svg", "g", "path", "rect", "line", "text",
}  # fmt: skip


def poisoned(text: str, url: str | None = None) -> Case:
    """The crisis with a text put wherever others' words stand."""
    one = case()
    outlook = one.outlook
    watch = outlook.watch
    named = replace(
        watch,
        title=text,
        about=text,
        indicators=tuple(replace(i, title=text) for i in watch.indicators),
        scenarios=tuple(replace(s, title=f"{text}{n}", statement=text) for n, s in enumerate(watch.scenarios)),
    )
    incidents = {
        key: replace(i, title=text, place=text, origins=tuple(replace(o, name=text) for o in i.origins))
        for key, i in outlook.incidents.items()
    }
    return replace(
        one,
        outlook=replace(
            outlook,
            watch=named,
            incidents=incidents,
            level_because=text,
            readings=tuple(replace(r, note=text) for r in outlook.readings),
            planned=tuple(replace(p, title=text) for p in outlook.planned),
            forecasts=tuple(replace(f, question=text) for f in outlook.forecasts),
            weighed=replace(
                outlook.weighed, confidence_because=(text,), items=tuple(replace(i, title=text) for i in outlook.weighed.items)
            ),
            sourcing=replace(outlook.sourcing, silent=(text,), gaps=(text,)),
        ),
        articles={key: replace(a, title=text, outlet=text, url=url or text) for key, a in one.articles.items()},
        events={key: replace(e, sentence=text, outlet=text, url=url or text) for key, e in one.events.items()},
        claims={key: replace(c, text=text) for key, c in one.claims.items()},
    )


@pytest.fixture(scope="module")
def undrawn():
    """Charts hold no words of others (see test_charts): where only words matter they are left out, for drawing takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "indicator_svg", lambda chart: "<svg></svg>")
        patch.setattr(html, "scenario_svg", lambda row, axis: "<svg></svg>")
        yield


def check_html(text: str) -> None:
    page = Page(text)
    assert set(page.tags) <= ALLOWED
    assert [name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "srcdoc", "xlink:href")] == []
    assert [value for _, name, value in page.attributes if name == "href" and not value.startswith(("#note-", "https://", "http://"))] == []
    assert text.count("<style>") == text.count("</style>") == 1


def check_markdown(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert (
        kinds
        & {
            "html_block",
            "html_inline",
            "image",
            "fence",
            "code_block",
            "code_inline",
            "hr",
            "blockquote_open",
            "ordered_list_open",
            "s_open",
        }
        == set()
    )
    assert sum(token.type == "heading_open" for token in tokens) == 2 + len(HEADINGS)
    assert sum(token.type == "table_open" for token in tokens) == 1
    links = [dict(child.attrs)["href"].lower() for child in inline if child.type == "link_open"]
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []


def check_text(text: str) -> None:
    assert [c for c in text if c != "\n" and (c < " " or c in "\u202e\u202c\x7f")] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text, undrawn):
    brief = made(poisoned(text))
    check_html(brief_html(brief))
    check_markdown(brief_md(brief))
    check_text(brief_text(brief))
    assert lint(brief) == ()


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=1, max_size=4).map("".join))
@settings(max_examples=25, deadline=None)
def test_no_text_gets_through_as_markup(text):
    brief = made(poisoned(text))
    check_markdown(brief_md(brief))
    check_text(brief_text(brief))
    line = escaped(text)
    assert "\n" not in line
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(line)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=1, max_size=4).map("".join))
@settings(max_examples=30, deadline=None)
def test_no_text_gets_into_the_page_as_an_element(undrawn, text):
    check_html(brief_html(made(poisoned(text))))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://a.example/x?y=1&z=2#q", True, id="https"),
        pytest.param("HTTP://a.example/", True, id="http in capitals"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param(" https://a.example", False, id="space before"),
        pytest.param('https://a.example/"onclick=x', False, id="quote"),
        pytest.param("https://a.example/> <b>", False, id="angle"),
        pytest.param("data:text/html,x", False, id="data"),
        pytest.param("//a.example", False, id="no scheme"),
        pytest.param("https://a.example/\u202e", False, id="direction"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_web_addresses_become_links(url, link, undrawn):
    assert (web_address(url) == url) is (link or url is None)
    if url:
        brief = made(poisoned("A title", url))
        page = Page(brief_html(brief))
        assert (url in {value for _, name, value in page.attributes if name == "href"}) is link
        check_markdown(brief_md(brief))


# As JSON


@pytest.mark.parametrize("one", [case(), empty(), poisoned("a\u202e<b>")], ids=["full", "empty", "hostile"])
def test_json_there_and_back(one):
    brief = made(one)
    assert brief_from_json(json.dumps(brief_json(brief))) == brief


def at(value, *path):
    for step in path[:-1]:
        value = value[step]
    return value, path[-1]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        pytest.param(("schema",), "tocsin.read/1", "schema 'tocsin.read/1'", id="another schema"),
        pytest.param(
            ("sections", 0, "statements", 0, "kind"),
            "guess",
            r"sections\[0\]\.statements\[0\]\.kind is \"guess\"\. It must be one of fact",
            id="kind",
        ),
        pytest.param(("as_of",), "soon", r"as_of is \"soon\"", id="moment"),
        pytest.param(("scenarios", 0, "probability"), "0.4", r"scenarios\[0\]\.probability is \"0\.4\"\. It must be a number", id="number"),
        pytest.param(("scenarios", 0, "probability"), True, "must be a number", id="truth for a number"),
        pytest.param(("scenarios", 0, "probability"), float("nan"), "must be a number", id="no number"),
        pytest.param(("endnotes", 0, "number"), 1.5, "must be a whole number", id="whole number"),
        pytest.param(("figures",), [], "must be an object", id="figures"),
        pytest.param(("sections",), {}, "must be a list", id="sections"),
        pytest.param(("sections", 0), "new", "must be an object", id="section"),
        pytest.param(("more",), 1, "has the field 'more'", id="unknown field"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(path, value, words):
    data = brief_json(made())
    inner, last = at(data, *path)
    inner[last] = value
    with pytest.raises(DataError, match=words):
        brief_from_json(json.dumps(data))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "no JSON", id="cut off"),
        pytest.param("[]", "schema None", id="a list"),
        pytest.param("[" * 200_000, "no JSON", id="deep"),
    ],
)
def test_no_brief_at_all(text, words):
    with pytest.raises(DataError, match=words):
        brief_from_json(text)


def test_a_missing_field_is_named():
    data = brief_json(made())
    del data["scenarios"][1]["title"]
    with pytest.raises(DataError, match=r"scenarios\[1\] has no field 'title'"):
        brief_from_json(json.dumps(data))


# What always holds

PROBABILITIES = st.lists(st.floats(0.0005, 1), min_size=4, max_size=4).map(lambda raw: [p / sum(raw) for p in raw])


@given(now=PROBABILITIES, before=PROBABILITIES, weights=st.lists(st.floats(-20, 20), min_size=4, max_size=4), seen=st.booleans())
@settings(max_examples=25, deadline=None)
def test_every_judgement_cites_and_passes_whatever_the_figures(now, before, weights, seen):
    names = ("strait", "proxy", "talks", "calm")
    outlook = case().outlook
    items = (item("cabinet", "Arland's war cabinet meets", dict(zip(names, weights, strict=True)), seen=seen),)
    brief = made(
        case(
            assessments=tuple(assessment(n, p, TODAY, base=0.1) for n, p in zip(names, now, strict=True)),
            earlier=tuple(assessment(n, p, date(2021, 3, 13), base=0.1) for n, p in zip(names, before, strict=True)),
            weighed=replace(outlook.weighed, items=items),
        )
    )
    assert lint(brief) == ()
    judged = [one for section in brief.sections for one in section.statements if one.kind == "judgement"]
    assert all(one.citations for one in judged)
    assert {one.subject for one in judged} >= set(names)


@given(
    value=st.one_of(st.none(), st.floats(-1e6, 1e6)),
    expected=st.one_of(st.none(), st.floats(0, 1e4)),
    unit=st.sampled_from(["incidents", "%", "USD"]),
)
@settings(max_examples=25, deadline=None)
def test_no_number_is_made_up_for_a_reading(value, expected, unit):
    made_reading = reading(
        "oil",
        value=value,
        expected=expected,
        unit=unit,
        p_value=None,
        surprise_bits=None,
        level="emerging",
        note="not enough history: 1 of 8 windows",
    )
    (line,) = (s for s in said(made(case(readings=(made_reading,))), "why") if "Price of crude" in s and "does not tell" in s)
    assert ("not enough history" in line) is (value is None or expected is None)
    assert (" expected" in line) is (value is not None and expected is not None)
