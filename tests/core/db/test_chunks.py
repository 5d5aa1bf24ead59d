from itertools import count, islice

import pytest

from core.db.chunks import PER_QUERY, chunks


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, []), (1, [1]), (PER_QUERY, [500]), (PER_QUERY + 1, [500, 1]), (1_000, [500, 500])]
)
def test_a_chunk_is_as_large_as_a_query_takes(number: int, sizes: list[int]) -> None:
    found = list(chunks(range(number)))

    assert [len(some) for some in found] == sizes
    assert [value for some in found for value in some] == list(range(number))


def test_values_are_read_as_they_are_asked_for() -> None:
    assert list(islice(chunks(count(), size=3), 2)) == [[0, 1, 2], [3, 4, 5]]
