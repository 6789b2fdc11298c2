/** How much the browser keeps for this page, and whether for good. */

export interface Usage {
  /** Bytes that this page has stored, its data sets included, and that it may. */
  readonly used: number;
  readonly quota: number;
  /** Whether the browser keeps them until they are deleted; else it may clear them when the disk fills up. Null where it does not tell. */
  readonly lasting: boolean | null;
}

/** Null where the browser does not tell. */
export async function storageUsage(): Promise<Usage | null> {
  const storage = globalThis.navigator?.storage;
  try {
    const { usage, quota } = (await storage?.estimate()) ?? {};
    if (usage === undefined || quota === undefined) return null;
    return { used: usage, quota, lasting: (await storage?.persisted?.()) ?? null };
  } catch {
    // Withheld, as in some private windows; the figure is then left out.
    return null;
  }
}

/** Asks the browser once, when something is stored for the first time, to keep it until it is deleted. */
export function askToLast(): () => void {
  let isAsked = false;
  return () => {
    const storage = globalThis.navigator?.storage;
    if (isAsked || !storage?.persist) return;
    isAsked = true;
    // A refusal changes nothing here: what is stored may be cleared, as the page of stored runs says.
    storage
      .persisted()
      .then((isLasting) => isLasting || storage.persist())
      .catch(() => undefined);
  };
}
