/** A data set's page asks for its parts: without an index it read every data set. */
export const partsOfDataSets: readonly string[] = [`create index dataset_of_parent on dataset (parent_id)`];
