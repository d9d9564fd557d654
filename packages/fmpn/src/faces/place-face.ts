import type { Picture } from "../images/picture.js";
import type { Face, FaceFind } from "./face.js";
import type { FaceModels } from "./face-models.js";
import { refineFace } from "./refine-face.js";
import { seeLeaning } from "./second-look.js";

/** The eyes and the landmarks; where these contradict the find, the head may lean, and it is seen again turned. */
export async function placeFace({ faces, landmarks }: FaceModels, picture: Picture, find: FaceFind): Promise<Omit<Face, "score">> {
  const placed = await refineFace(landmarks, picture, find);
  if (placed.landmarks !== undefined) return placed;
  return await refineFace(landmarks, picture, (await seeLeaning(faces, picture, find)) ?? find);
}
