import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "node:test";

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const parity = path.join(process.env["FMPN_SHARED"] ?? path.resolve(projectRoot, "../shared"), "parity");

/** Why the tests are skipped, or false where the vectors are. */
export const parityMissing: string | false = existsSync(parity)
  ? false
  : "the authors' parity vectors are not here; name their shared folder by FMPN_SHARED";

/** What the authors' code printed of one tensor. */
export interface Digest {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly l2: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
}

export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(parity, `${name}.json`), "utf8")) as T;
}

/** Relative differences to expect from rounding alone. */
export interface Noise {
  readonly median: number;
  readonly greatest: number;
}

/** Compares tensors with digests and keeps the greatest differences, as shares of what the vectors' README allows. */
export interface Comparison {
  /** @param scale a size below which the tensor's own norm says nothing of its accuracy: see {@link slopeScale} */
  tensor(name: string, found: Float32Array | undefined, wanted: Digest, scale?: number): void;
  /**
   * Compares gradients that rounding alone changes: see docs/parity.md. Each tensor's difference is the root mean square
   * over the digest's places as a share of the tensor's own; allowed are a median and a greatest one over all tensors.
   */
  noisyTensors(what: string, found: Readonly<Record<string, Float32Array | undefined>>, wanted: Readonly<Record<string, Digest>>, allowed: Noise): void;
  /** @param relative allowed difference */
  number(name: string, found: number | undefined, wanted: number, relative: number): void;
  /** Prints how many things were compared and the greatest share of its tolerance that one of them used. */
  report(context: TestContext, title?: string): void;
}

/** @param allowance how many times the README's tolerances are allowed: more than 1 for kernels that trade accuracy for speed */
export function comparison(allowance = 1): Comparison {
  let count = 0;
  const notes: string[] = [];
  const worst = { share: 0, name: "" };
  const allow = (name: string, difference: number, tolerance: number): void => {
    const share = difference / tolerance;
    assert.ok(share <= allowance, `${name}: off by ${difference.toExponential(2)}, allowed are ${allowance} times ${tolerance.toExponential(2)}`);
    if (share > worst.share) Object.assign(worst, { share, name });
  };
  return {
    tensor(name, found, wanted, scale = 0) {
      count += 1;
      const { shape, at, values } = wanted;
      const norm = Math.max(wanted.l2, scale);
      const size = shape.reduce((a, b) => a * b, 1);
      assert.equal(found?.length, size, `${name}: values`);
      let [sum, squares] = [0, 0];
      for (const value of found ?? []) {
        sum += value;
        squares += value * value;
      }
      const l2 = Math.sqrt(squares);
      if (wanted.l2 < 1e-6) {
        assert.ok(l2 < 1e-6, `${name}: its norm is ${l2}, wanted less than 1e-6`);
        return;
      }
      allow(`${name} (norm)`, Math.abs(l2 - wanted.l2), 1e-4 * norm);
      allow(`${name} (sum)`, Math.abs(sum - wanted.sum), 1e-4 * Math.sqrt(size) * norm);
      for (const [index, place] of at.entries()) {
        const value = values[index] ?? Number.NaN;
        const tolerance = 1e-3 * Math.abs(value) + (1e-4 * norm) / Math.sqrt(size);
        allow(`${name}[${place}]`, Math.abs((found?.[place] ?? Number.NaN) - value), tolerance);
      }
    },
    noisyTensors(what, found, wanted, allowed) {
      const slopes = slopeScale(wanted);
      const differences = Object.entries(wanted)
        .map(([name, digest]) => ({ name, share: noiseOf(name, found[name], digest, isSlope(digest) ? slopes : 0) }))
        .sort((a, b) => a.share - b.share);
      count += differences.length;
      const median = differences[Math.floor(differences.length / 2)]?.share ?? Number.NaN;
      const { name = "", share: greatest = Number.NaN } = differences.at(-1) ?? {};
      assert.ok(median <= allowed.median, `${what}: the median relative difference is ${median}, allowed are ${allowed.median}`);
      assert.ok(greatest <= allowed.greatest, `${what}: the relative difference of ${name} is ${greatest}, allowed are ${allowed.greatest}`);
      notes.push(`${what} differ by ${percent(median)} (median) and ${percent(greatest)} (greatest) of their size`);
    },
    number(name, found = Number.NaN, wanted, relative) {
      count += 1;
      allow(name, Math.abs(found - wanted), relative * Math.abs(wanted));
    },
    report(context, title = "") {
      notes.unshift(`${title === "" ? "" : `${title}: `}${count} tensors and numbers agree; the greatest difference takes ${percent(worst.share)} of its tolerance (${worst.name})`);
      context.diagnostic(notes.join("; "));
    },
  };
}

function isSlope({ shape }: Digest): boolean {
  return shape.length === 1 && shape[0] === 1;
}

/**
 * The gradient of a PReLU's one slope sums over a whole map and may cancel to nearly nothing; how exact it is shows against
 * the greatest of its kind, not against itself.
 */
export function slopeScale(gradients: Readonly<Record<string, Digest>>): number {
  return Math.max(0, ...Object.values(gradients).filter(isSlope).map(({ l2 }) => l2));
}

function noiseOf(name: string, found: Float32Array | undefined, { shape, l2, at, values }: Digest, scale: number): number {
  const size = shape.reduce((a, b) => a * b, 1);
  assert.equal(found?.length, size, `${name}: values`);
  const squares = at.reduce((total, place, index) => total + ((found?.[place] ?? Number.NaN) - (values[index] ?? Number.NaN)) ** 2, 0);
  return Math.sqrt(squares / at.length) / (Math.max(l2, scale) / Math.sqrt(size));
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(2)} %`;
}
