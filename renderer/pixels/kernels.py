"""Loops over pixels that numpy and OpenCV cannot fuse, compiled by numba.

What is compiled is kept on disk beside this file, or in the user's cache where that may not be
written. Arrays are C-contiguous: for others numba would compile anew, without vector code.
"""
# numba's decorators have no types of their own, and hide an argument that is theirs.
# pyright: reportUntypedFunctionDecorator=false, reportUnknownMemberType=false, reportCallIssue=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

from renderer.pixels.lanes import GROUP, SPAN, add, blend_group, high_half, multiply, upper_byte

Bytes = NDArray[np.uint8]
Steps = NDArray[np.uint16]
Reals = NDArray[np.float32]
Lines = NDArray[np.int64]


@njit(cache=True, nogil=True, fastmath=True)
def place(start: float, step: float, size: int, lines: Lines, shares: Reals) -> None:
    """Say for each output line which line of the source it begins at, and the next one's share.

    Args:
        start: Where the first output line lies, in lines of the source.
        step: From one output line to the next, likewise.
        size: Lines of the source; what lies beyond is its edge.
        lines: Takes the source's lines, one for each output line.
        shares: Takes the shares, 0 to 1.
    """
    for number in range(lines.size):
        exact = min(max(start + step * number, 0.0), size - 1.0)
        line = min(int(exact), size - 2)
        lines[number] = line
        shares[number] = np.float32(exact - line)


@njit(cache=True, nogil=True, fastmath=True)
def pair(
    lines: Lines, shares: Reals, size: int, starts: Lines, offsets: Bytes, weights: Bytes
) -> bool:
    """Prepare blending along rows, for groups of ``GROUP`` results.

    Args:
        lines: For each result the left one of its two columns, rising.
        shares: Of the right one, 0 to 1.
        size: Columns of the source, at least ``SPAN``.
        starts: Takes the first column that each group looks at.
        offsets: Takes for each result its two columns, counted from there.
        weights: Takes their weights in 1 / 128.

    Returns:
        Whether all groups see all of their columns; else they lie too far apart.
    """
    last = lines.size - 1
    for group in range(starts.size):
        start = min(lines[min(group * GROUP, last)], size - SPAN)
        starts[group] = start
        for number in range(GROUP):
            column = min(group * GROUP + number, last)
            left = lines[column] - start
            share = int(shares[column] * np.float32(128) + np.float32(0.5))
            right = left + 1
            if share == 0:
                right, share = left, 64
            elif share == 128:
                left, share = right, 64
            if right >= SPAN:
                return False
            at = 2 * (group * GROUP + number)
            offsets[at], offsets[at + 1] = left, right
            weights[at], weights[at + 1] = 128 - share, share
    return True


@njit(cache=True, nogil=True, fastmath=True)
def sample(
    source: Bytes,
    into: Bytes,
    width: int,
    lines: Lines,
    shares: Reals,
    starts: Lines,
    offsets: Bytes,
    weights: Bytes,
    rows: Steps,
) -> None:
    """Blend along rows, each only once, and then between rows.

    Args:
        source: Shape (height, width).
        into: Shape (rows, at least ``width``).
        width: Columns of the result.
        lines: For each row of the result the upper one of its two rows, rising.
        shares: Of the lower one, 0 to 1.
        starts: As ``pair`` gives them.
        offsets: Likewise.
        weights: Likewise.
        rows: Room for two rows, shape (2, at least ``GROUP`` for each start).
    """
    held = -2
    upper, lower = rows[0], rows[1]
    for row in range(lines.size):
        line = lines[row]
        if line == held + 1:
            upper, lower = lower, upper
            _blend_along(source[line + 1], starts, offsets, weights, lower)
        elif line != held:
            _blend_along(source[line], starts, offsets, weights, upper)
            _blend_along(source[line + 1], starts, offsets, weights, lower)
        held = line
        low = np.uint16(int(shares[row] * np.float32(65535) + np.float32(0.5)))
        up = np.uint16(65535 - int(low))
        # Half a step, and what the two products lost.
        half = np.uint16(129)
        out = into[row]
        for x in range(width):
            total = add(high_half(upper[x], up), high_half(lower[x], low))
            out[x] = upper_byte(add(total, half))


@njit(cache=True, nogil=True, fastmath=True)
def _blend_along(source: Bytes, starts: Lines, offsets: Bytes, weights: Bytes, into: Steps) -> None:
    here, there = source.ctypes.data, into.ctypes.data
    offset, weight = offsets.ctypes.data, weights.ctypes.data
    for group in range(starts.size):
        at = np.uintp(group * SPAN)
        blend_group(here + np.uintp(starts[group]), offset + at, weight + at, there + at)


@njit(cache=True, nogil=True, fastmath=True)
def lay_over(
    below: Reals,
    veil: Reals,
    mask: Reals,
    colour: Reals,
    strength: np.float32,
    rgb: Reals,
    alpha: Reals,
) -> None:
    """Lay a colour over a drawing where a mask says so.

    Args:
        below: Shape (height, width, 3), multiplied by alpha.
        veil: Its alpha, 0 to 1.
        mask: 0 to 1.
        colour: Three values, 0 to 255.
        strength: Of the whole mask, 0 to 1.
        rgb: Takes the result's colour.
        alpha: Takes the result's alpha.
    """
    height, width = mask.shape
    for row in range(height):
        for x in range(width):
            cover = mask[row, x] * strength
            keep = np.float32(1) - cover
            alpha[row, x] = cover + veil[row, x] * keep
            for channel in range(3):
                rgb[row, x, channel] = below[row, x, channel] * keep + cover * colour[channel]


@njit(cache=True, nogil=True, fastmath=True)
def to_yuv(
    red: Reals | Bytes,
    green: Reals | Bytes,
    blue: Reals | Bytes,
    alpha: Reals,
    rows: Reals,
    y: Bytes,
    u: Bytes,
    v: Bytes,
) -> None:
    """Convert a drawing to planes; chroma is sampled on even columns, between two rows.

    Args:
        red: R', shape (height, width), both even; 0 to 255, multiplied by alpha.
        green: G' likewise.
        blue: B' likewise.
        alpha: 0 to 1; its share of the offsets of black and of grey. One row stands for all.
        rows: Shape (3, 4): for Y', Cb and Cr the weights of R', G', B' and alpha.
        y: Takes luma, shape (height, width).
        u: Takes Cb, half the size.
        v: Takes Cr, half the size.
    """
    height, width = y.shape
    cb = np.empty(width, np.float32)
    cr = np.empty(width, np.float32)
    for top in range(0, height, 2):
        cb[:] = 0
        cr[:] = 0
        for row in range(top, top + 2):
            veil = alpha[min(row, alpha.shape[0] - 1)]
            r, g, b = red[row], green[row], blue[row]
            _set_luma(r, g, b, veil, rows[0], y[row])
            _add_chroma(r, g, b, veil, rows[1], cb)
            _add_chroma(r, g, b, veil, rows[2], cr)
        for x in range(width // 2):
            left = abs(2 * x - 1)
            u[top // 2, x] = _mean(cb[left], cb[2 * x], cb[2 * x + 1])
            v[top // 2, x] = _mean(cr[left], cr[2 * x], cr[2 * x + 1])


@njit(cache=True, nogil=True, fastmath=True)
def lay_ink(ink: Bytes, veil: Bytes, plane: Bytes, width: int, left: int, top: int) -> None:
    """Lay a drawing over a part of a plane.

    Args:
        ink: Shape (height, at least ``width``), multiplied by alpha.
        veil: What is kept of the plane, 255 for all of it.
        plane: Takes the result.
        width: Columns of the drawing.
        left: Where its first column lies in the plane.
        top: Where its first row does.
    """
    for row in range(ink.shape[0]):
        out, own, kept = plane[top + row][left : left + width], ink[row], veil[row]
        for x in range(width):
            product = add(multiply(np.uint16(out[x]), np.uint16(kept[x])), np.uint16(128))
            # A division by 255, rounded; exact for all products of two bytes.
            shown = np.uint16(upper_byte(add(product, np.uint16(upper_byte(product)))))
            out[x] = np.uint8(min(add(shown, np.uint16(own[x])), np.uint16(255)))


@njit(cache=True, nogil=True, fastmath=True)
def mix_masked(below: Bytes, above: Bytes, rows: Reals, columns: Reals) -> None:
    """Mix one plane into another by a mask that is a product of two profiles.

    Args:
        below: Shape (height, width); takes the result.
        above: Same shape.
        rows: For each row how solid ``above`` is, 0 to 1.
        columns: Likewise for each column.
    """
    height, width = below.shape
    for row in range(height):
        if rows[row] == 0:
            continue
        out, over, solid = below[row], above[row], rows[row]
        for x in range(width):
            old = np.float32(out[x])
            mixed = old + (np.float32(over[x]) - old) * columns[x] * solid
            out[x] = np.uint8(np.int32(mixed + np.float32(0.5)))


@njit(cache=True, nogil=True, fastmath=True)
def shade(plane: Bytes, rows: Reals, columns: Reals, goal: np.float32) -> None:
    """Draw a plane towards one value, leaving the product of two profiles of it.

    Args:
        plane: Shape (height, width).
        rows: What is left in each row, 0 to 1.
        columns: Likewise for each column.
        goal: The value.
    """
    height, width = plane.shape
    for row in range(height):
        out, left = plane[row], rows[row]
        for x in range(width):
            kept = goal + (np.float32(out[x]) - goal) * columns[x] * left
            out[x] = np.uint8(np.int32(kept + np.float32(0.5)))


def warm_up() -> None:
    """Compile now, or load what was compiled before, rather than at the first frame."""
    small, half = np.zeros((4, 4), np.uint8), np.zeros((2, 2), np.uint8)
    reals = np.zeros((4, 4), np.float32)
    lines, shares = np.zeros(4, np.int64), np.zeros(4, np.float32)
    colours, weights = np.zeros((4, 4, 3), np.float32), np.zeros((3, 4), np.float32)
    place(0.5, 1.0, 4, lines, shares)
    bytes_, wide = np.zeros(SPAN, np.uint8), np.zeros((4, SPAN), np.uint8)
    pair(lines, shares, SPAN, lines[:1], bytes_, bytes_.copy())
    room = np.zeros((2, GROUP), np.uint16)
    sample(wide, small, 4, lines, shares, lines[:1], bytes_, bytes_.copy(), room)
    lay_over(colours, reals, reals, shares[:3], np.float32(1), colours.copy(), reals.copy())
    lay_ink(small, small.copy(), small.copy(), 4, 0, 0)
    mix_masked(small, small.copy(), shares, shares)
    shade(small, shares, shares, np.float32(16))
    to_yuv(reals, reals, reals, reals, weights, small, half, half.copy())
    to_yuv(small, small, small, reals, weights, small.copy(), half, half.copy())


@njit(cache=True, nogil=True, fastmath=True)
def _mean(left: np.float32, middle: np.float32, right: np.float32) -> np.uint8:
    # The sums are of two rows, hence an eighth instead of a quarter.
    mean = (left + right) * np.float32(0.125) + middle * np.float32(0.25)
    return np.uint8(np.int32(mean + np.float32(0.5)))


# One plane in a loop: for more of them compilers give up telling that they do not overlap.
@njit(cache=True, nogil=True, fastmath=True)
def _set_luma(
    red: Reals | Bytes,
    green: Reals | Bytes,
    blue: Reals | Bytes,
    alpha: Reals,
    weights: Reals,
    y: Bytes,
) -> None:
    of_red, of_green, of_blue, floor = weights[0], weights[1], weights[2], weights[3]
    for x in range(y.size):
        luma = of_red * np.float32(red[x]) + of_green * np.float32(green[x])
        luma += of_blue * np.float32(blue[x]) + floor * alpha[x]
        y[x] = np.uint8(np.int32(luma + np.float32(0.5)))


@njit(cache=True, nogil=True, fastmath=True)
def _add_chroma(
    red: Reals | Bytes,
    green: Reals | Bytes,
    blue: Reals | Bytes,
    alpha: Reals,
    weights: Reals,
    into: Reals,
) -> None:
    of_red, of_green, of_blue, floor = weights[0], weights[1], weights[2], weights[3]
    for x in range(into.size):
        chroma = of_red * np.float32(red[x]) + of_green * np.float32(green[x])
        into[x] += chroma + of_blue * np.float32(blue[x]) + floor * alpha[x]
