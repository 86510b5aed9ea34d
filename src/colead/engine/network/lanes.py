"""Rows of 32 numbers that are added at once: vector instructions for compiled kernels.

A matrix of shape (rows, LANES) float32 holds one number a lane. numba's own loops over a lane do not become
vector instructions where a mask decides which lanes count, so these few are written out for LLVM, which
turns them into whatever vectors the machine has.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped,unused-ignore]
from numba import extending
from numba import types as numba_types

intrinsic: Any = extending.intrinsic
types: Any = numba_types

LANES = 32
CACHE_LINE = 16
"""Numbers (float32) that the processor fetches at once."""

_VECTOR = ir.VectorType(ir.FloatType(), LANES)
_MASK = ir.VectorType(ir.IntType(1), LANES)
_ZERO = ir.Constant(_VECTOR, [0.0] * LANES)
_ONE = ir.Constant(_VECTOR, [1.0] * LANES)
_FOUR_BYTES = 4


def _element(context: Any, builder: Any, array_type: Any, array: Any, place: Any) -> Any:
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [place])


def _row(context: Any, builder: Any, matrix_type: Any, matrix: Any, row: Any) -> Any:
    place = builder.mul(row, ir.Constant(ir.IntType(64), LANES))
    return builder.bitcast(_element(context, builder, matrix_type, matrix, place), _VECTOR.as_pointer())


def _load(builder: Any, row: Any) -> Any:
    return builder.load(row, align=_FOUR_BYTES)


def _store(builder: Any, vector: Any, row: Any) -> None:
    builder.store(vector, row, align=_FOUR_BYTES)


def _function(builder: Any, name: str, result: Any, arguments: list[Any]) -> Any:
    known = builder.module.globals.get(name)
    return known or ir.Function(builder.module, ir.FunctionType(result, arguments), name=name)


def _sum(builder: Any, vector: Any) -> Any:
    number = ir.FloatType()
    reduce = _function(builder, f"llvm.vector.reduce.fadd.v{LANES}f32", number, [number, _VECTOR])
    return builder.call(reduce, [ir.Constant(number, 0.0), vector], fastmath=("reassoc",))


def _prefetch(builder: Any, pointer: Any) -> None:
    byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
    fetch = _function(builder, "llvm.prefetch.p0", ir.VoidType(), [byte, flag, flag, flag])
    read, keep, data = (ir.Constant(flag, value) for value in (0, 3, 1))
    builder.call(fetch, [builder.bitcast(pointer, byte), read, keep, data])


@intrinsic
def add_row(_typing, into, row, matrix, other, mask):  # type: ignore[no-untyped-def]  # noqa: ARG001  (read as `values`)
    """into[row] += matrix[other] in the lanes whose bit is set in `mask`."""

    def generate(context, builder, signature, values):  # type: ignore[no-untyped-def]
        target = _row(context, builder, signature.args[0], values[0], values[1])
        added = _load(builder, _row(context, builder, signature.args[2], values[2], values[3]))
        chosen = builder.select(builder.bitcast(values[4], _MASK), added, _ZERO)
        _store(builder, builder.fadd(_load(builder, target), chosen), target)
        return context.get_dummy_value()

    return types.void(into, types.uint64, matrix, types.uint64, types.uint32), generate


@intrinsic
def settle_row(_typing, paths, person, gathered, place, mask):  # type: ignore[no-untyped-def]  # noqa: ARG001  (read as `values`)
    """Turn a person's numbers of paths s into 1/s + g, g = gathered[place], in the lanes of `mask`.

    Returns the sums of s*g and of its square over those lanes, and clears gathered[place].
    """

    def generate(context, builder, signature, values):  # type: ignore[no-untyped-def]
        row = _row(context, builder, signature.args[0], values[0], values[1])
        gathered_row = _row(context, builder, signature.args[2], values[2], values[3])
        mask_bits = builder.bitcast(values[4], _MASK)
        old, g = _load(builder, row), _load(builder, gathered_row)
        s = builder.select(mask_bits, old, _ONE)
        product = builder.select(mask_bits, builder.fmul(s, g), _ZERO)
        new = builder.fadd(builder.fdiv(_ONE, s), g)
        _store(builder, builder.select(mask_bits, new, old), row)
        _store(builder, _ZERO, gathered_row)
        sums = [_sum(builder, product), _sum(builder, builder.fmul(product, product))]
        return context.make_tuple(builder, signature.return_type, sums)

    both = types.UniTuple(types.float32, 2)
    return both(paths, types.uint64, gathered, types.uint64, types.uint32), generate


@intrinsic
def fetch_row(_typing, matrix, row):  # type: ignore[no-untyped-def]  # noqa: ARG001  (read as `values`)
    """Ask for matrix[row] to be brought near before it is needed."""

    def generate(context, builder, signature, values):  # type: ignore[no-untyped-def]
        first = builder.mul(values[1], ir.Constant(ir.IntType(64), LANES))
        for offset in range(0, LANES, CACHE_LINE):
            place = builder.add(first, ir.Constant(ir.IntType(64), offset))
            _prefetch(builder, _element(context, builder, signature.args[0], values[0], place))
        return context.get_dummy_value()

    return types.void(matrix, types.uint64), generate


@intrinsic
def fetch(_typing, array, place):  # type: ignore[no-untyped-def]  # noqa: ARG001  (read as `values`)
    """Ask for array[place] to be brought near before it is needed."""

    def generate(context, builder, signature, values):  # type: ignore[no-untyped-def]
        _prefetch(builder, _element(context, builder, signature.args[0], values[0], values[1]))
        return context.get_dummy_value()

    return types.void(array, types.uint64), generate
