import { messageOf } from "./elements.js";

/** Opens the visitor's camera. @param deviceId the camera's, or "" for the one that looks at the visitor */
export async function openCamera(deviceId = ""): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined) throw new Error("This browser gives cameras only to pages from https: or from this machine (localhost).");
  return await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 640 }, height: { ideal: 480 }, ...(deviceId === "" ? { facingMode: "user" } : { deviceId: { exact: deviceId } }) },
  });
}

/** What a visitor reads where a camera could not be opened. */
export function whyNoCamera(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The camera was not allowed. Allow it in the browser's address bar, then start again.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No camera was found. Pictures and videos can be looked at without one.";
  if (name === "NotReadableError") return "The camera is used by another program.";
  return messageOf(error);
}
