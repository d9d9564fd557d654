import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { startCrossval } from "@fmpn/lab";
import { openPart } from "@fmpn/lab/datasets";
import { pairedDifference, parsePredictions } from "@fmpn/lab/evaluation";
import { pageColors } from "@fmpn/page";
import { lineChart, type Series } from "@fmpn/page/charts";

const usage = `usage: npm run bench -- curve --data FOLDER --out FOLDER [options]

What is the prior worth where people are few? Cross-validates FMPN and the classifier alone with shares of each fold's training
people, from weights that know faces but no expressions and from nothing, and tells the paired differences. An interrupted call
goes on. Writes OUT/curve.svg, OUT/curve.md and every run.

  --masks FOLDER     the set that motion masks are made of; by default the data
  --folds RULE       as fmpn crossval has it (5)
  --people a,b,…     shares of the training people (0.05,0.1,0.25,0.5,1)
  --starts a,b       weights to start from; an empty word draws them from the seed (mobile-face-net,)
  --motion a,b       what masks are taught: class (the paper), face (class)
  --steps a,b        steps of the mask stage and of the joint stage, in batches of 16, whatever the share: few people make short
                     epochs, and a network that is not done learning says nothing of the prior; by default the recipe's epochs
  --set "a=b c=d"    settings of the recipe (compact)`;

const NAMES: Readonly<Record<string, string>> = { "mobile-face-net": "knows faces", "": "from nothing" };

interface Point {
  readonly people: number;
  readonly accuracy: Readonly<Record<string, number>>;
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number };
}

/** `npm run bench -- curve`: see its usage. */
export async function benchCurve(options: ReadonlyMap<string, string>): Promise<void> {
  const [data, out] = [options.get("data"), options.get("out")];
  if (data === undefined || out === undefined) {
    console.log(usage);
    process.exitCode = options.has("help") ? 0 : 2;
    return;
  }
  const words = (name: string, otherwise: string): string[] => (options.get(name) ?? otherwise).split(",");
  const people = words("people", "0.05,0.1,0.25,0.5,1").map(Number);
  const settings = (options.get("set") ?? "").split(" ").filter(Boolean);
  const steps = options.has("steps") ? words("steps", "").map(Number) : undefined;
  const faces = steps && (await openPart(data)).samples.length;
  const folds = options.get("folds") ?? "5";
  await mkdir(out, { recursive: true });
  const rows: string[] = ["| start | masks | people | FMPN, % | classifier alone, % | FMPN minus classifier, points [95 %] |", "| --- | --- | --- | --- | --- | --- |"];
  const series: Series[] = [];
  for (const start of words("starts", "mobile-face-net,")) {
    for (const motion of words("motion", "class")) {
      const points: Point[] = [];
      for (const share of people) {
        // The classifier alone has no masks: one run stands beside both kinds.
        const folder = (prior: string): string => path.join(out, [start || "nothing", ...(prior === "none" ? [] : [motion]), share, prior].join("-"));
        const epochs = steps && faces ? epochsOf(steps, share * faces * (1 - 1 / (Number(folds) || 10))) : [];
        for (const prior of ["fmpn", "none"]) {
          const plan = { data, out: folder(prior), folds, masks: options.get("masks"), recipe: "compact", people: share, parallel: 1, threads: 1, settings: [...settings, ...epochs, `start=${JSON.stringify(start)}`, `prior=${prior}`, ...(prior === "none" ? [] : [`motion=${motion}`])] };
          await startCrossval(plan, { onNote: (line) => console.error(`${folder(prior)}: ${line}`) });
        }
        const [fmpn, alone] = [await answersOf(folder("fmpn")), await answersOf(folder("none"))];
        const { difference, interval } = pairedDifference(fmpn, alone);
        points.push({ people: share, accuracy: { fmpn: accuracyOf(fmpn), none: accuracyOf(alone) }, difference: { mean: difference, ...interval } });
      }
      for (const { people: share, accuracy, difference } of points) {
        rows.push(`| ${NAMES[start] ?? start} | ${motion} | ${percent(share, 0)} % | ${percent(accuracy["fmpn"] ?? 0)} | ${percent(accuracy["none"] ?? 0)} | ${percent(difference.mean)} [${percent(difference.low)}, ${percent(difference.high)}] |`);
      }
      const band = points.map(({ difference }) => [100 * difference.low, 100 * difference.high] as const);
      series.push({ color: series.length, name: [NAMES[start] ?? start, ...(options.has("motion") ? [motion] : [])].join(", "), points: points.map((point) => [100 * point.people, 100 * point.difference.mean]), band });
    }
  }
  await writeFile(path.join(out, "curve.md"), `${rows.join("\n")}\n`);
  await writeFile(path.join(out, "curve.svg"), standalone(chartOf(series)));
  console.log(rows.join("\n"));
}

const BATCH = 16;

/** Settings of a recipe that takes so many steps of either stage on so many faces. */
function epochsOf([mask = 0, joint = 0]: readonly number[], faces: number): string[] {
  const epochs = (count: number): number => Math.max(1, Math.round((count * BATCH) / faces));
  return [`batch=${BATCH}`, `maskStage.epochs=${epochs(mask)}`, `jointStage.epochs=${epochs(joint)}`];
}

const percent = (share: number, digits = 2): string => (100 * share).toFixed(digits);

type Answers = ReturnType<typeof parsePredictions>;

async function answersOf(folder: string): Promise<Answers> {
  const file = path.join(folder, "predictions.csv");
  return parsePredictions(await readFile(file, "utf8"), file);
}

function accuracyOf({ classes, faces }: Answers): number {
  const right = faces.filter(({ truth, probabilities }) => classes[Array.from(probabilities).indexOf(Math.max(...Array.from(probabilities)))] === truth);
  return right.length / faces.length;
}

function chartOf(series: readonly Series[]): string {
  return String(
    lineChart({
      label: "What the prior adds to the classifier alone, by the share of people trained on",
      x: { name: "people trained on, %", format: String },
      y: { name: "FMPN minus the classifier alone, points", format: String, include: 0 },
      series,
    }),
  );
}

/** The chart with the colours that a page's style sheet would give it, on a ground of its own. */
function standalone(svg: string): string {
  const { surface, soft, line, series } = pageColors.light;
  const style = `.chart{background:${surface};font:11.5px system-ui,sans-serif}.chart text{fill:${soft}}.grid{stroke:${line}}.line{fill:none;stroke:currentColor;stroke-width:2}.band,.dot{fill:currentColor}.band{opacity:.13}${series.map((color, index) => `.s${index}{color:${color}}`).join("")}`;
  return svg.replace(/^<svg/, '<svg xmlns="http://www.w3.org/2000/svg"').replace(/^(<svg[^>]*>)/, `$1<style>${style}</style>`);
}
