import type { Attributes } from "../../tensor.js";

// Attributes of a node by their kind, or what stands for those that are left out.

export function integer<T>(attributes: Attributes, name: string, otherwise: T): number | T {
  const value = attributes[name];
  return typeof value === "number" ? value : otherwise;
}

export function integers<T>(attributes: Attributes, name: string, otherwise: T): readonly number[] | T {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : otherwise;
}

export function float(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === "object" && "float" in value ? value.float : otherwise;
}

export function word(attributes: Attributes, name: string, otherwise: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : otherwise;
}
