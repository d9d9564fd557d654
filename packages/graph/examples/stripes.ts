import { createRandom } from "@fmpn/graph";

/** Images of 16×16 with stripes of any width and phase under noise: label 0 where they lie, 1 where they stand. */
export function stripes(count: number, seed: number): { readonly pixels: Float32Array; readonly labels: number[] } {
  const random = createRandom(seed, "stripes");
  const pixels = new Float32Array(count * 256);
  const labels = Array.from({ length: count }, (_, image) => {
    const label = random.integer(2);
    const [frequency, phase] = [0.6 + random.uniform(), random.uniform() * 2 * Math.PI];
    for (let at = 0; at < 256; at += 1) {
      const place = label === 0 ? Math.floor(at / 16) : at % 16;
      pixels[image * 256 + at] = Math.sin(frequency * place + phase) + 0.5 * random.normal();
    }
    return label;
  });
  return { pixels, labels };
}
