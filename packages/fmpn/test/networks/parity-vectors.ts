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

/** Compares tensors with digests and keeps the greatest differences, as shares of what the vectors' README allows. */
export interface Comparison {
  tensor(name: string, found: Float32Array | undefined, wanted: Digest): void;
  /** @param relative allowed difference */
  number(name: string, found: number | undefined, wanted: number, relative: number): void;
  /** Prints how many things were compared and the greatest share of its tolerance that one of them used. */
  report(context: TestContext): void;
}

export function comparison(): Comparison {
  let count = 0;
  const worst = { share: 0, name: "" };
  const allow = (name: string, difference: number, tolerance: number): void => {
    const share = difference / tolerance;
    assert.ok(share <= 1, `${name}: off by ${difference.toExponential(2)}, allowed are ${tolerance.toExponential(2)}`);
    if (share > worst.share) Object.assign(worst, { share, name });
  };
  return {
    tensor(name, found, wanted) {
      count += 1;
      const { shape, at, values } = wanted;
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
      allow(`${name} (norm)`, Math.abs(l2 - wanted.l2), 1e-4 * wanted.l2);
      allow(`${name} (sum)`, Math.abs(sum - wanted.sum), 1e-4 * Math.sqrt(size) * wanted.l2);
      for (const [index, place] of at.entries()) {
        const value = values[index] ?? Number.NaN;
        const tolerance = 1e-3 * Math.abs(value) + (1e-4 * wanted.l2) / Math.sqrt(size);
        allow(`${name}[${place}]`, Math.abs((found?.[place] ?? Number.NaN) - value), tolerance);
      }
    },
    number(name, found = Number.NaN, wanted, relative) {
      count += 1;
      allow(name, Math.abs(found - wanted), relative * Math.abs(wanted));
    },
    report(context) {
      const share = (worst.share * 100).toFixed(1);
      context.diagnostic(`${count} tensors and numbers agree; the greatest difference takes ${share} % of its tolerance (${worst.name})`);
    },
  };
}
