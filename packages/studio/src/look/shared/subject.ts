import type { RecognizedFace } from "fmpn";

/** A face that the visitor looks at more closely, or takes for their own neutral one. */
export interface Subject {
  readonly face: RecognizedFace;
  /** Where it was seen: a file's name, "camera". */
  readonly from: string;
}

/** A value that several views share. */
export interface Shared<T> {
  get(): T | undefined;
  set(value: T | undefined): void;
  onChange(listener: (value: T | undefined) => void): void;
}

export function createShared<T>(): Shared<T> {
  let current: T | undefined;
  const listeners: ((value: T | undefined) => void)[] = [];
  return {
    get: () => current,
    set(value) {
      current = value;
      for (const listener of listeners) listener(value);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
