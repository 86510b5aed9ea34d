"""JSON from outside is read or refused, in one way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.files.plain_json import MOST_DEPTH, read_json

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_what_is_meant_is_read(value: object, is_ascii: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=is_ascii)) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[1,]", "NaN", "[Infinity]", "[-Infinity]", '"\\u0000"', '"\\ud800"', '{"\\udfff": 1}'),
        *("[" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000, "9" * 5_000, b"\xff\xfe", b"\xed\xa0\x80"),
        "[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1),
        *("1e999", '{"a": [-1e999]}'),
    ],
    ids=range(17),
)
def test_everything_else_is_one_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its text is for nobody)
        read_json(text)


def test_as_deep_as_may_be_meant() -> None:
    assert json.dumps(read_json("[" * MOST_DEPTH + "]" * MOST_DEPTH)) == "[" * MOST_DEPTH + "]" * MOST_DEPTH
