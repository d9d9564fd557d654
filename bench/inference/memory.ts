import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stagePackage } from "../../scripts/stage-package.mjs";

const help = `usage: npm run bench -- memory [options]

Memory of a recogniser that looks at frames of 640 × 480 pixels, a face in another place in each, beyond what Node took before: resident,
and of it JavaScript's objects, WebAssembly and arrays.

  --frames N   how many; default 1000
  --files      a picture file in place of frames, which sharp decodes`;

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `npm run bench -- memory`. */
export async function benchMemory(options: ReadonlyMap<string, string>): Promise<void> {
  if (options.has("help")) return console.log(help);
  const published = path.join(root, "out/published");
  for (const name of ["graph", "fmpn"]) await stagePackage(name, published);
  const frames = Number(options.get("frames") ?? 1000);
  const photo = path.join(root, "demo/images/L030_smile.jpg");
  const child = execFile(process.execPath, ["--input-type=module", "--eval", program(photo, frames, options.has("files"))], { cwd: published });
  child.stdout?.pipe(process.stdout);
  child.stderr?.pipe(process.stderr);
  await new Promise((resolve) => child.once("exit", resolve));
}

/** The frames are made in a process of their own beforehand, so that what decodes the photo is not counted. */
const program = (photo: string, frames: number, files: boolean): string => `
import { execFileSync } from "node:child_process";
const decoded = ${files} ? undefined : execFileSync(process.execPath, ["--input-type=module", "--eval", \`
  import sharp from "sharp";
  process.stdout.write(await sharp(${JSON.stringify(photo)}).ensureAlpha().raw().toBuffer());\`], { maxBuffer: 1 << 24 });
const before = process.memoryUsage.rss();
const { Recognizer } = await import("fmpn");
const recognizer = await Recognizer.load();
const side = Math.sqrt((decoded?.length ?? 0) / 4);
const frame = { width: 640, height: 480, data: new Uint8ClampedArray(640 * 480 * 4) };
function draw(index) {
  frame.data.fill(127);
  const [left, top] = [(index * 7) % (640 - side), (index * 3) % (480 - side)];
  for (let y = 0; y < side; y += 1) frame.data.set(decoded.subarray(y * side * 4, (y + 1) * side * 4), ((top + y) * 640 + left) * 4);
  return frame;
}
const mb = (bytes) => (bytes / 1e6).toFixed(0).padStart(6) + " MB";
console.log("frames     resident   objects   WebAssembly   arrays");
let faces = 0;
for (let index = 1; index <= ${frames}; index += 1) {
  faces += (await recognizer.recognize(${files} ? ${JSON.stringify(photo)} : draw(index))).length;
  if (!/^[125]0*$/.test(String(index)) && index !== ${frames}) continue;
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  console.log(String(index).padStart(6), mb(rss - before), mb(heapUsed), "  ", mb(external - arrayBuffers), " ", mb(arrayBuffers));
}
console.log(faces + " faces");
process.exit(0);`;
