import type { TestContext } from "node:test";
import { openAccounts } from "#src/accounts/accounts.js";
import { openDatabase } from "#src/database/open-database.js";
import type { Role } from "#src/database/schema.js";
import { importFiles } from "#src/import/import-files.js";
import { hubApp } from "#src/server/hub-app.js";
import { recordsFile, tableRecord, temporaryFolder } from "../temporary-hub.js";
import { newcomer, ORIGIN, type Visitor } from "./visitor.js";

/** A hub of one paper and one benchmark, and a way to sign people up in a role. */
export async function hubWithPeople(t: TestContext, address = ":memory:") {
  const folder = await temporaryFolder(t);
  const database = await openDatabase(address);
  t.after(database.close);
  const papers = [{ paper_url: "https://paperswithcode.com/paper/a-known-paper", title: "A Known Paper", abstract: "What it says.", date: "2020-01-02", url_abs: "https://arxiv.org/abs/2001.00001", authors: ["Ada L."], tasks: [], methods: [] }];
  await importFiles(database, [await recordsFile(folder, "papers-with-abstracts.json", papers), await recordsFile(folder, "evaluation-tables.json", [tableRecord("Seeing", "Some Faces", [{ model: "M", value: "90" }])])]);
  const app = await hubApp(database, { address: ORIGIN, accounts: openAccounts(database, { address: ORIGIN, secret: "a secret of tests, long enough to be taken" }) });
  const someone = async (name: string, role: Role): Promise<Visitor> => {
    const one = await newcomer(app, name);
    await database.sql.updateTable("person").set({ role }).where("name", "=", name).execute();
    return one;
  };
  return { database, app, someone };
}
