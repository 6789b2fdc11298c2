import { startTransition, useEffect, useState } from 'react';
import type { Paper } from '../../study/card.ts';
import { presetByName } from '../../study/presets.ts';
import { useLab, usePageLab } from '../lab.tsx';
import { roughTime } from '../text/study-time.ts';

/** How long studies take here, in words, by the names of their presets. */
export type Times = ReadonlyMap<string, string>;

const none: Times = new Map();

/**
 * The times of all studies that cards lead to, once they are known. One after the other: of a study of 144 jobs it takes 5 to 30 ms, and several
 * cards share one.
 */
export function useTimes(papers: readonly Paper[] | null): Times {
  const { estimate } = usePageLab().lab;
  const backend = useLab((lab) => lab.backend);
  const status = useLab((lab) => lab.run.status);
  const pace = useLab((lab) => lab.pace);
  const [times, setTimes] = useState(none);
  useEffect(() => {
    const names = new Set(papers?.flatMap(({ cards }) => cards.flatMap(({ preset, quick }) => [preset ?? [], quick ?? []].flat())));
    const found = new Map<string, string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      const [name] = names;
      if (name === undefined) {
        startTransition(() => setTimes(found));
        return;
      }
      names.delete(name);
      const { study } = presetByName(name);
      found.set(name, roughTime(study, estimate(study)));
      timer = setTimeout(next);
    };
    timer = setTimeout(next);
    return () => clearTimeout(timer);
    // The estimate draws on the choice of backend, on runs that have ended and on what was measured, which it reads for itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [papers, estimate, backend, status, pace]);
  return times;
}
