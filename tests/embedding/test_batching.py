from hypothesis import given
from hypothesis import strategies as st

from consistency.embedding.batching import ROWS, fixed_batches


@given(st.lists(st.integers(1, 512), max_size=80))
def test_every_row_is_in_one_batch_that_holds_it(lengths: list[int]) -> None:
    batches = list(fixed_batches(lengths, 512))
    assert sorted(index for _, batch in batches for index in batch) == list(range(len(lengths)))
    for padded, batch in batches:
        assert 1 <= len(batch) <= ROWS
        assert padded % 8 == 0
        assert all(padded - 8 < lengths[index] <= padded for index in batch)


def test_no_length_exceeds_the_longest() -> None:
    assert list(fixed_batches([10], 9)) == [(9, [0])]
