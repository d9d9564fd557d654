/** IEEE 754 half precision (1 sign, 5 exponent, 10 fraction bits) as bit patterns, to float32; exact. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  const values = new Float32Array(words.buffer);
  for (let at = 0; at < bits.length; at += 1) {
    const half = bits[at] ?? 0;
    const magnitude = half & 0x7fff;
    // Of what is no number there is one here, whatever its bits.
    if (magnitude > 0x7c00) values[at] = Number.NaN;
    // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴.
    else if (magnitude < 0x400) values[at] = (half & 0x8000 ? -1 : 1) * magnitude * 2 ** -24;
    else words[at] = ((half & 0x8000) << 16) | ((magnitude << 13) + (magnitude === 0x7c00 ? 0x70000000 : 0x38000000));
  }
  return values;
}

/** float32 to half precision bit patterns, rounding to the nearest, ties to even; what is too large becomes infinite. */
export function toFloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < halves.length; at += 1) halves[at] = halfOf(words[at] ?? 0);
  return halves;
}

function halfOf(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 is the first value that rounds up to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  }
  // Below 2⁻¹⁴ a half is a multiple of 2⁻²⁴; a subnormal float32 is far less than half of that.
  const steps = magnitude >>> 23 === 0 ? 0 : ((magnitude & 0x7fffff) | 0x800000) * 2 ** ((magnitude >>> 23) - 126);
  const floor = Math.floor(steps);
  const rest = steps - floor;
  return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
}

/** bfloat16 (the upper half of a float32) as bit patterns, to float32; exact. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half * 0x10000).buffer);
}
