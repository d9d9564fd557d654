import { dataAddress, type FaceOverlay, type PagePicture } from "@fmpn/page/standalone";
import type { RecognizedFace } from "fmpn";
import { overlayMask, overlayMasks } from "fmpn/drawing";
import { encodeJpeg, type Picture, resize } from "fmpn/pictures";
import type { Recognition } from "./recognition.js";

/** Longest side of a photo on the page: sharp in a column of a dense screen, and a page of hundreds still opens. */
const PHOTO_SIDE = 800;
const CROP_SIDE = 192;

/**
 * Makes the page's pictures of an answer; the full pixels can then be let go.
 *
 * @param margin of the model's crops
 */
export async function pagePicture({ file, faces, picture, error }: Recognition, margin: number): Promise<PagePicture> {
  if (picture === undefined) return { file, faces, error };
  const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
  const small = resize(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const there = ({ x, y }: { x: number; y: number }) => ({ x: (x * small.width) / picture.width, y: (y * small.height) / picture.height });
  const placed = faces.map(({ mask, eyes }) => ({ mask, eyes: { left: there(eyes.left), right: there(eyes.right) } }));
  return {
    file,
    faces,
    photo: {
      width: small.width,
      height: small.height,
      pixelWidth: picture.width,
      pixelHeight: picture.height,
      plain: await jpegAddress(small),
      masked: faces.length === 0 ? undefined : await jpegAddress(overlayMasks(small, placed, margin)),
      overlays: await Promise.all(faces.map(faceOverlay)),
    },
  };
}

async function faceOverlay({ crop, mask, margin }: RecognizedFace): Promise<FaceOverlay> {
  const large = resize(crop, CROP_SIDE, CROP_SIDE);
  return { plain: await jpegAddress(large), masked: await jpegAddress(overlayMask(large, mask, margin)) };
}

async function jpegAddress(picture: Picture): Promise<string> {
  return dataAddress(await encodeJpeg(picture), "image/jpeg");
}
