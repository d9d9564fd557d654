import { readFile } from "node:fs/promises";
import { openSession } from "@fmpn/graph/inference";
import { type Picture, scaling, toRgb, warp } from "fmpn/pictures";
import { type LabelledFace, sharedPart } from "./labelled-pictures.js";

/** A face that a teacher sees. */
export interface TaughtFace extends LabelledFace {
  readonly points: readonly number[];
  readonly score: number;
}

/** Another project's detector, asked for labels. */
export interface DetectionTeacher {
  /**
   * @param scale of the picture as it is shown: 2 for twice the size
   * @returns finds of `minScore` or more in the picture's pixels, surest first, each face once
   */
  find(picture: Picture, scale: number, minScore: number): Promise<TaughtFace[]>;
  close(): Promise<void>;
}

/**
 * Opens YuNet (Wu et al. 2023; github.com/ShiqiYu/libfacedetection.train) in its ONNX form of free size: inputs BGR from 0 to
 * 255, outputs `cls`, `obj`, `bbox` and `kps` of the strides 8, 16 and 32.
 */
export async function openYunet(file: string): Promise<DetectionTeacher> {
  const session = await openSession(new Uint8Array(await readFile(file)), { threads: 1 });
  return {
    async find(picture, scale, minScore) {
      const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
      const [columns, rows] = [Math.ceil(width / 32) * 32, Math.ceil(height / 32) * 32];
      const seen = toRgb(warp(picture, scaling(scale), columns, rows, 0)).data;
      const data = new Float32Array(3 * rows * columns);
      for (let at = 0; at < rows * columns; at += 1) for (let c = 0; c < 3; c += 1) data[c * rows * columns + at] = seen[3 * at + 2 - c] ?? 0;
      const results = await session.run({ input: { data, shape: [1, 3, rows, columns] } });
      const values = (name: string): Float32Array => {
        const found = results[name]?.data;
        if (!(found instanceof Float32Array)) throw new Error(`${file} is no YuNet: it has no output ${name}`);
        return found;
      };
      const found: TaughtFace[] = [];
      for (const stride of [8, 16, 32]) {
        const [cls, obj, bbox, kps] = [values(`cls_${stride}`), values(`obj_${stride}`), values(`bbox_${stride}`), values(`kps_${stride}`)];
        for (let at = 0; at < cls.length; at += 1) {
          const score = Math.sqrt((cls[at] ?? 0) * (obj[at] ?? 0));
          if (score < minScore) continue;
          const [column, row] = [at % (columns / stride), Math.floor(at / (columns / stride))];
          const unit = stride / scale;
          const [w, h] = [Math.exp(bbox[4 * at + 2] ?? 0) * unit, Math.exp(bbox[4 * at + 3] ?? 0) * unit];
          const [x, y] = [(column + (bbox[4 * at] ?? 0)) * unit, (row + (bbox[4 * at + 1] ?? 0)) * unit];
          const points = Array.from({ length: 10 }, (_, k) => ((kps[10 * at + k] ?? 0) + (k % 2 === 0 ? column : row)) * unit);
          found.push({ box: [x - w / 2, y - h / 2, w, h], points, score });
        }
      }
      return once(found);
    },
    close: () => session.close(),
  };
}

/** The surest of those that overlap. */
function once(found: TaughtFace[]): TaughtFace[] {
  const kept: TaughtFace[] = [];
  for (const face of found.sort((a, b) => b.score - a.score)) if (!kept.some((other) => sharedPart(other.box, face.box) > 0.4)) kept.push(face);
  return kept;
}
