/** The face detector, trained: `@fmpn/lab/detection`. */
export { type DetectionMaterial, loadMaterial, type MaterialOptions, type MaterialPicture, type MaterialRole } from "./detection-material.js";
export { type DetectionRecipe, detectionRecipe, secondLookRecipe, type SecondLookRecipe } from "./detection-recipe.js";
export { detectorFile, readDetectorWeights, secondLookFile } from "./export-detector.js";
export { labelPictures, type LabelRequest, pictureFilesIn } from "./label-pictures.js";
export { type LabelledBox, type LabelledFace, type LabelledPicture, type LabelledPictures, readLabelledPictures, writeLabelledPictures } from "./labelled-pictures.js";
export { type MinedFind, mineFinds, type MineOptions, withMistakes } from "./mine-finds.js";
export type { StepsOptions, StepsProgress, StepsRecipe } from "./run-steps.js";
export { trainDetector } from "./train-detector.js";
export { trainSecondLook } from "./train-second-look.js";
export { type DetectionTeacher, openYunet, type TaughtFace } from "./yunet-teacher.js";
