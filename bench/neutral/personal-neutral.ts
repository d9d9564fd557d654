import path from "node:path";
import { openDataSet } from "@fmpn/lab";
import { alignedCrops, locateEyePositions } from "@fmpn/lab/crops";
import { openModelClassifier } from "@fmpn/lab/evaluation";
import { type FacePair, facePairs } from "@fmpn/lab/prior";

const usage = `usage: npm run bench -- neutral --run FOLDER --data FOLDER

Does a neutral picture of the same person help? Takes the models of a cross-validation (fmpn crossval … --out FOLDER) and
a set with neutral and expressive faces, the subjects' folds in its column "fold", and compares

  plain      argmax log p(x)
  personal   argmax log p(x) − α·(log p(neutral) − mean log p(neutral) of the other folds' people)

Each fold is answered by the model that has not seen its people, with the α that is best on the other folds.`;

/** One expressive face: the logarithms of its answer and of the answer for the same person's neutral face. */
interface Pair {
  readonly fold: string;
  readonly truth: number;
  readonly expressive: readonly number[];
  readonly neutral: readonly number[];
}

const strengths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

/** `npm run bench -- neutral`: see its usage. */
export async function benchNeutral(options: ReadonlyMap<string, string>): Promise<void> {
  const [run, data] = [options.get("run"), options.get("data")];
  if (run === undefined || data === undefined) {
    console.log(usage);
    process.exitCode = options.has("help") ? 0 : 2;
    return;
  }
  const pairs = await answerPairs(run, data);
  const plain = pairs.filter((pair) => right(pair, 0, pair.neutral)).length;
  let personal = 0;
  for (const fold of new Set(pairs.map((pair) => pair.fold))) {
    const others = pairs.filter((pair) => pair.fold !== fold);
    const usual = meanOf(others.map(({ neutral }) => neutral));
    const scores = strengths.map((strength) => others.filter((pair) => right(pair, strength, usual)).length);
    const strength = strengths[scores.indexOf(Math.max(...scores))] ?? 0;
    const mine = pairs.filter((pair) => pair.fold === fold);
    const correct = mine.filter((pair) => right(pair, strength, usual)).length;
    console.log(`fold ${fold}: α ${strength}, ${mine.filter((pair) => right(pair, 0, usual)).length} → ${correct} of ${mine.length}`);
    personal += correct;
  }
  const percent = (count: number): string => `${((100 * count) / pairs.length).toFixed(2)} %`;
  console.log(`plain ${percent(plain)}, with the person's neutral face ${percent(personal)}, over ${pairs.length} pairs`);
}

async function answerPairs(run: string, data: string): Promise<Pair[]> {
  const dataSet = await openDataSet(data);
  const positions = await locateEyePositions(dataSet);
  const foldOf = ({ expressive }: FacePair): string => String(dataSet.samples[expressive]?.fold ?? "");
  const facePairsFound = facePairs(dataSet.samples);
  const pairs: Pair[] = [];
  for (const fold of new Set(facePairsFound.map(foldOf))) {
    const ofFold = facePairsFound.filter((pair) => foldOf(pair) === fold);
    const classifier = await openModelClassifier(path.join(run, `fold-${fold}`, "model.onnx"), { threads: 1 });
    const indices = [...new Set(ofFold.flatMap(({ expressive, neutral }) => [expressive, neutral]))];
    const answers = new Map<number, number[]>();
    for await (const { index, picture } of alignedCrops(dataSet, positions, indices, { size: classifier.size, margin: classifier.margin, channels: 3 })) {
      if (picture) answers.set(index, [...(await classifier.classify(picture)).probabilities].map((p) => Math.log(Math.max(p, 1e-6))));
    }
    await classifier.close();
    for (const { expressive, neutral } of ofFold) {
      const truth = classifier.classes.indexOf(dataSet.samples[expressive]?.label ?? "");
      const [x, rest] = [answers.get(expressive), answers.get(neutral)];
      if (truth >= 0 && x && rest) pairs.push({ fold, truth, expressive: x, neutral: rest });
    }
  }
  return pairs;
}

function right({ truth, expressive, neutral }: Pair, strength: number, usual: readonly number[]): boolean {
  const scores = expressive.map((value, i) => value - strength * ((neutral[i] ?? 0) - (usual[i] ?? 0)));
  return scores.indexOf(Math.max(...scores)) === truth;
}

function meanOf(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, i) => rows.reduce((total, row) => total + (row[i] ?? 0), 0) / rows.length);
}
