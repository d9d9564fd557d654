type Samples = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** An uncompressed TIFF of the values, whose kind and depth are those of the array. */
export function tiffOf(values: Samples, width: number, height: number, channels: 1 | 3): Uint8Array {
  const format = values instanceof Float32Array || values instanceof Float64Array ? 3 : values instanceof Int16Array || values instanceof Int32Array ? 2 : 1;
  const bits = values.BYTES_PER_ELEMENT * 8;
  const entries: [tag: number, value: number][] = [[256, width], [257, height], [258, bits], [259, 1], [262, channels === 3 ? 2 : 1], [273, 0], [277, channels], [278, height], [279, values.byteLength], [339, format]];
  const start = 8 + 2 + entries.length * 12 + 4 + 12;
  const bytes = new Uint8Array(start + values.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], index) => {
    const at = 10 + index * 12;
    // Three depths and kinds do not fit into an entry: they lie before the values.
    const several = channels === 3 && (tag === 258 || tag === 339);
    const place = start - (tag === 258 ? 12 : 6);
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, [258, 259, 262, 277, 339].includes(tag) ? 3 : 4, true);
    view.setUint32(at + 4, several ? 3 : 1, true);
    view.setUint32(at + 8, several ? place : tag === 273 ? start : value, true);
    if (several) for (let channel = 0; channel < 3; channel++) view.setUint16(place + channel * 2, value, true);
  });
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
}
