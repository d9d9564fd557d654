import { median } from "../src/median.js";
import type { ChildAnswer, CompetitorProcess } from "./competitor-process.js";
import type { PictureSet } from "./sets.js";

/** One competitor on one set. */
export interface SetScore {
  readonly set: string;
  readonly pictures: number;
  readonly right: number;
  /** Pictures without a face by this competitor; they count as wrong. */
  readonly missed: number;
  /** Median milliseconds from file to answer. */
  readonly ms: number;
}

/** One competitor on all sets. */
export interface CompetitorScore {
  readonly name: string;
  readonly sets: readonly SetScore[];
  /** Median milliseconds from file to answer, of all pictures. */
  readonly ms: number;
  /** Median milliseconds of the expression network alone, of all pictures with a face. */
  readonly expressionMs: number;
  /** Median milliseconds from the first import to the first answer, in a new process. */
  readonly coldMs: number;
  readonly modelBytes: number;
  readonly engineBytes: number;
}

/**
 * Shows every picture to every competitor, picture by picture, so that whatever else the machine does meets them alike;
 * only one works at a time.
 *
 * @param open starts a competitor by its name
 * @param starts new processes for the cold start; the last ones stay for the pictures
 */
export async function compare(names: readonly string[], open: (name: string) => CompetitorProcess, sets: readonly PictureSet[], starts: number, progress: (text: string) => void): Promise<CompetitorScore[]> {
  const [first] = sets;
  const [firstPicture] = first?.pictures ?? [];
  if (first === undefined || firstPicture === undefined) throw new Error("There is no picture to compare on.");

  const running: { name: string; process?: CompetitorProcess; colds: number[]; answers: ChildAnswer[][] }[] = names.map((name) => ({ name, colds: [], answers: [] }));
  try {
    for (let start = 0; start < starts; start++) {
      for (const competitor of running) {
        await competitor.process?.close();
        competitor.process = open(competitor.name);
        competitor.colds.push((await competitor.process.recognize({ file: firstPicture.file, classes: first.classes })).coldMs);
      }
    }
    for (const { name, classes, pictures } of sets) {
      for (const competitor of running) competitor.answers.push([]);
      for (const [index, { file }] of pictures.entries()) {
        if (index % 50 === 0) progress(`${name}: ${index} of ${pictures.length}`);
        for (const { process, answers } of running) {
          const answer = await process?.recognize({ file, classes });
          if (answer !== undefined) answers.at(-1)?.push(answer);
        }
      }
    }
  } finally {
    for (const { process } of running) await process?.close();
  }

  return running.map(({ name, colds, answers }) => {
    const all = answers.flat();
    return {
      name,
      sets: sets.map((set, index) => score(set, answers[index] ?? [])),
      ms: median(all.map(({ ms }) => ms)),
      expressionMs: median(all.flatMap(({ expressionMs }) => expressionMs ?? [])),
      coldMs: median(colds),
      modelBytes: all[0]?.modelBytes ?? 0,
      engineBytes: all[0]?.engineBytes ?? 0,
    };
  });
}

function score({ name, pictures }: PictureSet, answers: readonly ChildAnswer[]): SetScore {
  return {
    set: name,
    pictures: pictures.length,
    right: answers.filter(({ expression }, index) => expression === pictures[index]?.label).length,
    missed: answers.filter(({ expression }) => expression === undefined).length,
    ms: median(answers.map(({ ms }) => ms)),
  };
}
