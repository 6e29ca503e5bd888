"""Whole numbers of 8 and 16 bits in compiled loops, where numba itself would make them 64 wide."""
# llvmlite and numba's typing machinery have no types of their own.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false
# pyright: reportMissingParameterType=false, reportUnknownParameterType=false
# pyright: reportUntypedFunctionDecorator=false

from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.extending import intrinsic

GROUP = 8
"""Values that ``blend_group`` makes at once."""
SPAN = 2 * GROUP
"""Bytes that it looks at."""
_BYTE, _WORD, _LONG = ir.IntType(8), ir.IntType(16), ir.IntType(32)
_HAS_SHUFFLES = bool(binding.get_host_cpu_features().get("ssse3"))
"""Known when a loop is compiled; what numba keeps on disk belongs to one processor."""


@intrinsic
def add(_context: Any, one: Any, two: Any) -> Any:
    """Add two 16 bit numbers, without a carry."""

    def build(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.add(*arguments)

    return types.uint16(types.uint16, types.uint16), build


@intrinsic
def multiply(_context: Any, one: Any, two: Any) -> Any:
    """Give the lower half of the product of two 16 bit numbers."""

    def build(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.mul(*arguments)

    return types.uint16(types.uint16, types.uint16), build


@intrinsic
def high_half(_context: Any, one: Any, two: Any) -> Any:
    """Give the upper half of the product of two 16 bit numbers."""

    def build(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        product = builder.mul(*(builder.zext(a, _LONG) for a in arguments))
        return builder.trunc(builder.lshr(product, _LONG(16)), _WORD)

    return types.uint16(types.uint16, types.uint16), build


@intrinsic
def upper_byte(_context: Any, value: Any) -> Any:
    """Give the upper half of a 16 bit number."""

    def build(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.trunc(builder.lshr(arguments[0], _WORD(8)), _BYTE)

    return types.uint8(types.uint16), build


@intrinsic
def blend_group(_context: Any, source: Any, places: Any, weights: Any, into: Any) -> Any:
    """Blend ``GROUP`` pairs of bytes, in steps of 1 / 256.

    Args:
        source: Address of ``SPAN`` bytes.
        places: Address of ``SPAN`` offsets into them, below ``SPAN``: two for each result.
        weights: Address of their weights in 1 / 128, at most 127.
        into: Address of ``GROUP`` 16 bit results.
    """
    signature = types.void(*[types.uintp] * 4)
    return signature, _build_shuffles if _HAS_SHUFFLES else _build_loads


def _build_shuffles(_: Any, builder: Any, _signature: Any, arguments: Any) -> None:
    wide, words = ir.VectorType(_BYTE, SPAN), ir.VectorType(_WORD, GROUP)
    source, places, weights = (_loaded(builder, a, wide) for a in arguments[:3])
    shuffle = _known(builder, "llvm.x86.ssse3.pshuf.b.128", wide, wide)
    blend = _known(builder, "llvm.x86.ssse3.pmadd.ub.sw.128", words, wide)
    blended = builder.call(blend, [builder.call(shuffle, [source, places]), weights])
    doubled = builder.shl(blended, words([1] * GROUP))
    store = builder.store(doubled, builder.inttoptr(arguments[3], words.as_pointer()))
    store.align = 1


def _build_loads(_: Any, builder: Any, _signature: Any, arguments: Any) -> None:
    source, places, weights, into = arguments
    word = source.type
    for number in range(GROUP):
        total = _WORD(0)
        for at in (2 * number, 2 * number + 1):
            place = builder.zext(_loaded(builder, builder.add(places, word(at)), _BYTE), word)
            byte = builder.zext(_loaded(builder, builder.add(source, place), _BYTE), _WORD)
            weight = builder.zext(_loaded(builder, builder.add(weights, word(at)), _BYTE), _WORD)
            total = builder.add(total, builder.mul(byte, weight))
        address = builder.add(into, word(2 * number))
        doubled = builder.shl(total, _WORD(1))
        builder.store(doubled, builder.inttoptr(address, _WORD.as_pointer())).align = 1


def _loaded(builder: Any, address: Any, kind: Any) -> Any:
    loaded = builder.load(builder.inttoptr(address, kind.as_pointer()))
    loaded.align = 1
    return loaded


def _known(builder: Any, name: str, result: Any, argument: Any) -> Any:
    kind = ir.FunctionType(result, [argument, argument])
    return builder.module.declare_intrinsic(name, fnty=kind)
