/** What the server suggests for a beginning of a query. */
interface Suggestion {
  readonly kind: string;
  readonly text: string;
  readonly href: string;
}

/** Typing waits so long before it asks. */
const PAUSE = 120;

/**
 * Lets the search box suggest: the browser's own list below it, whose entries lead to their pages. Without this module the
 * box searches all the same.
 */
function suggest(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = document.createElement("datalist");
  list.id = "suggestions";
  form.append(list);
  input.setAttribute("list", list.id);
  input.autocomplete = "off";
  let suggestions: readonly Suggestion[] = [];
  let timer = 0;
  let asking: AbortController | undefined;

  const ask = async (): Promise<void> => {
    const query = input.value.trim();
    asking?.abort();
    if (query.length < 2) return list.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(query)}`, { signal: asking.signal });
      if (!answer.ok) return;
      suggestions = (await answer.json()) as Suggestion[];
      list.replaceChildren(
        ...suggestions.map(({ kind, text }) => {
          const option = document.createElement("option");
          option.value = text;
          option.label = kind === "dataset" ? "data set" : kind;
          return option;
        }),
      );
    } catch {
      // Asked anew meanwhile, or the server is away: the box still searches.
    }
  };
  input.addEventListener("input", (event) => {
    // An entry of the list comes at once, typed letters one by one.
    const chosen = event instanceof InputEvent && event.inputType !== "insertReplacementText" ? undefined : suggestions.find(({ text }) => text === input.value);
    if (chosen !== undefined) return location.assign(chosen.href);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search]")) {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  if (input !== null) suggest(form, input);
}

export {};
