import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { decodeImage } from "#src/images/decode.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import type { ImageSource } from "#src/images/image-source.js";
import { resize } from "#src/images/warp.js";
import type { FaceReader } from "#src/recognizer/face-reader.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { track } from "#src/recognizer/tracking/track.js";
import type { TimedFrame } from "#src/recognizer/tracking/frames.js";
import { demoPicture } from "../../demo-folder.js";
import { collect } from "../collect.js";
import { paste } from "../mosaic.js";
import { smallModel } from "../small-model.js";

let recognizer: Recognizer;
let people: readonly [Picture, Picture];
before(async () => {
  recognizer = await Recognizer.load({ model: smallModel() });
  const portrait = async (name: string): Promise<Picture> => resize(await decodeImage(demoPicture(name)), 200, 200);
  people = await Promise.all([portrait("L013_neutral.jpg"), portrait("L030_neutral.jpg")]);
});
after(async () => await recognizer.close());

/** Two people who walk past each other's sides, at 25 frames a second. */
function frame(index: number): TimedFrame {
  const image = createPicture(480, 360, 3);
  image.data.fill(110);
  paste(image, people[0], 10 + 4 * index, 20);
  paste(image, people[1], 260 - 2 * index, 150);
  return { image, time: index / 25 };
}

test("two people keep their numbers over every frame of a recording", async () => {
  const frames = Array.from({ length: 8 }, (_, index) => frame(index));
  const seen = await collect(recognizer.track(frames, { everyFrame: true }));
  assert.equal(seen.length, 8);
  for (const [index, { faces, time, dropped, image }] of seen.entries()) {
    assert.deepEqual([time, dropped, image], [index / 25, 0, frames[index]?.image]);
    const where = new Map(faces.map(({ id, box }) => [id, box.y]));
    assert.deepEqual([...where.keys()].sort(), [1, 2], `frame ${index}`);
    assert.equal((where.get(1) ?? 0) < (where.get(2) ?? 0), (seen[0]?.faces[0]?.box.y ?? 0) < (seen[0]?.faces[1]?.box.y ?? 0));
  }
});

test("frames that come faster than they can be looked at are dropped", async () => {
  const { image } = frame(0);
  async function* camera(): AsyncGenerator<ImageSource> {
    for (let count = 0; count < 100; count++) {
      await wait(2);
      yield image;
    }
  }
  // As slow everywhere: on a fast machine a look may end before ten frames have come.
  const slow: FaceReader = {
    ...recognizer,
    recognize: async (source, options) => {
      await wait(20);
      return await recognizer.recognize(source, options);
    },
  };
  let [looked, dropped] = [0, 0];
  for await (const tracked of track(slow, camera(), { memory: 60 })) {
    looked += 1;
    dropped += tracked.dropped;
    assert.deepEqual(tracked.faces.map(({ id }) => id).sort(), [1, 2]);
  }
  assert.equal(looked + dropped, 100);
  assert.ok(dropped > 10, `${dropped} were dropped`);
});

test("a frame that cannot be read ends the answers, or is skipped and counted where asked", async () => {
  const good = frame(0).image;
  const bad = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const frames = [good, bad, bad, good, bad];
  const strict = recognizer.track(frames, { everyFrame: true });
  await strict.next();
  await assert.rejects(strict.next(), /^ImageError: image: /);
  const seen = await collect(recognizer.track(frames, { everyFrame: true, skipUnreadable: true }));
  assert.deepEqual(seen.map(({ unreadable, faces }) => [unreadable, faces.map(({ id }) => id).sort()]), [[0, [1, 2]], [2, [1, 2]]]);
  // What is no picture at all is a mistake of the program.
  await assert.rejects(collect(recognizer.track([good, undefined as unknown as ImageSource], { everyFrame: true, skipUnreadable: true })), /^TypeError: .*given was undefined/);
});

test("what is no list of frames is refused", async () => {
  for (const wrong of [undefined, null, 5, "a.jpg", new Uint8Array(3), {}, good()]) {
    await assert.rejects(recognizer.track(wrong as unknown as ImageSource[]).next(), /^TypeError: track follows a video, or a list or stream of frames; for one picture call recognize\. Given was /);
    await assert.rejects(recognizer.recognizeAll(wrong as unknown as ImageSource[]).next(), /^TypeError: recognizeAll takes a list or stream of pictures; for one picture call recognize\. Given was /);
  }
});

function good(): Promise<string[]> {
  return Promise.resolve(["a.jpg"]);
}

test("an abort ends the tracking with its reason", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const frames = recognizer.track(Array.from({ length: 50 }, (_, index) => frame(index % 8)), { everyFrame: true, signal: controller.signal });
  await frames.next();
  controller.abort(reason);
  await assert.rejects(frames.next(), reason);
});

test("between searches faces are followed: who goes is gone at once, who comes is seen at the next search", async () => {
  const follows: number[] = [];
  const watched: FaceReader = {
    ...recognizer,
    recognize: async (source, options) => {
      follows.push(options?.follow?.length ?? 0);
      return await recognizer.recognize(source, options);
    },
  };
  // The second comes in frame 1 and goes in frame 8; the whole is searched after 0.2 s, five frames.
  const frames = Array.from({ length: 11 }, (_, index): TimedFrame => {
    const image = createPicture(480, 360, 3);
    image.data.fill(110);
    paste(image, people[0], 10 + 4 * index, 20);
    if (index >= 1 && index < 8) paste(image, people[1], 260 - 2 * index, 150);
    return { image, time: index / 25 };
  });
  const seen = await collect(track(watched, frames, { everyFrame: true }));
  assert.deepEqual(follows, [0, 1, 1, 1, 1, 0, 2, 2, 2, 1, 0]);
  assert.deepEqual(seen.map(({ faces }) => faces.length), [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1]);
  assert.ok(seen.every(({ faces }) => faces.some(({ id }) => id === 1)));
  follows.length = 0;
  await collect(track(watched, frames.slice(0, 3), { everyFrame: true, searchAfter: 0 }));
  assert.deepEqual(follows, [0, 0, 0]);
  await assert.rejects(track(watched, frames, { searchAfter: -1 }).next(), { name: "RangeError", message: "searchAfter is a number of seconds, not -1." });
});

test("frames that lie far apart are each searched; at equal times one in eleven is", async () => {
  const follows: number[] = [];
  const face = { box: { x: 1, y: 1, width: 50, height: 50 }, score: 1, eyes: { left: { x: 10, y: 20 }, right: { x: 40, y: 20 } }, probabilities: { neutral: 1 } };
  const watched = { ...recognizer, recognize: async (_: ImageSource, options: { follow?: readonly object[] } = {}) => (follows.push(options.follow?.length ?? 0), [face]) } as unknown as FaceReader;
  const { image } = frame(0);
  await collect(track(watched, [0, 1, 2].map((time) => ({ image, time })), { everyFrame: true }));
  assert.deepEqual(follows, [0, 0, 0]);
  follows.length = 0;
  await collect(track(watched, Array.from({ length: 13 }, () => ({ image, time: 0 })), { everyFrame: true }));
  assert.deepEqual(follows.map((count) => 1 - count), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
});
