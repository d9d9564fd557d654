/**
 * The one value of a NumPy file (.npy, versions 1 to 3): a number, or a short text such as the class numbers of
 * AffectNet.
 *
 * @throws Error where the bytes are no NumPy file, of a type that isn't read here, or hold no value.
 */
export function readNpyScalar(bytes: Uint8Array): number | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== "NUMPY") {
    throw new Error("is no NumPy file");
  }
  const wide = (bytes[6] ?? 1) >= 2;
  const start = (wide ? 12 : 10) + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder("latin1").decode(bytes.subarray(wide ? 12 : 10, start));
  const [, order = "", kind = "", width = ""] = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d+)'/.exec(header) ?? [];
  const little = order !== ">";
  const size = Number(width) * (kind === "U" ? 4 : 1);
  if (start + size > bytes.length || size === 0) throw new Error("is a NumPy file that ends before its value");
  switch (`${kind}${width}`) {
    case "f4":
      return view.getFloat32(start, little);
    case "f8":
      return view.getFloat64(start, little);
    case "i1":
    case "b1":
      return view.getInt8(start);
    case "u1":
      return view.getUint8(start);
    case "i2":
      return view.getInt16(start, little);
    case "i4":
      return view.getInt32(start, little);
    case "i8":
      return Number(view.getBigInt64(start, little));
    default:
      break;
  }
  if (kind !== "U" && kind !== "S") throw new Error(`is a NumPy file of type ${kind}${width}, which is not read here`);
  let text = "";
  for (let i = 0; i < Number(width); i++) {
    const code = kind === "U" ? view.getUint32(start + 4 * i, little) : view.getUint8(start + i);
    if (code !== 0) text += String.fromCodePoint(code);
  }
  return text;
}
