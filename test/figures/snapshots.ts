/** What `npm run figures` tells its page of the snapshots. */
export interface Snapshots {
  /** The commit that is compared with, as a person writes it. */
  readonly since: string;
  /** Address of the module with the cases of that commit; null where it has none. */
  readonly before: string | null;
  /** By path below `test/unit/figures/snapshots/`: the text in that commit, and the text on disk. */
  readonly files: Readonly<Record<string, { readonly committed: string | null; readonly accepted: string | null }>>;
}
