import { useMemo } from 'react';
import { tallyOf } from '../../lab/archive/tally.ts';
import type { RunEntry } from '../../lab/stored-contract.ts';
import { useLab } from '../lab.tsx';

/** The stored runs, the one that is going on in this tab as it stands now. */
export function useEntries(): readonly RunEntry[] {
  const entries = useLab((lab) => lab.stored.entries);
  const run = useLab((lab) => lab.run);
  return useMemo(() => {
    if (run.status !== 'running' && run.status !== 'paused') return entries;
    return entries.map((entry) =>
      entry.id === run.id ? { ...entry, status: 'running', tally: tallyOf(run.jobs.map(({ record }) => record)) } : entry,
    );
  }, [entries, run]);
}
