import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber, readDate, readProceeding } from "../../src/names/dates.js";
import { foldName, nameHash } from "../../src/names/fold-name.js";
import { repositoryAddress, webAddress } from "../../src/names/links.js";
import { arxivIdOf, paperKeys } from "../../src/names/paper-key.js";
import { freeSlug, shortSlug, slugify, taskSlug } from "../../src/names/slug.js";
import { scoreSpam, SPAM_LIMIT } from "../../src/names/spam.js";

test("slugs are cut where Papers With Code cut them", () => {
  for (const [title, slug] of [
    ["Facial Motion Prior Networks for Facial Expression Recognition", "facial-motion-prior-networks-for-facial"],
    ["Revisiting Unreasonable Effectiveness of Data in Deep Learning Era", "revisiting-unreasonable-effectiveness-of-data"],
    ["Hierarchical Multi-Scale Attention for Semantic Segmentation", "hierarchical-multi-scale-attention-for"],
    ["Mapping Natural Language Instructions to Mobile UI Action Sequences", "mapping-natural-language-instructions-to"],
    ["Efficient leave-one-out cross-validation for Bayesian non-factorized normal and Student-t models", "efficient-leave-one-out-cross-validation-for"],
    ["Odyssey: A Public GPU-Based Code for General-Relativistic Radiative Transfer in Kerr Spacetime", "odyssey-a-public-gpu-based-code-for-general"],
    ["Dynamic Network Model from Partial Observations", "dynamic-network-model-from-partial"],
    ["Generative Adversarial Networks", "generative-adversarial-networks"],
  ] as const) assert.equal(shortSlug(title), slug);
  assert.equal(slugify("CK+"), "ck");
  assert.equal(slugify("Müller's Ünit"), "mullers-unit");
  assert.equal(taskSlug("Facial Expression Recognition (FER)"), "facial-expression-recognition");
  assert.equal(taskSlug("Named Entity Recognition (NER)"), "named-entity-recognition");
  assert.equal(taskSlug("Image Generation (unconditional)"), "image-generation-unconditional");
  assert.equal(freeSlug("a", (slug) => slug === "a" || slug === "a-1"), "a-2");
});

test("names are compared without case, accents and punctuation, but FER is not FER+", () => {
  assert.equal(foldName("Jian-Feng  Wang"), foldName("jian feng wang"));
  assert.equal(foldName("Café"), foldName("CAFE"));
  assert.notEqual(foldName("FER"), foldName("FER+"));
  assert.ok(Number.isSafeInteger(nameHash("anything")) && nameHash("a") !== nameHash("b"));
});

test("papers are known by their addresses", () => {
  assert.deepEqual(paperKeys(["https://arxiv.org/abs/1902.08788v2"]), { arxivId: "1902.08788", openreviewId: null, doi: null, slug: null });
  assert.equal(paperKeys(["http://arxiv.org/pdf/1902.08788v1.pdf"]).arxivId, "1902.08788");
  assert.equal(paperKeys(["https://arxiv.org/abs/cs/0504051v1"]).arxivId, "cs/0504051");
  assert.equal(paperKeys(["https://openreview.net/forum?id=rJl-b3RcF7"]).openreviewId, "rJl-b3RcF7");
  assert.equal(paperKeys(["https://link.springer.com/article/10.1007/s00521-024-10938-0"]).doi, "10.1007/s00521-024-10938-0");
  assert.equal(paperKeys(["https://doi.org/10.1016/j.knosys.2019.105030"]).doi, "10.1016/j.knosys.2019.105030");
  assert.equal(paperKeys(["https://paperswithcode.com/paper/a-b-c"]).slug, "a-b-c");
  assert.deepEqual(paperKeys([null, "https://scholar.google.com/citations?user=x"]), { arxivId: null, openreviewId: null, doi: null, slug: null });
  assert.equal(arxivIdOf("0000.00000"), null);
});

test("dates that cannot be are refused by name", () => {
  const today = "2026-11-29";
  assert.deepEqual(readDate("2019-02-23", today), { date: "2019-02-23" });
  assert.deepEqual(readDate("2019", today), { date: "2019" });
  assert.deepEqual(readDate("", today), { date: null });
  for (const wrong of ["2222-12-22", "1900-01-01", "2019-02-30", "soon", "2026-12-01"]) assert.ok(readDate(wrong, today).wrong !== undefined && readDate(wrong, today).date === null, wrong);
  assert.equal(dayNumber("1970-01-02"), 1);
  assert.ok(dayNumber(null) < dayNumber("1950"));
  assert.deepEqual(readProceeding("NeurIPS 2018 12"), { venue: "NeurIPS", year: 2018, month: 12 });
  assert.deepEqual(readProceeding("ACL 2019"), { venue: "ACL", year: 2019, month: null });
  assert.deepEqual(readProceeding("Workshop"), { venue: "Workshop", year: null, month: null });
});

test("links have one form, and only web addresses are links", () => {
  for (const text of ["https://github.com/A/B", "https://GitHub.com/A/B/", "http://www.github.com/A/B.git", "https://github.com/A/B/?tab=readme"]) assert.equal(repositoryAddress(text)?.url, "https://github.com/A/B", text);
  assert.deepEqual(repositoryAddress("https://github.com/a/b/tree/main/c"), { url: "https://github.com/a/b/tree/main/c", host: "github.com", owner: "a", name: "b" });
  for (const text of ["javascript:alert(1)", "data:text/html,x", "ftp://a/b", "https://github.com/", "not an address", "https://me:secret@example.com/x"]) assert.equal(repositoryAddress(text), null, text);
  assert.equal(webAddress("javascript:alert(1)"), null);
});

test("spam is told by telephone numbers, brands and placeholders, methods are not", () => {
  for (const texts of [["ooJpiued", "", "Please enter a description about the method here"], ["How do I speak to Delta Airlines customer service", "", "Call +1-800-555-0199 now"], ["¿Cómo hablar con Avianca?", "", "teléfono (800) 555 0133"]]) assert.ok(scoreSpam(texts, false).score >= SPAM_LIMIT, texts[0]);
  for (const texts of [["ResNet", "Residual Network", "A network of 152 layers (He et al., 2015-2016)."], ["Delta rule", "", "A learning rule for single neurons."], ["GAN", "Generative Adversarial Network", "Two models, 2014."]]) assert.ok(scoreSpam(texts, true).score < SPAM_LIMIT, texts[0]);
});
