from hypothesis import given
from hypothesis import strategies as st

from consistency.embedding.batching import Batch, fixed_batches


@given(st.lists(st.integers(1, 512), max_size=80))
def test_every_row_is_in_one_batch_that_holds_it(lengths: list[int]) -> None:
    batches = list(fixed_batches(lengths, 512))
    assert sorted(index for batch in batches for index in batch.indices) == list(range(len(lengths)))
    for batch in batches:
        assert 1 <= len(batch.indices) <= batch.rows
        assert batch.length % 8 == 0
        for index in batch.indices:
            assert lengths[index] <= batch.length < max(lengths[index] * 1.25 + 1, lengths[index] + 8)


@given(st.lists(st.integers(1, 512), min_size=1, max_size=80), st.integers(1, 512))
def test_a_row_is_in_a_batch_of_the_same_shape_in_any_company(company: list[int], length: int) -> None:
    def shape(lengths: list[int]) -> tuple[int, int]:
        own = next(batch for batch in fixed_batches(lengths, 512) if 0 in batch.indices)
        return own.rows, own.length

    assert shape([length]) == shape([length, *company])


def test_no_length_exceeds_the_longest() -> None:
    assert list(fixed_batches([10], 9)) == [Batch([0], 28, 9)]
