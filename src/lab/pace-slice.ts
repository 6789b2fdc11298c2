/**
 * How fast this machine is, before anything has run there: the network of the study on the form is measured once nobody has done anything for a
 * moment, those of all quick presets when the gallery asks. A run that begins ends it: its jobs would be slowed down, and tell better by themselves.
 */
import type { StoreApi } from 'zustand/vanilla';
import { messageOf } from '../data/message-of.ts';
import { backendOf, type BackendChoice } from '../study/events.ts';
import type { Job, Study } from '../study/schema.ts';
import type { LabState } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { ratesOf } from './paces.ts';
import { networkKey } from './rates.ts';
import { canBeRehearsed, jobsToRehearse, rehearseHere } from './rehearsal.ts';
import type { Kept } from './storage.ts';
import type { WorkerLike } from './worker-life.ts';

/** Whoever looks at a page for so long does not press Run at once. */
const IDLE_MS = 800;

const isGoing = ({ run }: Pick<LabState, 'run'>): boolean => run.status === 'running' || run.status === 'paused';

/** By itself: not beside a run, nor beside a result that somebody shared, since what a link holds starts nothing. */
const mayMeasure = (now: Pick<LabState, 'run' | 'shared'>): boolean => !isGoing(now) && now.shared === null;

export class PaceSlice<W extends WorkerLike> implements Slice<'pace', 'measurePace'> {
  readonly state: Slice<'pace', 'measurePace'>['state'];
  readonly actions: Slice<'pace', 'measurePace'>['actions'];
  readonly #access: Access;
  readonly #surroundings: Pick<LabSurroundings<W>, 'spawn' | 'cores'>;
  readonly #kept: Kept;
  /** What is measured now: of all quick presets, or of one study. */
  #underWay: { readonly abort: AbortController; readonly isAll: boolean } | null = null;

  constructor(access: Access, surroundings: Pick<LabSurroundings<W>, 'spawn' | 'cores'>, kept: Kept) {
    this.#access = access;
    this.#surroundings = surroundings;
    this.#kept = kept;
    this.state = { pace: { measured: this.#measured(), isMeasuring: false, trouble: null } };
    this.actions = { measurePace: () => this.#measureAll() };
  }

  /** Measures the network of the study on the form whenever it is not known and nobody does anything. @returns a function that stops it */
  watch(store: StoreApi<LabState>): () => void {
    const tried = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const measure = (): void => {
      const now = store.getState();
      const { job } = now.study;
      const key = `${now.backend}/${networkKey(job)}`;
      if (this.#underWay || !mayMeasure(now) || tried.has(key) || this.#isKnown(now.study, now.backend) || !canBeRehearsed(job)) return;
      tried.add(key);
      // The study may have become another meanwhile.
      void this.#measure([job], false).then((isDone) => {
        if (!isDone) tried.delete(key);
        wait();
      });
    };
    let isOver = false;
    const wait = (): void => {
      if (timer !== null) clearTimeout(timer);
      if (!isOver) timer = setTimeout(measure, IDLE_MS);
    };
    const unsubscribe = store.subscribe((now, before) => {
      if (!mayMeasure(now)) this.#underWay?.abort.abort();
      if (
        now.study !== before.study ||
        now.backend !== before.backend ||
        now.run.status !== before.run.status ||
        now.shared !== before.shared
      ) {
        wait();
      }
    });
    wait();
    return () => {
      isOver = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      this.#underWay?.abort.abort();
    };
  }

  async #measureAll(): Promise<void> {
    const { pace, backend } = this.#access.get();
    if (this.#underWay?.isAll || pace.measured.includes(backend)) return;
    this.#underWay?.abort.abort();
    await this.#measure(jobsToRehearse(), true);
  }

  /** @returns whether it was measured, or could not be; false where something came between */
  async #measure(jobs: readonly Job[], isAll: boolean): Promise<boolean> {
    const { get, set } = this.#access;
    const { pace, backend } = get();
    if (isGoing(get())) return false;
    const abort = new AbortController();
    const mine = { abort, isAll };
    this.#underWay = mine;
    set({ pace: { ...pace, isMeasuring: true, trouble: null } });
    let trouble: string | null = null;
    try {
      await rehearseHere(this.#surroundings, backend, jobs, abort.signal, (found) => {
        this.#kept.keepPaces([found]);
        // Times are told anew by it.
        set({ pace: { ...get().pace } });
      });
    } catch (error) {
      if (!abort.signal.aborted) trouble = messageOf(error);
    }
    // Otherwise what came between says how it stands.
    if (this.#underWay === mine) {
      this.#underWay = null;
      set({ pace: { measured: this.#measured(), isMeasuring: false, trouble } });
    }
    return !abort.signal.aborted;
  }

  /** Choices of a backend for which all networks of quick presets were measured. */
  #measured(): BackendChoice[] {
    const paces = this.#kept.paces();
    const networks = jobsToRehearse().map(networkKey);
    const choices = [...new Set(paces.map(({ choice }) => choice))];
    return choices.filter((choice) => networks.every((key) => paces.some((pace) => pace.choice === choice && pace.network === key)));
  }

  /** Whether a time of this machine can be told of a study's network, from what was measured or has run. */
  #isKnown(study: Study, choice: BackendChoice): boolean {
    const key = networkKey(study.job);
    const rates = { ...ratesOf(this.#kept.paces()), ...this.#kept.rates() };
    const chosen = backendOf(choice);
    return (chosen ? [chosen] : (['webgpu', 'wasm', 'cpu'] as const)).some((backend) => rates[`${backend}/${key}`] !== undefined);
  }
}
