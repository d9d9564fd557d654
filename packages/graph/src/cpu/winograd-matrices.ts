/** A matrix as rows. */
type Matrix = readonly (readonly number[])[];

/** The matrices of y = Aᵀ[(G·g) ⊙ (Bᵀ·d)]: m outputs of a correlation with r taps from n = m + r − 1 inputs. */
export interface Winograd {
  readonly outputs: number;
  readonly taps: number;
  readonly points: number;
  readonly A: Matrix;
  readonly B: Matrix;
  readonly G: Matrix;
}

/** Points at which the polynomials are evaluated, besides infinity; few and small, for rounding's sake. */
const evaluationPoints = [0, 1, -1, 0.5, -2, 2];

/**
 * Minimal filtering F(m, r) by the Cook–Toom construction (Winograd 1980; Lavin and Gray 2016).
 *
 * @returns Bᵀ (n×n) and Aᵀ (m×n) as `B` and `A`, G (n×r)
 */
export function winograd(outputs: number, taps: number): Winograd {
  const points = outputs + taps - 1;
  const at = evaluationPoints.slice(0, points - 1);
  if (at.length < points - 1) throw new RangeError(`winograd: F(${outputs}, ${taps}) needs more points than are chosen.`);
  const rowsB: number[][] = [];
  const rowsG: number[][] = [];
  for (const [index, point] of at.entries()) {
    const others = at.filter((_, other) => other !== index);
    const polynomial = others.reduce<number[]>(timesRoot, [1]);
    const norm = others.reduce((product, other) => product * (point - other), 1);
    rowsB.push([...polynomial, ...Array.from({ length: points - polynomial.length }, () => 0)]);
    rowsG.push(Array.from({ length: taps }, (_, power) => point ** power / norm));
  }
  rowsB.push(at.reduce<number[]>(timesRoot, [1]));
  rowsG.push(Array.from({ length: taps }, (_, power) => (power === taps - 1 ? 1 : 0)));
  const A = Array.from({ length: outputs }, (_, power) => [...at.map((point) => point ** power), power === outputs - 1 ? 1 : 0]);
  return { outputs, taps, points, A, B: rowsB, G: rowsG };
}

/** The polynomial (lowest power first) times (x − root). */
function timesRoot(polynomial: readonly number[], root: number): number[] {
  const product = Array.from({ length: polynomial.length + 1 }, () => 0);
  for (const [power, coefficient] of polynomial.entries()) {
    product[power] = (product[power] ?? 0) - coefficient * root;
    product[power + 1] = (product[power + 1] ?? 0) + coefficient;
  }
  return product;
}

/** Kronecker product of a matrix with itself, row-major: the two-dimensional transform of a flattened tile. */
export function kroneckerSquare(matrix: Matrix): Float32Array {
  const values: number[] = [];
  for (const upper of matrix) for (const lower of matrix) for (const a of upper) for (const b of lower) values.push(a * b);
  return Float32Array.from(values);
}
