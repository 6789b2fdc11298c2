/** Measuring what compressors make of the text of a study: in a worker, when a run on it has ended or somebody asks, and kept. */
import * as Comlink from 'comlink';
import { messageOf } from '../data/message-of.ts';
import { hasText } from '../study/job-text.ts';
import { familyOf, type Job } from '../study/schema.ts';
import type { TellSizing, TextSizer } from '../study/text-sizer.ts';
import type { MeasuredText, TextSizes } from '../study/text-sizes.ts';
import type { LabActions } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import type { Kept } from './storage.ts';
import { isSameText, keyOfText, withMeasured, type TextKey } from './text-sizes.ts';
import { WorkerLife } from './worker-life.ts';

/** Longer texts are not packed without being asked for: all compressors take some 20 s a megabyte. */
const MOST_BY_ITSELF = 4e6;

/** Questions in a row that may stay without an answer, a minute: some compressors pack a whole text at once. */
const PATIENCE = 30;

export class TextSizesSlice implements Slice<'textSizes', 'measureText' | 'cancelMeasuringText'> {
  readonly state: Slice<'textSizes', never>['state'];
  readonly actions: Pick<LabActions, 'measureText' | 'cancelMeasuringText'>;
  readonly #access: Access;
  readonly #surroundings: Pick<LabSurroundings, 'spawnTextSizer' | 'dataUrl'>;
  readonly #kept: Kept;
  #life: WorkerLife | null = null;

  constructor(access: Access, surroundings: Pick<LabSurroundings, 'spawnTextSizer' | 'dataUrl'>, kept: Kept) {
    this.#access = access;
    this.#surroundings = surroundings;
    this.#kept = kept;
    this.state = { textSizes: { measured: kept.textSizes(), working: null, error: null } };
    this.actions = {
      measureText: (job) => this.#measure(job),
      cancelMeasuringText: () => this.#end(),
    };
  }

  /** To be called when a run has ended: a short text that nobody has measured is measured now. */
  async afterRun(): Promise<void> {
    const { run } = this.#access.get();
    const job = run.study?.job;
    if (!job || run.status !== 'finished' || !hasText(job) || keyOfText(job).bytes > MOST_BY_ITSELF) return;
    if (!(await this.#isKnown(job))) await this.#measure(job);
  }

  async #isKnown(job: Job): Promise<boolean> {
    const { published } = familyOf(job);
    const own = this.#of(keyOfText(job));
    return own?.isWhole === true || (published?.packed?.(await published.load(), job) ?? null) !== null;
  }

  #of(key: TextKey): MeasuredText | undefined {
    return this.#access.get().textSizes.measured.find((one) => isSameText(one, key));
  }

  #change(part: Partial<ReturnType<Access['get']>['textSizes']>): void {
    this.#access.set({ textSizes: { ...this.#access.get().textSizes, ...part } });
  }

  #end(): void {
    this.#life?.end('It was cancelled.');
    this.#life = null;
    if (this.#access.get().textSizes.working) this.#change({ working: null });
  }

  async #measure(job: Job): Promise<void> {
    const { spawnTextSizer, dataUrl } = this.#surroundings;
    if (!spawnTextSizer) return;
    this.#end();
    const key = keyOfText(job);
    const worker = spawnTextSizer();
    const remote = Comlink.wrap<TextSizer>(worker);
    const life = new WorkerLife(worker, remote, {
      who: 'The worker that packs texts',
      again: 'Try it again',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
    });
    this.#life = life;
    const isShown = (): boolean => this.#life === life;
    this.#change({ working: { ...key, progress: null }, error: null });
    try {
      const known = this.#of(key)?.sizes ?? {};
      const { sizes } = await life.race((onTheWay) =>
        remote.measureTextOf(
          job,
          dataUrl(),
          known,
          onTheWay<Parameters<TellSizing>>((progress, sofar) => {
            if (!isShown()) return;
            this.#keep({ ...key, sizes: sofar, isWhole: false });
            this.#change({ working: { ...key, progress } });
          }),
        ),
      );
      if (isShown()) this.#keep({ ...key, sizes, isWhole: true });
    } catch (error) {
      if (isShown()) this.#change({ error: messageOf(error) });
    } finally {
      if (isShown()) this.#end();
    }
  }

  /** What is new of it, in this tab and for later visits. */
  #keep(one: MeasuredText): void {
    const before = this.#of(one);
    const count = (sizes: TextSizes['sizes']): number => Object.keys(sizes).length;
    if (count(one.sizes) === count(before?.sizes ?? {}) && before?.isWhole === one.isWhole) return;
    if (count(one.sizes) === 0) return;
    const measured = withMeasured(this.#access.get().textSizes.measured, one);
    this.#change({ measured });
    this.#kept.keepTextSizes(measured);
  }
}
