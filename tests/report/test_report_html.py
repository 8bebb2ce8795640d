"""Claims about the report as a page."""

import re
from html.parser import HTMLParser

import pytest

from learn import scaffolds
from learn.errors import ContentError
from learn.report import html

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Collect elements, check that they nest, and keep the text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def named(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def test_page_needs_nothing_else(everything):
    """The page has no script, asks for nothing from outside, and forbids both."""
    text = html.render(everything)
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in page.elements}
    assert not re.search(r"https?:|url\(|@import|src=", text)
    assert any("default-src 'none'" in (attrs.get("content") or "") for attrs in page.named("meta"))


def test_page_is_complete(everything):
    """Score, exercises, tasks, checks, feedback, output and the environment are all there."""
    text = Page(html.render(everything)).text
    for part in (
        "9 of 32 points",
        "Scaled dot-product attention",
        "label_smoothing",
        "normalises each row",
        "You normalised over the batch",
        "step 8: loss 1.50",
        "Landlock and seccomp",
        everything.sha256,
        "This is a fault of the grader",
        *(check.title for check in everything.checks),
    ):
        assert part in text


def test_links_lead_somewhere(everything):
    """Every link leads to an element of the page, and no two elements have one id."""
    page = Page(html.render(everything))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"].removeprefix("#") for attrs in page.named("a")} <= set(ids)


def test_shared_error_is_shown_once(unparsable):
    """A file's syntax error is told once and not below each check."""
    assert html.render(unparsable).count("was never closed") == 1


def test_page_can_be_read_and_used_without_eyes_or_mouse(everything):
    """The language and the title are given, what scrolls takes the focus, and no outcome is told by a symbol alone."""
    page = Page(html.render(everything))
    assert page.named("html") == [{"lang": "en"}]
    assert page.text.count("timed out") >= 2
    assert all(attrs.get("tabindex") == "0" for attrs in page.named("pre"))
    assert all(attrs.get("aria-hidden") == "true" for attrs in page.named("span") if "sign" in attrs.get("class", "").split())


def test_a_limit_is_named(faulty):
    """A check that went over a limit says over which."""
    assert "prints within reason over a limit: output" in " ".join(Page(html.render(faulty)).text.split())


def test_only_what_needs_work_is_open(everything):
    """Exercises that are complete or untouched are folded."""
    opened = ["open" in attrs for attrs in Page(html.render(everything)).named("details") if attrs["class"] == "exercise"]
    assert opened == [False, True, True, True, False]


def test_hostile_text_is_inert(hostile):
    """Whatever a submission says is text: it adds no element, no attribute and no control character."""
    text = html.render(hostile)
    page = Page(text)
    assert not page.named("script")
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert not set(text) & {"\x00", "\x1b", "\x9b", "\u202e"}
    assert text.encode()


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_colours_have_contrast(scheme):
    """Every text colour has a contrast of 4.5 (WCAG AA) on each ground that it may stand on."""
    css = (scaffolds.scaffold_dir() / "report.html.j2").read_text(encoding="utf-8")
    blocks = dict(zip(("light", "dark", "print"), re.findall(r":root \{(.*?)\}", css, re.DOTALL), strict=True))
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", blocks[scheme]))
    for ink in ("ink", "soft", "passed", "failed", "untried", "fault", "link"):
        for ground in ("paper", "card", "sunk"):
            assert contrast(colors[ink], colors[ground]) >= 4.5, (ink, ground)
    assert contrast(colors["cause-ink"], colors["cause"]) >= 4.5


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_templates_are_found_in_an_installed_package_first(tmp_path, monkeypatch):
    """A wheel's own templates come before whatever stands beside it; without any, one sentence says what to do."""
    package = tmp_path / "src" / "learn"
    package.mkdir(parents=True)
    monkeypatch.setattr(scaffolds, "_PACKAGE_DIR", package)
    with pytest.raises(ContentError, match="install learn-pytorch again"):
        scaffolds.scaffold_dir()
    (tmp_path / "scaffolds").mkdir()
    assert scaffolds.scaffold_dir() == tmp_path / "scaffolds"
    (package / "_content" / "scaffolds").mkdir(parents=True)
    assert scaffolds.scaffold_dir() == package / "_content" / "scaffolds"
