/** What the server suggests for a beginning of a query. */
interface Suggestion {
  readonly kind: string;
  readonly text: string;
  readonly href: string;
}

/** Typing waits so long before it asks. */
const PAUSE = 120;

for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search]")) {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  if (input !== null) suggestFor(form, input);
}

/** Makes a combobox of a search box: a list below it that arrows walk through and Enter follows. */
function suggestFor(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off" })) input.setAttribute(name, value);
  let timer = 0;
  let asked = "";
  let chosen = -1;
  let asking: AbortController | undefined;

  const close = (): void => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index: number): void => {
    const options = [...list.children];
    chosen = options.length === 0 ? -1 : (index + options.length) % options.length;
    for (const [place, option] of options.entries()) option.setAttribute("aria-selected", String(place === chosen));
    const option = options[chosen];
    if (option === undefined) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const show = (suggestions: readonly Suggestion[]): void => {
    list.replaceChildren(
      ...suggestions.map(({ kind, text, href }, index) => {
        const option = document.createElement("li");
        option.id = `suggestion-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const link = document.createElement("a");
        link.href = href;
        link.tabIndex = -1;
        link.textContent = text;
        const small = document.createElement("small");
        small.textContent = kind === "dataset" ? "data set" : kind;
        option.append(link, small);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async (): Promise<void> => {
    const query = input.value.trim();
    if (query === asked) return;
    asked = query;
    asking?.abort();
    if (query.length < 2) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(query)}`, { signal: asking.signal });
      if (answer.ok) show((await answer.json()) as Suggestion[]);
    } catch {
      // Without suggestions the box still searches.
    }
  };
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen]?.querySelector("a")?.click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) close();
  });
}

export {};
