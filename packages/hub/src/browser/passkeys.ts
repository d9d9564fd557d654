/**
 * Makes passkeys and signs in by them: asks the hub, then the device, and fills in the form's hidden field. Its buttons are shown
 * where browsers can do it.
 */
const can = typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (!can) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answer(form);
  });
}

async function answer(form: HTMLFormElement): Promise<void> {
  const words = form.querySelector("output");
  const field = form.querySelector<HTMLInputElement>("input[name=response]");
  if (words === null || field === null) return;
  words.textContent = "";
  try {
    // As a form, so that the hub takes it from its own pages only.
    const response = await fetch(form.dataset["passkey"] ?? "", { method: "POST", body: new URLSearchParams({ asked: "options" }), headers: { Accept: "application/json" } });
    const options = (await response.json()) as { readonly title?: string };
    if (!response.ok) throw new Error(options.title ?? `The hub answered ${response.status}.`);
    const credential = form.dataset["make"] === undefined
      ? await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON) })
      : await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON) });
    field.value = JSON.stringify((credential as PublicKeyCredential).toJSON());
    form.submit();
  } catch (error) {
    words.textContent = error instanceof DOMException && error.name === "NotAllowedError" ? "The device was not asked, or said no." : error instanceof Error ? error.message : String(error);
  }
}

export {};
