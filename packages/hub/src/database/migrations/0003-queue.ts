/** What a queue that is fair to people and shows its progress has to know of a job. */
export const queue: readonly string[] = [
  `alter table job add column owner_id integer`,
  `alter table job add column progress text`,
  `alter table job add column added_at text not null default ''`,
  `alter table job add column ended_at text`,
  `alter table job add column error_text text`,
  `create index job_of_owner on job (owner_id, state) where owner_id is not null`,
];
