/** When a link was asked last, whether or not the answer told something. */
export const links: readonly string[] = [`alter table repository add column asked_at text`];
