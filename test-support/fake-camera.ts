/** An RGB picture as a video of one frame over and over, in the form that Chromium's fake camera reads (YUV4MPEG2, 4:2:0, BT.601). */
export function fakeCamera({ width, height, data }: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> }, rate = 30): Uint8Array {
  const at = (x: number, y: number, channel: number): number => data[(y * width + x) * 3 + channel] ?? 0;
  const mixed = (x: number, y: number, r: number, g: number, b: number): number => r * at(x, y, 0) + g * at(x, y, 1) + b * at(x, y, 2);
  const luma = Uint8Array.from({ length: width * height }, (_, index) => 16 + mixed(index % width, Math.floor(index / width), 0.257, 0.504, 0.098));
  const half = width / 2;
  const plane = (r: number, g: number, b: number): Uint8Array => Uint8Array.from({ length: (width * height) / 4 }, (_, index) => 128 + mixed(2 * (index % half), 2 * Math.floor(index / half), r, g, b));
  const text = new TextEncoder();
  return Buffer.concat([text.encode(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420\nFRAME\n`), luma, plane(-0.148, -0.291, 0.439), plane(0.439, -0.368, -0.071)]);
}
