import { attribute, classes, type Content, html, type Html, nothing } from "../html.js";

interface Labelled {
  /** The field's name in the form, and its `id`. */
  readonly name: string;
  readonly label: Content;
  /** What helps to fill it in. */
  readonly hint?: Content | undefined;
  /** What is wrong with what was filled in. */
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
}

export interface TextField extends Labelled {
  readonly type?: "text" | "number" | "url" | "email" | "password" | "date" | "search" | "file" | undefined;
  readonly value?: string | number | undefined;
  readonly placeholder?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | "any" | undefined;
  readonly autocomplete?: string | undefined;
  /** Makes it a text of so many lines. */
  readonly lines?: number | undefined;
}

/** A line or a text to fill in, with its label, its hint and what is wrong with it. */
export function textField(field: TextField): Html {
  const { name, value, type = "text", lines, placeholder, min, max, step, autocomplete, required } = field;
  const shared = html`id="${name}" name="${name}"${attribute("placeholder", placeholder)}${attribute("required", required)}${attribute("autocomplete", autocomplete)}${described(field)}`;
  const input =
    lines === undefined
      ? html`<input type="${type}" ${shared}${attribute("value", value)}${attribute("min", min)}${attribute("max", max)}${attribute("step", step)}>`
      : html`<textarea ${shared} rows="${lines}">${value}</textarea>`;
  return labelled(field, input);
}

export interface SelectField extends Labelled {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value?: string | undefined;
}

/** One of several to choose. */
export function selectField(field: SelectField): Html {
  const { name, options, value, required } = field;
  return labelled(
    field,
    html`<select id="${name}" name="${name}"${attribute("required", required)}${described(field)}>${options.map((option) => html`<option value="${option.value}"${attribute("selected", option.value === value)}>${option.text}</option>`)}</select>`,
  );
}

/** A yes or no. */
export function checkField({ name, label, hint, checked }: { readonly name: string; readonly label: Content; readonly hint?: Content; readonly checked?: boolean | undefined }): Html {
  return html`<div class="field"><label class="choice"><input type="checkbox" name="${name}"${attribute("checked", checked)}>${label}</label>${hint === undefined ? nothing : html`<div class="hint">${hint}</div>`}</div>`;
}

/** Puts label, hint and error about an input whose `id` is the field's name. */
function labelled({ name, label, hint, error }: Labelled, input: Html): Html {
  const below = error ?? hint;
  return html`<div${classes("field", error !== undefined && "bad")}><label for="${name}">${label}</label>${input}${below === undefined ? nothing : html`<div class="hint" id="${name}-hint">${below}</div>`}</div>`;
}

function described({ name, hint, error }: Labelled): Html {
  return html`${hint === undefined && error === undefined ? nothing : attribute("aria-describedby", `${name}-hint`)}${error === undefined ? nothing : attribute("aria-invalid", "true")}`;
}
