import { spawn } from "node:child_process";

/** Opens an address in the browser that people use here; where there is none, nothing happens. */
export function openAddress(address: string): void {
  const [command, ...args] = process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  if (command === undefined) return;
  const browser = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  // The address was printed: whoever has no such program opens it by hand.
  browser.on("error", () => {});
  browser.unref();
}
