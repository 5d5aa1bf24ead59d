"""What an email looks like: paragraphs, links, direction, and its secret link."""

import pytest
from django.template import TemplateDoesNotExist

from core.mail import bodies


def test_an_empty_line_parts_paragraphs_and_everything_is_escaped():
    assert bodies.paragraphs("Dear <Ann>,\nthank you\n\n  \nYours") == (
        "<p>Dear &lt;Ann&gt;,<br>thank you</p>\n<p>Yours</p>"
    )


def test_links_can_be_followed_without_the_dot_behind_them():
    assert bodies.paragraphs("See https://example.org/a?b=1&c=2.") == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.</p>'
    )


def test_a_secret_link_that_is_gone_is_said_to_be():
    words = f"Open {bodies.MARK} now"

    assert bodies.with_secret(words, "https://example.org/x") == "Open https://example.org/x now"
    assert bodies.with_secret(words, "") == f"Open {bodies.GONE} now"


def test_a_missing_template_is_an_error_where_it_is_needed():
    assert bodies.found("mail/no-such", "en", "html", needed=False) == ""
    with pytest.raises(TemplateDoesNotExist):
        bodies.found("mail/no-such", "en", "txt")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_the_page_reads_in_its_languages_direction(language, direction):
    page = bodies.page(bodies.paragraphs("Hello"), name="Example", subject="Hi", language=language, warning="")

    assert f'dir="{direction}"' in page
    assert "<p style=" in page  # styles are inlined
