/** Passkeys, of which the public half is kept; challenges that wait for an answer; what visitors' browsers measured. */
export const passkeysAndBrowsers: readonly string[] = [
  `create table passkey (id {id}, person_id integer not null references person (id) on delete cascade, name text not null, credential text not null unique, public_key text not null, counter {big} not null, transports text not null, created text not null, last_used text) {table}`,
  `create index passkey_of_person on passkey (person_id)`,
  `create table passkey_challenge (challenge text not null primary key, person_id integer references person (id) on delete cascade, expires {big} not null) {junction}`,
  `create table browser_measurement (id {id}, model_id integer not null references model (id), protocol_id integer not null references protocol (id), person_id integer not null references person (id), artifact_sha256 text not null, answers_sha256 text not null,
    document_sha256 text not null, platform text not null, number {real} not null, low {real}, high {real}, ms_per_image {real} not null, created text not null, unique (person_id, artifact_sha256, protocol_id)) {table}`,
  `create index browser_measurement_of on browser_measurement (artifact_sha256, protocol_id)`,
];
