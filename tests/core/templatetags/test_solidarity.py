from datetime import UTC, date, datetime
from decimal import Decimal

from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core.html import avatar_tone, money_span


def render(text, **values):
    return Template(text).render(Context(values))


def test_money_is_text_and_money_html_is_tabular():
    amount = Decimal("-250")

    assert render("{{ a|money }}", a=amount) == "−$250.00"
    assert render("{{ a|money_html }}", a=amount) == '<span class="money neg">−$250.00</span>'
    assert render('{{ a|money:"GBP" }}', a=Decimal(5)) == "£5.00 GBP"


def test_another_currency_is_small_beside_the_figure():
    assert money_span(Decimal(5), "GBP") == '<span class="money">£5.00<span class="cur">GBP</span></span>'


def test_missing_money_is_a_quiet_dash():
    assert money_span(None) == '<span class="money dim">–</span>'


def test_days_carry_their_machine_form():
    day = date(2026, 11, 7)

    assert render("{{ d|day }} {{ d|day_short }} {{ n|day }}", d=day, n=None) == (
        '<time datetime="2026-11-07">Nov 7, 2026</time> <time datetime="2026-11-07">Nov 7</time> –'
    )


def test_days_follow_the_language_of_the_page():
    with translation.override("ur"):
        assert render("{{ d|day }}", d=date(2026, 11, 7)) == '<time datetime="2026-11-07">7 نومبر، 2026</time>'


def test_moments_are_shown_in_the_time_zone_of_the_page():
    at = datetime(2026, 1, 1, 3, 30, tzinfo=UTC)

    with timezone.override("America/New_York"):
        assert render("{{ at|moment }} {{ at|day }}", at=at) == (
            '<time datetime="2025-12-31T22:30-05:00" title="Eastern Time">Dec 31, 2025, 10:30 PM</time>'
            ' <time datetime="2025-12-31">Dec 31, 2025</time>'
        )


def test_counts_have_separators():
    assert render("{{ n|thousands }} {{ z|thousands }} {{ m|thousands }}", n=12840, z=0, m=None) == "12,840 0 –"


def test_messages_have_a_tone_whatever_else_tags_them():
    tones = [render("{{ t|tone }}", t=tags) for tags in ("success", "extra error", "warning", "", "extra")]

    assert tones == ["ok", "bad", "warn", "info", "info"]


def test_a_person_keeps_the_same_color():
    assert avatar_tone("Grace Sample") == avatar_tone("Grace Sample")
    assert {avatar_tone(f"Person {n}") for n in range(50)} == {"", "b", "c", "d"}


def test_page_links_keep_filters_and_order():
    request = RequestFactory().get("/gifts/?q=a b&sort=-on&page=2&before=9")

    assert render("{% page_url link %}", request=request, link={"page": "3", "after": "7"}) == (
        "?q=a+b&amp;sort=-on&amp;page=3&amp;after=7"
    )
