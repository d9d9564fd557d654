/** What people hand in, from draft to published; who measures what, for looking up whether it was measured before. */
export const submissions: readonly string[] = [
  `create table submission (id {id}, kind text not null, person_id integer not null references person (id), state text not null, content text not null, target_id integer, created text not null) {table}`,
  `create index submission_waiting on submission (state, id)`,
  `create index submission_of on submission (person_id, id)`,
  `create index measurement_of_artifact on measurement (artifact_sha256, protocol_id) where artifact_sha256 is not null`,
];
