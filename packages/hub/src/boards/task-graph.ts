/** Which tasks are part of which: a graph without circles, since a task may have several parents but not be its own. */
export interface TaskGraph {
  /** False where the edge would close a circle. */
  readonly add: (child: number, parent: number) => boolean;
  readonly has: (child: number, parent: number) => boolean;
  readonly ancestors: (task: number) => ReadonlySet<number>;
}

export function taskGraph(edges: readonly { readonly child_id: number; readonly parent_id: number }[]): TaskGraph {
  const parents = new Map<number, Set<number>>();
  const link = (child: number, parent: number): void => {
    const known = parents.get(child);
    if (known === undefined) parents.set(child, new Set([parent]));
    else known.add(parent);
  };
  for (const { child_id, parent_id } of edges) link(child_id, parent_id);
  const ancestors = (task: number): Set<number> => {
    const found = new Set<number>();
    const open = [...(parents.get(task) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(parents.get(next) ?? []));
    }
    return found;
  };
  return {
    add: (child, parent) => {
      if (child === parent || ancestors(parent).has(child)) return false;
      link(child, parent);
      return true;
    },
    has: (child, parent) => parents.get(child)?.has(parent) ?? false,
    ancestors,
  };
}
