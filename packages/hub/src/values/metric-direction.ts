import { kendallTau } from "./kendall-tau.js";

/** Which end of a metric is better; boards of a metric whose direction isn't known are not ranked. */
export type Direction = "higher" | "lower" | "unknown";

/** Who said so: a person, the archive's own order, the metric's name, or both of the latter. */
export type DirectionSource = "declared" | "order" | "name" | "order and name" | "conflict" | "none";

export interface DirectionFound {
  readonly direction: Direction;
  readonly source: DirectionSource;
}

const LOWER =
  /(?:^|[^a-z])(?:error|errors|err|wer|cer|ter|per|der|eer|mer|ppl|perplexity|fid|kid|fvd|fad|is-?fid|lpips|nll|loss|rmse|rmsle|mse|mae|mape|smape|nme|nmae|mpjpe|pa-?mpjpe|mpvpe|pve|ade|fde|abs ?rel|sq ?rel|bpc|bpd|bits per (?:character|byte|dimension|dim)|cross[- ]?entropy|edit distance|chamfer|hausdorff|ece|brier|log ?loss|regret|absolute relative|mcd|rank ?loss|hamming loss|miss rate|fpr|fpr95|false (?:positive|negative|alarm)|ged|jsd|kl|wasserstein|mmd|hd95|asd|dtw|latency|inference time|runtime)(?:$|[^a-z])/i;
const HIGHER =
  /(?:^|[^a-z])(?:accuracy|acc|precision|recall|sensitivity|specificity|f-?1|f-?score|f-?measure|fbeta|map|ap|ap50|ap75|ar|auc|auroc|auprc|aupr|roc|bleu|bleu-?\d|rouge|rouge-?[l\d]|meteor|cider|spice|chrf|bertscore|iou|miou|giou|psnr|ssim|ms-?ssim|dice|jaccard|top-?\s?\d|exact match|em|hits?@?\d*|hit rate|mrr|ndcg|ndcg@\d+|success rate|success|uas|las|pck|pckh|oks|correct|correlation|spearman|pearson|kendall|ccc|pcc|plcc|srcc|kappa|mcc|score|r2|r-?squared|inception score|si-?sdr|sdr|si-?snr|snr|stoi|pesq|mos|mota|motp|idf1|hota|ari|nmi|acer|r@\d+|p@\d+|recall@\d+|precision@\d+|map@[\d.]+|ap@[\d.]+|win rate|reward|return|uar|war|coverage|purity|g-?mean|balanced accuracy|vqa|elo|muc|b-?cubed|ceaf|matched|mismatched)(?:$|[^a-z])/i;

/** What a metric's name tells: the lists are closed, and a name that matches both or none tells nothing. */
export function directionByName(name: string): Direction {
  const text = name.replace(/[_(),:]/g, " ").replace(/↑/g, " higher ").replace(/↓/g, " lower ");
  const said = /lower(?: is better)?\b/i.test(text) ? "lower" : /higher(?: is better)?\b/i.test(text) ? "higher" : undefined;
  if (said !== undefined) return said;
  // Errors win inside such names as "Top-1 Error Rate" and "Accuracy error": what is counted is the mistake.
  if (/(?:^|[^a-z])(?:error|errors|err|loss)(?:$|[^a-z])/i.test(text)) return "lower";
  const lower = LOWER.test(text);
  const higher = HIGHER.test(text) || /(?:^|\s)percentage correct|(?:^|\s)% correct/i.test(text);
  return lower === higher ? "unknown" : lower ? "lower" : "higher";
}

/**
 * What the order of a table tells: the sign of Kendall's τ between place and value.
 *
 * @param values the metric's numbers from the first row to the last; null where a row has none
 * @param dates the rows' dates, if known: an order that the dates explain is no ranking
 */
export function directionByOrder(values: readonly (number | null)[], dates: readonly (string | null)[] = []): Direction {
  const rows = values.flatMap((value, place) => (value === null ? [] : [{ value, place }]));
  if (rows.length < 3) return "unknown";
  const tau = kendallTau(rows.map(({ place }) => place), rows.map(({ value }) => value));
  if (Math.abs(tau) < 0.8) return "unknown";
  const dated = rows.flatMap(({ place }) => (dates[place] ? [{ place, time: Date.parse(`${dates[place]}`) }] : [])).filter(({ time }) => Number.isFinite(time));
  const byDate = dated.length >= 3 && dated.length >= rows.length / 2 ? Math.abs(kendallTau(dated.map(({ place }) => place), dated.map(({ time }) => time))) : 0;
  if (byDate >= Math.abs(tau)) return "unknown";
  return tau < 0 ? "higher" : "lower";
}

/**
 * Puts together what order and name tell of a board's metric. Where they disagree nothing is known.
 *
 * @param orderIsRanking whether the file keeps rows in ranking order (the archive does; collected tables may not):
 *   where it doesn't, an order may contradict a name and cannot stand for it
 */
export function inferDirection(name: string, byOrder: Direction, orderIsRanking: boolean): DirectionFound {
  const byName = directionByName(name);
  if (byName === "unknown" && byOrder === "unknown") return { direction: "unknown", source: "none" };
  if (byName === byOrder) return { direction: byName, source: "order and name" };
  if (byOrder === "unknown") return { direction: byName, source: "name" };
  if (byName === "unknown") return orderIsRanking ? { direction: byOrder, source: "order" } : { direction: "unknown", source: "none" };
  return { direction: "unknown", source: "conflict" };
}
