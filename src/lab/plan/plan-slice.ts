/** The folder of a plan on a page: looked at again and again while its jobs come; what they have come to is shown as any result from elsewhere. */
import * as Comlink from 'comlink';
import { messageOf } from '../../data/message-of.ts';
import { Throttle } from '../../study/throttle.ts';
import type { LabActions } from '../contract.ts';
import type { Access, LabSurroundings } from '../lab-type.ts';
import type { SharedSlice } from '../shared-slice.ts';
import { WorkerLife } from '../worker-life.ts';
import type { PlanFiles } from './plan-files.ts';
import type { PlanReader } from './plan-reader.ts';
import type { PlanState } from './plan-state.ts';
import { PlanWatch, type AskReader } from './plan-watch.ts';

type PlanActions = Pick<LabActions, 'openPlan' | 'lookAtPlan' | 'showPlanResult' | 'planResult' | 'closePlan'>;

/** Milliseconds from one look to the next. Shards tell of themselves every ten seconds. */
const LOOK_EVERY_MS = 5000;
/** And between two times at which is shown what was read so far. */
const SHOW_EVERY_MS = 500;
/** Questions in a row that may stay without an answer: a minute, since reading a large file is one piece of work. */
const PATIENCE = 30;

/** A folder that is open. */
interface Opened {
  readonly files: PlanFiles;
  readonly life: WorkerLife;
  readonly ask: AskReader;
  watch: PlanWatch | null;
  /** The look that is under way. */
  looking: Promise<void> | null;
  timer: ReturnType<typeof setTimeout> | null;
}

export class PlanSlice {
  readonly state: { readonly plan: PlanState | null } = { plan: null };
  readonly actions: PlanActions;
  readonly #access: Access;
  readonly #surroundings: Pick<LabSurroundings, 'spawnPlanReader' | 'now'>;
  readonly #shared: Pick<SharedSlice, 'show' | 'refresh'>;
  #opened: Opened | null = null;

  constructor(
    access: Access,
    surroundings: Pick<LabSurroundings, 'spawnPlanReader' | 'now'>,
    shared: Pick<SharedSlice, 'show' | 'refresh'>,
  ) {
    this.#access = access;
    this.#surroundings = surroundings;
    this.#shared = shared;
    this.actions = {
      openPlan: (files) => this.#open(files),
      lookAtPlan: () => this.#look(),
      showPlanResult: () => this.#showResult(),
      planResult: async () => (await this.#opened?.watch?.result()) ?? null,
      closePlan: () => this.#close(),
    };
  }

  async #open(files: PlanFiles): Promise<void> {
    this.#close();
    const { spawnPlanReader } = this.#surroundings;
    if (!spawnPlanReader) return;
    const worker = spawnPlanReader();
    const remote = Comlink.wrap<PlanReader>(worker);
    const life = new WorkerLife(worker, remote, {
      who: 'The worker that reads plans',
      again: 'Open the folder again',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
    });
    const opened: Opened = { files, life, ask: (call) => life.race(() => call(remote)), watch: null, looking: null, timer: null };
    this.#opened = opened;
    const { name, isLive } = files;
    const nothing = {
      jobs: [],
      shards: [],
      differences: [],
      complaints: [],
      reading: null,
      lookedAt: null,
      secondsLeft: null,
      error: null,
    };
    this.#access.set({ plan: { name, isLive, plan: null, ...nothing } });
    try {
      const watch = await PlanWatch.open(files, opened.ask);
      if (this.#opened !== opened) return;
      opened.watch = watch;
      this.#change({ plan: watch.plan, ...watch.view() });
      await this.#showResult();
    } catch (error) {
      this.#fail(opened, error);
      return;
    }
    await this.#look();
  }

  /** Looks for what is new; a second one that is asked for meanwhile waits for the first. */
  async #look(): Promise<void> {
    const opened = this.#opened;
    if (!opened?.watch) return;
    if (opened.timer !== null) clearTimeout(opened.timer);
    opened.looking ??= this.#lookNow(opened, opened.watch);
    await opened.looking;
  }

  async #lookNow(opened: Opened, watch: PlanWatch): Promise<void> {
    const isOpen = (): boolean => this.#opened === opened;
    let reading: PlanState['reading'] = null;
    const showing = new Throttle(SHOW_EVERY_MS, () => isOpen() && this.#change({ ...watch.view(), reading }));
    try {
      const isNew = await watch.look((done, all) => {
        reading = { done, all };
        showing.ask();
      });
      if (!isOpen()) return;
      const view = watch.view();
      this.#change({ ...view, reading: null, lookedAt: this.#surroundings.now(), error: null });
      // Figures of hundreds of jobs are drawn anew with it.
      if (isNew) this.#shared.refresh(watch.digest());
      const isWhole = view.jobs.every(({ status }) => status === 'finished');
      if (opened.files.isLive && !isWhole) opened.timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
    } catch (error) {
      this.#fail(opened, error);
    } finally {
      showing.stop();
      opened.looking = null;
    }
  }

  async #showResult(): Promise<void> {
    const opened = this.#opened;
    if (opened?.watch) await this.#shared.show(opened.files.name, opened.watch.digest());
  }

  #fail(opened: Opened, error: unknown): void {
    if (this.#opened !== opened) return;
    this.#change({ reading: null, error: messageOf(error) });
  }

  #close(): void {
    const opened = this.#opened;
    this.#opened = null;
    if (!opened) return;
    if (opened.timer !== null) clearTimeout(opened.timer);
    opened.life.end('The plan was closed.');
    const { shared } = this.#access.get();
    this.#access.set({ plan: null, ...(shared?.source === 'plan' && { shared: null }) });
  }

  #change(part: Partial<PlanState>): void {
    const { plan } = this.#access.get();
    if (plan) this.#access.set({ plan: { ...plan, ...part } });
  }
}
