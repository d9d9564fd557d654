/** What an operator wants to know: which workers there are, and what went wrong last. */
export const operation: readonly string[] = [
  `create table worker (name text not null primary key, host text not null, pid integer not null, isolation text not null, started text not null, seen text not null) {table}`,
  `create table fault (id {id}, at text not null, place text not null, text text not null) {table}`,
];
