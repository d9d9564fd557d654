import type { Hono } from "hono";

/** A browser without JavaScript, as far as forms and cookies go. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string): Promise<Response>;
  post(path: string, form: Readonly<Record<string, string | Blob>>, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export const ORIGIN = "http://hub.test";

export function visitor(app: Hono): Visitor {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    headers.set("accept", "text/html");
    const response = await app.request(`${ORIGIN}${path}`, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    cookies,
    get: (path) => ask(path, {}),
    async post(path, form, headers = {}) {
      const body = new FormData();
      for (const [name, value] of Object.entries(form)) body.set(name, value);
      return await ask(path, { method: "POST", body, headers: { origin: ORIGIN, ...headers } });
    },
  };
}

/** Makes an account and is signed in. */
export async function newcomer(app: Hono, name: string): Promise<Visitor> {
  const one = visitor(app);
  const { status } = await one.post("/sign-up", { name, email: `${name.toLowerCase()}@example.org`, password: "a long password" });
  if (status !== 303) throw new Error(`sign-up: ${status}`);
  return one;
}
