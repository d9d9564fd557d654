import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/** Lets the hub itself sign somebody in whom it knows by a passkey. Not an address: it is called from here alone. */
export const openSession = {
  id: "hub-open-session",
  endpoints: {
    openSession: createAuthEndpoint.serverOnly({ method: "POST", body: z.object({ person: z.number() }) }, async (context) => {
      const { internalAdapter } = context.context;
      const user = await internalAdapter.findUserById(String(context.body.person));
      if (user === null) throw new Error(`there is no person ${context.body.person}`);
      const session = await internalAdapter.createSession(user.id);
      await setSessionCookie(context, { session, user });
      return context.json({ opened: true });
    }),
  },
} satisfies BetterAuthPlugin;
