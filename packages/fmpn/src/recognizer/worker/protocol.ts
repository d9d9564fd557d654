import type { Provider } from "@fmpn/graph/inference";
import type { PixelData } from "../../images/image-source.js";
import type { Picture } from "../../images/picture.js";
import type { ModelInfo } from "../../model-file/model-info.js";
import type { Answer } from "../answer.js";
import type { ClassifyOptions } from "../crop-classifier.js";
import type { RecognizedFace, RecognizeOptions } from "../face-reader.js";
import type { ErrorMessage } from "./errors.js";

/** What of an image source can be posted: an address or path, bytes, or pixels. */
export type PostedImage = string | Uint8Array | Picture | PixelData | ImageBitmap;

/** `FaceReaderOptions` as they can be posted. */
export interface PostedOptions {
  readonly model?: string | Uint8Array | undefined;
  readonly provider?: Provider | undefined;
  readonly threads?: number | undefined;
  readonly wholeNumbers?: boolean | undefined;
  readonly detector?: { readonly models?: string | undefined; readonly provider?: Provider | undefined; readonly wholeNumbers?: boolean | undefined } | undefined;
}

/** What is asked of the worker. A task's number is what cancels it. */
export type Request =
  | { readonly kind: "open"; readonly options: PostedOptions }
  | { readonly kind: "recognize"; readonly task: number; readonly image: PostedImage; readonly options: Omit<RecognizeOptions, "signal"> }
  | { readonly kind: "classify"; readonly task: number; readonly crop: Picture; readonly options: Omit<ClassifyOptions, "signal"> }
  | { readonly kind: "cancel"; readonly task: number }
  | { readonly kind: "close" };

/** The answer to `open`. */
export interface Opened {
  readonly model: ModelInfo;
  readonly provider: Provider;
}

export type Reply =
  | { readonly id: number; readonly kind: "done"; readonly value: Opened | RecognizedFace[] | Answer | undefined }
  | { readonly id: number; readonly kind: "error"; readonly error: ErrorMessage };
