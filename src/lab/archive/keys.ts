/** Ranges of keys: arrays sort after strings and numbers. */

/** All keys that begin with the id of a run. */
export const ofRun = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/** All keys that begin with a job of a run. */
export const ofJob = (id: string, index: number): IDBKeyRange => IDBKeyRange.bound([id, index], [id, index, []]);

/** The digest of the network that the jobs of a run begin with, if they do; the row may be from another version. */
export function startOf(row: { readonly study?: { readonly job?: object } }): string | null {
  const job: { readonly start?: { readonly network?: unknown } } | undefined = row.study?.job;
  const start = job?.start?.network;
  return typeof start === 'string' ? start : null;
}
