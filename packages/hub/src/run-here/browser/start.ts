// Shows the button of the section "Run it here"; what it does, some 150 kB of it, is fetched when someone asks for it.
const button = document.querySelector<HTMLButtonElement>("#run-load");
const status = document.querySelector("#run-status");
if (button !== null) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (status !== null) status.textContent = "Loading the model.";
    try {
      const { begin } = await import("./live.js");
      await begin();
      button.hidden = true;
    } catch (error) {
      if (status !== null) status.textContent = error instanceof Error ? error.message : String(error);
      button.disabled = false;
    }
  });
}

export {};
