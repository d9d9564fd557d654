import { duration, html, type Html, nothing } from "@fmpn/page";
import { checkField, dataTable, selectField, textField } from "@fmpn/page/parts";
import { recipes } from "@fmpn/lab";
import { fieldOf, type RunForm } from "../form-plan.js";
import { trainDocument } from "../layout.js";
import type { SettingWords } from "../setting-words.js";

export interface NewRunPage {
  readonly form: RunForm;
  /** Data sets that the studio was given. */
  readonly folders: readonly string[];
  /** Settings of the chosen recipe, as changed. */
  readonly settings: readonly SettingWords[];
  /** What is wrong with the plan. */
  readonly fault?: string | undefined;
  /** Where the plan was checked: the command that does the same. */
  readonly command?: string | undefined;
  /** How long it will take, where that was tried, in seconds. */
  readonly seconds?: number | undefined;
}

/** Docstrings set code between backticks. */
function withCode(words: string): Html[] {
  return words.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}

/** The form of a new run: it makes the same plan as `fmpn train`. */
export function newRunPage({ form, folders, settings, fault, command, seconds }: NewRunPage): Html {
  const value = (name: string, otherwise = ""): string => fieldOf(form, name) || otherwise;
  const chosen = [form["data"] ?? []].flat();
  return trainDocument(
    "New run",
    html`<h1>A new run</h1>
<p class="lead">What is filled in here makes the same plan as a command line; it is checked before anything begins.</p>
${fault === undefined ? nothing : html`<div class="notice bad" role="alert"><p>${fault}</p></div>`}
${command === undefined ? nothing : html`<div class="notice good" role="status"><p>The plan is sound.${seconds === undefined ? "" : ` It will take about ${duration(seconds)} on this machine as busy as it is now.`} In a terminal:</p><pre>${command}</pre></div>`}
<form method="post" action="/train/new">
${textField({ name: "name", label: "Name", hint: "Of the run's folder.", value: value("name"), required: true })}
<fieldset><legend>Faces</legend>
<label class="choice"><input type="radio" name="source" value="synthetic"${value("source", "synthetic") === "synthetic" ? html` checked` : nothing}> Synthetic ones, drawn by the program</label>
<label class="choice"><input type="radio" name="source" value="data"${value("source") === "data" ? html` checked` : nothing}${folders.length === 0 ? html` disabled` : nothing}> Data sets${folders.length === 0 ? " (none was given: fmpn studio --data FOLDER)" : ""}</label></fieldset>
${textField({ name: "synthetic", label: "How many synthetic faces", type: "number", min: 8, value: value("synthetic", "12000") })}
${folders.length === 0 ? nothing : html`<fieldset><legend>Data sets</legend>${folders.map((folder) => html`<label class="choice"><input type="checkbox" name="data" value="${folder}"${chosen.includes(folder) ? html` checked` : nothing}> ${folder}</label>`)}</fieldset>
${textField({ name: "part", label: "Part of the sets", hint: "A column and its value, as split=train; empty takes all.", value: value("part") })}
${selectField({ name: "masks", label: "Motion masks from", hint: "The set whose neutral and expressive faces the masks are made of.", options: [{ value: "", text: "the first set" }, ...folders.map((folder) => ({ value: folder, text: folder }))], value: value("masks") })}
${textField({ name: "holdOut", label: "Held out", hint: "A share of every set, by person where known, that is validated on: as 0.2.", value: value("holdOut") })}`}
${selectField({ name: "recipe", label: "Recipe", options: Object.keys(recipes).map((name) => ({ value: name, text: name })), value: value("recipe", "synthetic") })}
${textField({ name: "settings", label: "Changes of the recipe", hint: "setting=value, one a line: jointStage.epochs=10", lines: 4, value: value("settings") })}
${textField({ name: "threads", label: "Threads that compute", type: "number", min: 1, value: value("threads", "2") })}
${checkField({ name: "try", label: "Try a few steps to tell how long it will take" })}
<p class="row"><button name="do" value="check">Check the plan</button><button class="primary" name="do" value="start">Start</button></p>
</form>
<h2>The recipe's settings</h2>
${dataTable<SettingWords>({
  caption: "Settings, and what they do",
  captionAway: true,
  columns: [
    { name: "Setting", cell: ({ name }) => html`<code>${name}</code>` },
    { name: "Value", cell: ({ value: text }) => html`<code>${text}</code>` },
    { name: "What it does", cell: ({ words }) => withCode(words) },
  ],
  groups: [{ rows: settings }],
})}`,
    "/train/new",
  );
}
