"""Small groups never show, and cannot be worked out from the total and the rest."""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures.small_cell_suppression import Group, Shown, shown_groups


def groups(*counts: int) -> list[Group]:
    return [Group(f"Place {n}", count) for n, count in enumerate(counts)]


def named(shown: Shown) -> list[int]:
    return [group.count for group in shown.groups]


def test_a_group_at_the_boundary_shows_and_one_under_it_does_not():
    # 4 joins with the next smallest, 5: the rest is 9 people of two places.
    shown = shown_groups(groups(20, 5, 4, 12), smallest=5, most=8)

    assert (named(shown), shown.rest, shown.joined) == ([20, 12], 9, 2)


def test_several_small_groups_that_are_enough_together_take_no_other():
    shown = shown_groups(groups(20, 4, 3, 12), smallest=5, most=8)

    assert (named(shown), shown.rest, shown.joined) == ([20, 12], 7, 2)


def test_several_small_groups_that_are_too_few_together_take_the_next():
    shown = shown_groups(groups(20, 2, 1, 12), smallest=5, most=8)

    assert (named(shown), shown.rest, shown.joined) == ([20], 15, 3)


def test_too_few_people_in_all_show_nothing():
    assert shown_groups(groups(2, 1), smallest=5, most=8) == Shown([], 0, 2)
    assert shown_groups(groups(4), smallest=5, most=8) == Shown([], 0, 1)
    assert shown_groups([], smallest=5, most=8) == Shown([], 0, 0)


def test_the_rest_takes_what_is_over_the_most_that_fit():
    shown = shown_groups(groups(9, 8, 7, 6), smallest=0, most=2)

    assert (named(shown), shown.rest, shown.joined) == ([9, 8], 13, 2)


def test_those_who_may_see_everything_see_ones():
    shown = shown_groups(groups(9, 1), smallest=0, most=8)

    assert (named(shown), shown.rest) == ([9, 1], 0)


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 8))
def test_whatever_the_groups_no_one_under_five_can_be_told(counts, most):
    shown = shown_groups(groups(*counts), smallest=5, most=most)

    hidden = [group for group in groups(*counts) if group.count and group not in shown.groups]
    small = [group for group in hidden if group.count < 5]
    assert all(count >= 5 for count in named(shown))
    assert len(shown.groups) <= most
    if shown.groups or shown.rest:
        assert sum(named(shown)) + shown.rest == sum(counts)
        assert not small or (len(hidden) >= 2 and shown.rest >= 5)
