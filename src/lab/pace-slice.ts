/** How fast this machine is: measured once for each choice of a backend, before anything has run there. */
import { messageOf } from '../data/message-of.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { rehearseHere } from './rehearsal.ts';
import type { Kept } from './storage.ts';
import type { WorkerLike } from './worker-life.ts';

export function paceSlice<W extends WorkerLike>(
  { get, set }: Access,
  surroundings: Pick<LabSurroundings<W>, 'spawn' | 'cores'>,
  kept: Kept,
): Slice<'pace', 'measurePace'> {
  const measured = () => [...new Set(kept.paces().map(({ choice }) => choice))];
  return {
    state: { pace: { measured: measured(), isMeasuring: false, trouble: null } },
    actions: {
      async measurePace() {
        const { pace, run, backend } = get();
        // Jobs that run are slowed down by it, and tell better by themselves.
        if (pace.isMeasuring || pace.measured.includes(backend) || run.status === 'running' || run.status === 'paused') return;
        set({ pace: { ...pace, isMeasuring: true, trouble: null } });
        try {
          kept.keepPaces(await rehearseHere(surroundings, backend));
          set({ pace: { measured: [...new Set([...measured(), backend])], isMeasuring: false, trouble: null } });
        } catch (error) {
          set({ pace: { ...pace, isMeasuring: false, trouble: messageOf(error) } });
        }
      },
    },
  };
}
