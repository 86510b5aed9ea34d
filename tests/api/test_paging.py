import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.kit.errors import DomainError
from colead.kit.paging import Page, paginate, read_cursor, write_cursor

pytestmark = pytest.mark.database("both")

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
keys = st.tuples(texts, st.integers(-(2**60), 2**60))


@given(st.sets(keys, max_size=30), st.integers(1, 10))
def test_pages_together_are_the_list_in_order(rows: set[tuple[str, int]], limit: int) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        page = paginate(list(rows), lambda row: row, cursor=cursor, limit=limit)
        assert len(page.items) <= limit
        seen += page.items
        cursor = page.next
    assert seen == sorted(rows)


@given(keys)
def test_cursor_carries_its_key(key: tuple[str, int]) -> None:
    assert read_cursor(write_cursor(key), key) == key


@given(keys)
def test_cursor_needs_no_escaping_in_an_address(key: tuple[str, int]) -> None:
    assert set(write_cursor(key)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as caught:
        read_cursor(text, ("", 0))
    assert (caught.value.code, caught.value.field) == ("bad_cursor", "cursor")


@pytest.mark.parametrize("key", [("a",), (1, "a"), ("a", 1, 2), (True, 1), ("a", 1.5)])
def test_cursor_of_another_list_is_refused(key: tuple) -> None:
    with pytest.raises(DomainError):
        read_cursor(write_cursor(key), ("", 0))


def test_list_that_shrank_ends() -> None:
    assert paginate([], lambda row: (row,), cursor=write_cursor(("x",)), limit=5) == Page([], None)
    assert paginate(["a"], lambda row: (row,), cursor=write_cursor(("x",)), limit=5) == Page([], None)
