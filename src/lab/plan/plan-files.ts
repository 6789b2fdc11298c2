/** The folder of a plan, as a page is given it: a handle that can be read again and again, or the files that a person has chosen. */

/** Folders in that of a plan. */
export const planParts = ['jobs', 'failed', 'checkpoints', 'shards'] as const;
export type PlanPart = (typeof planParts)[number];

export const PLAN_NAME = 'plan.json';

export interface PlanFiles {
  /** Of the folder. */
  readonly name: string;
  /** Whether another look shows what has come meanwhile. */
  readonly isLive: boolean;
  /** Names of the files in a part; none where the part is missing. @throws Error where the folder can no longer be read */
  names(part: PlanPart): Promise<readonly string[]>;
  /** @param path below the folder @returns null where there is no such file @throws Error where it cannot be read */
  file(path: string): Promise<File | null>;
}

/** Files with their paths, which begin with the folder. @returns null where there is no plan among them */
export function filesOfPlan(files: readonly { readonly path: string; readonly blob: Blob }[]): PlanFiles | null {
  const plan = files.find(({ path }) => /^[^/]+\/plan\.json$/u.test(path));
  if (!plan) return null;
  const [name] = plan.path.split('/');
  const found = new Map(files.flatMap(({ path, blob }) => (blob instanceof File ? [[path.slice(name.length + 1), blob] as const] : [])));
  return {
    name,
    isLive: false,
    names: (part) =>
      Promise.resolve([...found.keys()].flatMap((path) => (path.startsWith(`${part}/`) ? [path.slice(part.length + 1)] : []))),
    file: (path) => Promise.resolve(found.get(path) ?? null),
  };
}
