import type { Shape } from "../../shape.js";
import type { StorageType } from "./storage-type.js";

/** What a pickle may hold: plain data, and descriptions of storages and tensors that are looked up later. */
export type PickleValue = null | boolean | number | bigint | string | PickleList | PickleDict | PickleGlobal | PickleStorage | PickleTensor | PickleOpaque;

export interface PickleList {
  readonly kind: "list" | "tuple";
  readonly items: PickleValue[];
}

export type PickleKey = string | number | bigint | boolean | null;

export interface PickleDict {
  readonly kind: "dict";
  readonly entries: Map<PickleKey, PickleValue>;
}

/** A name of Python's that stands on the whitelist. */
export interface PickleGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** A run of elements: `count` of them from element `offset` of the record `key`. */
export interface PickleStorage {
  readonly kind: "storage";
  readonly type: StorageType;
  readonly key: string;
  readonly offset: number;
  readonly count: number;
}

/** A view of a storage; offset and strides count elements. */
export interface PickleTensor {
  readonly kind: "tensor";
  readonly storage: PickleStorage;
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

/** Something harmless that holds no tensor, such as a device's name. */
export interface PickleOpaque {
  readonly kind: "opaque";
}

/** How errors name a value. */
export function describe(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (typeof value !== "object") return `a ${typeof value}`;
  return value.kind === "global" ? value.name : `a ${value.kind}`;
}
