import { absoluteAddress } from "#absolute-address";
import { knowAddress } from "../images/known-source.js";

/** Fetches a model from beside this package's code, or from the folder given. */
export async function readFaceModel(file: FaceModelFile, folder?: string | URL): Promise<Uint8Array> {
  const address = folder === undefined ? bundled[file]() : inFolder(file, new URL(absoluteAddress(knowAddress(folder, "detector.models, a folder,"))));
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The face model ${address.href} could not be fetched (status ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Addresses written out in full, as bundlers look for them in this form to take the files along. */
const bundled = {
  "face-detector.onnx": () => new URL("../../models/faces/face-detector.onnx", import.meta.url),
  "second-look.onnx": () => new URL("../../models/faces/second-look.onnx", import.meta.url),
  "faceplugin-landmarks.onnx": () => new URL("../../models/faces/faceplugin-landmarks.onnx", import.meta.url),
};

type FaceModelFile = keyof typeof bundled;

function inFolder(file: string, folder: URL): URL {
  return new URL(file, folder.href.endsWith("/") ? folder : `${folder.href}/`);
}
