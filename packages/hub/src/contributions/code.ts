import { readLink } from "../archive/records.js";
import { writeLinks } from "../import/write-links.js";
import { repositoryAddress } from "../names/links.js";
import type { Source } from "../queries/resolve.js";
import { ReviewError } from "../review/revisions.js";
import type { ContributionKind, Filled } from "./contribution-kind.js";
import { paperNamed } from "./fill-in.js";
import { writeRecord } from "./write-records.js";

const WHOSE = [{ value: "other", text: "somebody else's" }, { value: "official", text: "the authors' own" }];

/** A repository with code of a paper. */
export const codeKind: ContributionKind = {
  words: "a code link",
  lead: "A repository that implements a paper.",
  fields: [
    { name: "paper", label: "Paper", hint: "Its name in this hub's addresses, or its arXiv number.", required: true },
    { name: "repository", label: "Repository", hint: "https://github.com/owner/name", type: "url", required: true },
    { name: "whose", label: "Whose code it is", options: WHOSE, required: true },
    { name: "framework", label: "Framework", hint: "pytorch, tf, jax …" },
    { name: "place", label: "How one knows", hint: "“Footnote 1 of the paper”, “its README names the paper”", required: true },
  ],
  title: ({ repository = "", paper = "" }) => `${repository.replace(/^https?:\/\//, "")} for ${paper}`,
  async check(source, filled) {
    const { paper, address } = await both(source, filled);
    const linked = await source.sql.selectFrom("paper_repository").innerJoin("repository", "repository.id", "repository_id").select("official").where("paper_id", "=", paper.id).where("url", "=", address.url).executeTakeFirst();
    if (linked !== undefined && (linked.official === 1 || filled["whose"] !== "official")) throw new ReviewError("This repository is linked with the paper already.");
  },
  async hints(source, filled) {
    const { paper, address } = await both(source, filled);
    const official = await source.sql.selectFrom("paper_repository").innerJoin("repository", "repository.id", "repository_id").select("url").where("paper_id", "=", paper.id).where("official", "=", 1).executeTakeFirst();
    const elsewhere = await source.sql.selectFrom("paper_repository").innerJoin("repository", "repository.id", "repository_id").select("paper_id").where("url", "=", address.url).where("paper_id", "<>", paper.id).limit(20).execute();
    return [
      ...(official !== undefined && filled["whose"] === "official" ? [{ kind: "source" as const, text: `Another repository is marked as the authors' own: ${official.url}` }] : []),
      ...(elsewhere.length >= 20 ? [{ kind: "source" as const, text: "This repository is linked with twenty papers or more: a list rather than an implementation?" }] : []),
    ];
  },
  async differences(source, filled) {
    const { paper, address } = await both(source, filled);
    return [{ field: `Code of “${paper.title}”`, before: null, after: `${address.url}${filled["whose"] === "official" ? " (the authors' own)" : ""}` }];
  },
  async apply(source, filled) {
    const { paper, address } = await both(source, filled);
    const before = await link(source, paper.id, address.url);
    await writeRecord(source, readLink, writeLinks, { paper_url: `https://paperswithcode.com/paper/${paper.slug}`, repo_url: address.url, is_official: filled["whose"] === "official", mentioned_in_paper: false, mentioned_in_github: false, framework: filled["framework"] || null });
    const { official, repository_id } = await link(source, paper.id, address.url) ?? { official: 0, repository_id: -1 };
    return { entity: "repository", id: repository_id, before: before === undefined ? null : { official: before.official }, after: { paper: paper.id, official } };
  },
  async undo({ sql }, { id, before, after }) {
    const paper = Number(after["paper"]);
    if (before === null) await sql.deleteFrom("paper_repository").where("paper_id", "=", paper).where("repository_id", "=", id).execute();
    else await sql.updateTable("paper_repository").set({ official: before["official"] === 1 ? 1 : 0 }).where("paper_id", "=", paper).where("repository_id", "=", id).execute();
  },
  address: async ({ sql }, { after }) => {
    const row = await sql.selectFrom("paper").select("slug").where("id", "=", Number(after["paper"])).executeTakeFirst();
    return row && `/paper/${row.slug}`;
  },
};

async function both(source: Source, { paper = "", repository = "" }: Filled) {
  const address = repositoryAddress(repository);
  if (address === null) throw new ReviewError("Repository: give the web address of a repository.");
  return { paper: await paperNamed(source, paper), address };
}

const link = async ({ sql }: Source, paper: number, url: string) => await sql.selectFrom("paper_repository").innerJoin("repository", "repository.id", "repository_id").select(["official", "repository_id"]).where("paper_id", "=", paper).where("url", "=", url).executeTakeFirst();
