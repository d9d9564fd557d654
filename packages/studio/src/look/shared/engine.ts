import { Recognizer } from "fmpn";

/** The recogniser that the page works with: in a worker, changed when the visitor gives a model of their own. */
export interface Engine {
  /** Waits while a model is loaded. @throws what loading threw, where there is no model at all */
  recognizer(): Promise<Recognizer>;
  /** Loads a model file, by default the one that comes with the page. Where it is none, the model before stays. @throws ModelFileError */
  load(model?: File): Promise<Recognizer>;
  /** Calls a listener with every model that is loaded, and with the one that is. */
  onChange(listener: (recognizer: Recognizer, name: string) => void): void;
}

export function createEngine(): Engine {
  const listeners: ((recognizer: Recognizer, name: string) => void)[] = [];
  let name = "";
  let loading: Promise<Recognizer> | undefined;
  const load = async (model?: File): Promise<Recognizer> => {
    const before = await loading?.catch(() => undefined);
    const next = await Recognizer.load({ worker: true, ...(model === undefined ? {} : { model }) });
    name = model?.name ?? `${next.model.preset}, which comes with this page`;
    void before?.close();
    for (const listener of listeners) listener(next, name);
    return next;
  };
  return {
    recognizer: async () => await (loading ??= load()),
    async load(model) {
      const before = loading;
      const next = load(model);
      loading = next.catch(async (error: unknown) => {
        if (before === undefined) throw error;
        return await before;
      });
      return await next;
    },
    onChange(listener) {
      listeners.push(listener);
      if (name !== "") void loading?.then((recognizer) => listener(recognizer, name)).catch(() => {});
    },
  };
}
