import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";

// What a process finds around it, told on the channel that a guard's messages go through.

function attempt(work) {
  try {
    work();
    return "done";
  } catch (error) {
    return String(error.code);
  }
}

const [secret, port] = process.argv.slice(2);
const socket = connect(Number(port), "127.0.0.1");
const reached = await new Promise((resolve) => {
  socket.on("connect", () => resolve("done"));
  socket.on("error", (error) => resolve(String(error.code)));
});
socket.destroy();
process.send?.({
  secret: attempt(() => readFileSync(secret ?? "")),
  passwords: attempt(() => readFileSync("/etc/passwd")),
  write: attempt(() => writeFileSync(new URL(import.meta.url).pathname, "")),
  temporary: attempt(() => writeFileSync("/tmp/x", "1")),
  reached,
  interfaces: Object.keys(networkInterfaces()),
  environment: Object.keys(process.env).sort(),
  processes: readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length,
  user: process.getuid?.(),
});
