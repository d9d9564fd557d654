import type { PageClass } from "../../images/drawable.js";
import type { Picture } from "../../images/picture.js";

/** A gray or RGB picture as a canvas takes it. */
export function pictureImage({ width, height, channels, data }: Picture): PageClass<"ImageData"> {
  const image = new ImageData(width, height);
  const { data: into } = image;
  for (let pixel = 0, from = 0; pixel < width * height; pixel++, from += channels) {
    for (let channel = 0; channel < 3; channel++) into[pixel * 4 + channel] = data[from + (channels === 1 ? 0 : channel)] ?? 0;
    into[pixel * 4 + 3] = 255;
  }
  return image;
}
