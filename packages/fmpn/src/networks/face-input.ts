/** Name of the input of a face network as model files hold it: RGB crops, N×3×S×S in [0, 1]. */
export const FACE_INPUT = "face";
