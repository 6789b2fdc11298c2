/** Versions of what leaves the lab. A format that changes gets one migration from each version to the next, kept for ever. */

/** Thrown for a version that cannot be read; `newer` tells whether a later Parsimony could. */
export class VersionError extends Error {
  readonly newer: boolean;

  constructor(message: string, newer: boolean) {
    super(message);
    this.name = 'VersionError';
    this.newer = newer;
  }
}

/** From a version to the one after it. */
export type Migrations = ReadonlyMap<number, (value: unknown) => unknown>;

/**
 * Brings a value of an earlier version to the current one.
 * @param what what is read, for the message: "this link"
 * @throws VersionError for a version that is newer than `current` or was never written
 */
export function migrate(value: unknown, version: number, current: number, migrations: Migrations, what: string): unknown {
  if (version > current) {
    throw new VersionError(
      `${what} was made with a newer version of Parsimony (format ${version}; this one reads up to ${current}). Open it in an up-to-date lab.`,
      true,
    );
  }
  let migrated = value;
  for (let from = version; from < current; from++) {
    const step = migrations.get(from);
    if (!step) throw new VersionError(`${what} says it has format ${version}, which no version of Parsimony wrote.`, false);
    migrated = step(migrated);
  }
  return migrated;
}
