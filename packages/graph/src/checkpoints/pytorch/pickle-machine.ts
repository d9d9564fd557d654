import { CheckpointError } from "../stored-tensor.js";
import { isOpaque, keyOf } from "./globals.js";
import { describe, type PickleDict, type PickleList, type PickleValue } from "./pickle-value.js";

/** The stack and memo of a pickle in the making, with limits that keep a hostile one small. */
export interface PickleMachine {
  /** Ends the reading with an error. */
  fail(problem: string): never;
  push(value: PickleValue): void;
  pop(): PickleValue;
  top(): PickleValue;
  mark(): void;
  popToMark(): PickleValue[];
  remember(place: number): void;
  /** MEMOIZE: at the next place. */
  rememberNext(): void;
  recall(place: number): void;
  /** Pushes a new list or tuple. */
  pushList(kind: PickleList["kind"], items: PickleValue[]): void;
  /** Pushes a new dictionary of alternating keys and values. */
  pushDict(items: readonly PickleValue[]): void;
  /** Sets items of the dictionary on top: alternating keys and values. */
  fill(items: readonly PickleValue[]): void;
  /** Appends to the list on top. */
  extend(items: readonly PickleValue[]): void;
}

/** Dictionaries, lists and tuples; a tensor takes about five. */
const mostContainers = 600_000;

/** @param where names the pickle, and the byte that is read */
export function createMachine(where: () => string): PickleMachine {
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleValue>();
  let containers = 0;

  const fail = (problem: string): never => {
    throw new CheckpointError(`${where()}: ${problem}.`);
  };
  /** What lies below the last mark is out of reach, as in Python. */
  const top = (): PickleValue => {
    const value = stack.length > (marks.at(-1) ?? 0) ? stack.at(-1) : undefined;
    return value === undefined ? fail("the pickle takes a value from an empty stack") : value;
  };
  const made = <T extends PickleList | PickleDict>(value: T): T => {
    containers += 1;
    return containers > mostContainers ? fail(`the pickle makes more than ${mostContainers} objects`) : value;
  };
  const fillDict = (dict: PickleDict, items: readonly PickleValue[]): void => {
    if (items.length % 2 !== 0) fail("the pickle sets a key without a value");
    for (let at = 0; at < items.length; at += 2) {
      const key = keyOf(items[at], where());
      if (key !== undefined) dict.entries.set(key, items[at + 1] ?? null);
    }
  };

  return {
    fail,
    push: (value) => void stack.push(value),
    pop() {
      const value = top();
      stack.pop();
      return value;
    },
    top,
    mark: () => void marks.push(stack.length),
    popToMark: () => stack.splice(marks.pop() ?? fail("the pickle misses a mark")),
    remember: (place) => void memo.set(place, top()),
    rememberNext: () => void memo.set(memo.size, top()),
    recall(place) {
      const value = memo.get(place);
      stack.push(value === undefined ? fail(`the pickle recalls a value ${place} that it never kept`) : value);
    },
    pushList: (kind, items) => void stack.push(made({ kind, items })),
    pushDict(items) {
      const dict = made<PickleDict>({ kind: "dict", entries: new Map() });
      fillDict(dict, items);
      stack.push(dict);
    },
    fill(items) {
      const target = top();
      if (isOpaque(target)) return;
      if (target === null || typeof target !== "object" || target.kind !== "dict") return fail(`the pickle sets items of ${describe(target)}`);
      fillDict(target, items);
    },
    extend(items) {
      const target = top();
      if (isOpaque(target)) return;
      if (target === null || typeof target !== "object" || target.kind !== "list") return fail(`the pickle appends to ${describe(target)}`);
      for (const item of items) target.items.push(item);
    },
  };
}
