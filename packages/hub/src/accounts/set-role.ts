import type { Database } from "../database/database.js";
import type { Role } from "../database/schema.js";

/** Gives a person of this hub a role. @throws Error where nobody has an account with this address */
export async function setRole({ sql }: Database, email: string, role: Role): Promise<void> {
  const { numUpdatedRows } = await sql.updateTable("person").set({ role }).where("email", "=", email.toLowerCase()).executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`nobody has an account with the address ${email} here: make one on the hub's pages first (Account)`);
}
