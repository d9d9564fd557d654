/**
 * A font of pen strokes, made for this project: legible at any size and a few kilobytes small, where a bitmap font is
 * crude when enlarged and a font file would want a library.
 *
 * A glyph is its strokes, separated by spaces. A stroke is a row of points, each two base-36 digits x and y: capitals
 * reach from y = 0 down to the baseline at 20 (`k`), small letters from 6, descenders to 26 (`q`). `~` before a point
 * makes it the control point of a quadratic curve, as in TrueType: between two of them a point on the curve is implied.
 * `.` at the end closes the stroke. A stroke of one place is a dot.
 */
const GLYPHS: Readonly<Record<string, string>> = {
  a: "~06~b6~bk~0k. b6bk", b: "~06~b6~bk~0k. 000k", c: "a8~9666~060d~0k6k~9kai", d: "~06~b6~bk~0k. b0bk",
  e: "0dbd~b6~060d~0k6k~9kai", f: "80~30353k 0676", g: "~06~b6~bk~0k. b6bl~bq5q~2q1o", h: "000k 0b~0656~a6abak",
  i: "060k 0101", j: "464l~4q0q 4141", k: "000k a60f 4bak", l: "000h~0k3k", m: "060k 0b~0646~868b8k 8b~86c6~g6gbgk",
  n: "060k 0b~0656~a6abak", o: "~06~c6~ck~0k.", p: "~06~b6~bk~0k. 060q", q: "~06~b6~bk~0k. b6bq", r: "060k 0b~0666",
  s: "98~8656~0609~0c5d~aeah~ak5k~2k0i", t: "313g~3k7k 0676", u: "060f~0k5k~akaf a6ak", v: "065ka6", w: "064k87ckg6",
  x: "06ak a60k", y: "065k a63q", z: "06a60kak",
  A: "0k70ek 2ece", B: "0060~b0b5~ba6a0a 6a~cacf~ck6k0k 000k", C: "e4~c080~000a~0k8k~ckeg", D: "000k 0060~e0ea~ek6k0k",
  E: "c0000kck 0aaa", F: "c0000k 0aaa", G: "e4~c080~000a~0k8k~ekeb8b", H: "000k d0dk 0ada", I: "000k", J: "808e~8k4k~0k0g",
  K: "000k c00d 58ck", L: "000kbk", M: "0k008dg0gk", N: "0k00dkd0", O: "~00~g0~gk~0k.", P: "0k0060~c0c6~cc6c0c",
  Q: "~00~g0~gk~0k. aegl", R: "0k0060~c0c6~cc6c0c 6cck", S: "b3~a060~0005~096a~cbcf~ck6k~2k0h", T: "00e0 707k",
  U: "000d~0k6k~ckcdc0", V: "007ke0", W: "005ka3fkk0", X: "00dk d00k", Y: "006ac0 6a6k", Z: "00d00kdk",
  0: "~00~c0~ck~0k.", 1: "04505k", 2: "05~0060~b0b5~b88b0kbk", 3: "03~2050~a0a4~a959~b9be~bk5k~1k0h", 4: "8k800ece",
  5: "a01009~3767~b7bd~bk5k~1k0h", 6: "~08~b8~bk~0k. 80~080e", 7: "00b03k", 8: "~10~a0~a9~19. ~09~b9~bk~0k.",
  9: "~00~b0~bc~0c. b6~bc3k",
  ".": "0k0k", ",": "1j0n", ":": "0a0a 0k0k", ";": "1a1a 1j0n", "!": "000d 0k0k", "?": "04~0050~a0a5~a85b5e 5k5k",
  "-": "0c8c", _: "0mcm", "+": "0cac 575h", "=": "09a9 0fag", "/": "0m90", "\\": "009m", "(": "40~0b4m", ")": "00~4b0m",
  "[": "40000m4m", "]": "00404m0m", "{": "60~3037~3b0b~3b3f~3m6m", "}": "00~3037~3b6b~3b3f~3m0m", "<": "a60cai",
  ">": "06ac0i", "|": "000m", "*": "505a 1298 9218", "#": "402k a08k 07c7 0dbd", "%": "~00~60~68~08. ~9c~fc~fk~9k. d02k",
  "&": "dk36~2060~a0a4~a74a~0c0f~0k5k~bkcc", "@": "b5bb~bfdf~gfga~g080~000a~0k8k~ckdj ~45~b5~bf~4f.",
  "'": "0004", '"': "0004 4044", "`": "0034", "~": "0e~294c~9fba", "^": "0650a6", $: "b5~a262~0206~096a~cbcf~ci6i~2i0f 606k",
};

/** Units from the top of a capital to the baseline. */
export const CAP_HEIGHT = 20;
/** Units between the strokes of two letters. */
const SPACING = 5;
const SPACE = 4;
/** Straight pieces to a curve. */
const PIECES = 8;

/** A letter's strokes as lines from point to point, in units, and how far the next letter stands. */
export interface Glyph {
  readonly lines: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[];
  /** Units of this letter's strokes, without the pen's width. */
  readonly width: number;
  readonly advance: number;
}

const known = new Map<string, Glyph>();

/** A letter of the font; one that it lacks, accents put aside, is shown as "?". */
export function glyphOf(letter: string): Glyph {
  const plain = letter.normalize("NFD").slice(0, 1);
  const path = plain.trim() === "" ? "" : (GLYPHS[dashes.has(plain) ? "-" : plain] ?? GLYPHS["?"] ?? "");
  let glyph = known.get(path);
  if (glyph === undefined) known.set(path, (glyph = readGlyph(path)));
  return glyph;
}

const dashes = new Set(["‐", "‑", "–", "—", "−"]);

interface PathPoint {
  readonly x: number;
  readonly y: number;
  readonly control: boolean;
}

function readGlyph(path: string): Glyph {
  const strokes = path.split(" ").filter((stroke) => stroke !== "");
  const lines = strokes.flatMap((stroke) => flatten(readStroke(stroke)));
  const width = strokes.length === 0 ? SPACE : Math.max(...lines.flatMap(([x0, , x1]) => [x0, x1]));
  return { lines, width, advance: width + SPACING };
}

function readStroke(stroke: string): PathPoint[] {
  const points = [...stroke.matchAll(/(~?)([0-9a-z])([0-9a-z])/g)].map(([, mark, x = "0", y = "0"]) => ({
    x: Number.parseInt(x, 36),
    y: Number.parseInt(y, 36),
    control: mark === "~",
  }));
  const explicit = points.flatMap((point, index) => {
    const next = points[index + 1] ?? (stroke.endsWith(".") ? points[0] : undefined);
    if (!point.control || next?.control !== true) return [point];
    return [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, control: false }];
  });
  const last = explicit.at(-1);
  // A closed stroke of control points alone starts where it ends: on the curve.
  return stroke.endsWith(".") && last !== undefined ? [last, ...explicit] : explicit;
}

/** `(1 − t)²·from + 2t(1 − t)·control + t²·to`, in straight pieces. */
function flatten(points: readonly PathPoint[]): (readonly [number, number, number, number])[] {
  const lines: (readonly [number, number, number, number])[] = [];
  let from = points[0];
  for (let index = 1; index < points.length && from !== undefined; index++) {
    const point = points[index];
    const to = point?.control === true ? points[++index] : point;
    if (point === undefined || to === undefined) break;
    const pieces = point.control ? PIECES : 1;
    let [x, y] = [from.x, from.y];
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const [a, b, c] = point.control ? [(1 - t) ** 2, 2 * t * (1 - t), t * t] : [1 - t, 0, t];
      const [nextX, nextY] = [a * from.x + b * point.x + c * to.x, a * from.y + b * point.y + c * to.y];
      lines.push([x, y, nextX, nextY]);
      [x, y] = [nextX, nextY];
    }
    from = to;
  }
  return lines;
}
