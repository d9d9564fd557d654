import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";
import type { Env } from "hono/types";

export interface ListenOptions {
  /** By default 127.0.0.1: this machine only. */
  readonly host?: string | undefined;
  /** By default 0: one that is free. */
  readonly port?: number | undefined;
}

/** A server that listens. */
export interface Listening {
  /** As "http://127.0.0.1:8080". */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests and lets go of the streams that are open. */
  close(): Promise<void>;
}

/**
 * Serves an app over HTTP.
 *
 * @throws Error where the port is taken or may not be used, saying so
 */
export async function listen<E extends Env>(app: Hono<E>, { host = "127.0.0.1", port = 0 }: ListenOptions = {}): Promise<Listening> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(starting));
    starting.once("error", (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, host, port), { cause: error })));
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE") return `Port ${port} of ${host} is taken by another program: choose another one.`;
  if (code === "EACCES") return `Port ${port} of ${host} may not be used without rights of an administrator: choose one above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `${host} is no address of this machine.`;
  return message;
}
