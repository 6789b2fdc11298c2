/** Pruning the open network by hand, and going on from there. */
import { messageOf } from '../data/message-of.ts';
import { studySchema, type Study } from '../study/schema.ts';
import type { Question, Reply, TrialResult, TuningRound } from '../study/network-protocol.ts';
import type { TrialState, TrialTuning } from './networks-state.ts';
import type { Access } from './lab-type.ts';
import type { NetworkShelf } from './network-shelf.ts';
import { loadingOf, type Networks } from './networks.ts';
import { Pace } from './tuning-pace.ts';

/** Points of the chart of a trial. */
const MOST_VISITED = 400;

const begun: TrialState = {
  facts: null,
  error: null,
  loading: 0,
  wanted: [],
  result: null,
  isMeasuring: false,
  visited: [],
  tuning: null,
  tuned: null,
  tuningError: null,
  asked: null,
};

/** A visit is one by its thresholds, and by how often the network had been trained on. */
const visitKey = ({ thresholds, tunings }: Pick<TrialResult, 'thresholds' | 'tunings'>): string => [tunings, ...thresholds].join();

/** What a network that is gone on from does to the rest of the lab. */
export interface TrialNeighbours {
  /** Puts a study on the form. */
  replaceStudy(study: Study): void;
  /** Runs it. */
  run(): void;
  /** Lays stored runs behind what is shown. */
  compareRuns(ids: readonly string[]): Promise<boolean>;
}

/** Whoever reads with the network of a trial. */
export interface TrialReader {
  /** It is another one now. */
  follow(): void;
  /** It stays as it is for the moment. */
  settle(): Promise<void>;
}

export class Trial {
  private readonly access: Access;
  private readonly networks: Networks;
  private readonly shelf: NetworkShelf;
  private readonly neighbours: TrialNeighbours;
  private readonly reader: TrialReader;
  /** What it was asked last; null once that was cleared. */
  private question: Question | null = null;
  private isAsking = false;

  constructor(access: Access, networks: Networks, shelf: NetworkShelf, neighbours: TrialNeighbours, reader: TrialReader) {
    this.access = access;
    this.networks = networks;
    this.shelf = shelf;
    this.neighbours = neighbours;
    this.reader = reader;
  }

  async begin(): Promise<void> {
    const { opened, kept } = this.access.get().networks;
    if (!opened?.facts) return;
    const { source, facts } = opened;
    const isOpen = this.networks.whileOpen();
    this.question = null;
    this.networks.change({ trial: begun });
    try {
      const isKept = source.kind === 'job' && kept.some((place) => place.job === source.job && place.stage === 'unpruned');
      const file = await this.networks.fileOf(opened, isKept ? 'unpruned' : 'final');
      if (!file) throw new Error('This network is not kept any more. Run the job again to have it.');
      const options = this.networks.optionsFor(facts.model.backend);
      const loading = loadingOf((share) => isOpen() && this.change({ loading: share }));
      const trial = await this.networks.ask((remote, onTheWay) => remote.beginTrial(file, options, onTheWay(loading)));
      if (!isOpen()) return;
      this.change({ facts: trial });
      await this.slide(trial.blocks.map(() => 0));
    } catch (error) {
      if (isOpen()) this.change({ error: messageOf(error) });
    }
  }

  async slide(thresholds: readonly number[]): Promise<void> {
    if (!this.state?.facts || this.state.tuning) return;
    this.change({ wanted: thresholds, isMeasuring: true });
    // A page of text is read in a few milliseconds, before the whole test set is begun.
    this.reader.follow();
    try {
      const result = await this.networks.ask((remote) => remote.measure(thresholds));
      if (result) this.take(result);
    } catch (error) {
      // The trial was in the worker that has failed, and is to be begun anew.
      if (this.state) this.networks.change({ trial: { ...begun, error: messageOf(error) } });
    }
  }

  /** Of questions that come while one is under way only the latest is asked: somebody is drawing. */
  ask(question: Question | null): void {
    this.question = question;
    if (question === null) this.change({ asked: null });
    else if (!this.isAsking) void this.answer();
  }

  /** Trains on what is left at the thresholds that were measured last, for some seconds; the thresholds then begin at 0 again. */
  async tune(): Promise<void> {
    const before = this.state?.result;
    if (!before || this.state?.tuning) return;
    const isOpen = this.networks.whileOpen();
    this.change({ tuning: { phase: 'loading', share: 0, secondsLeft: null, measured: null }, tuningError: null });
    const pace = new Pace();
    const tell = (tuning: TrialTuning): void => {
      if (isOpen()) this.change({ tuning });
    };
    const loading = loadingOf((share) => tell({ phase: 'loading', share, secondsLeft: null, measured: null }));
    const onRound = ({ share, ...measured }: TuningRound): void =>
      tell({ phase: 'training', share, secondsLeft: pace.left(share), measured });
    try {
      const tuned = await this.networks.ask((remote, onTheWay) =>
        remote.tuneTrial(before.thresholds, onTheWay(loading), onTheWay(onRound)),
      );
      if (!isOpen()) return;
      this.change({ tuning: null });
      if (!tuned) return;
      this.change({ facts: tuned.facts, wanted: tuned.result.thresholds, tuned: { before, after: tuned.result } });
      this.reader.follow();
      this.take(tuned.result);
    } catch (error) {
      if (isOpen()) this.change({ tuning: null, tuningError: messageOf(error) });
    }
  }

  async cancelTuning(): Promise<void> {
    await this.networks.ask((remote) => remote.cancelTuning());
  }

  /** Stores what is left at the thresholds that were measured last, and runs a study that fine-tunes it. */
  async fineTune(): Promise<void> {
    const { state } = this;
    if (!state?.facts || !state.result) return;
    const { run } = this.access.get();
    if (run.status === 'running' || run.status === 'paused') {
      const message = 'A study is running. Cancel it, or wait for its end, before you fine-tune from here.';
      this.access.notify({ kind: 'notice', message });
      return;
    }
    const { model } = state.facts;
    const { thresholds, tunings } = state.result;
    try {
      const { file, digest } = await this.networks.ask((remote) => remote.pruned(thresholds));
      await this.shelf.keepStart(digest, file);
      const study = studySchema.parse({
        name: `${(this.access.get().run.study?.name ?? model.job.compression.method).slice(0, 90)}, fine-tuned by hand`,
        job: { ...model.job, start: { network: digest, from: this.originOf(thresholds, tunings) } },
        axes: [],
      });
      const origin = this.access.get().networks.opened?.source.kind === 'job' ? run.id : null;
      this.neighbours.replaceStudy(study);
      this.neighbours.run();
      // The study that it came from stays in sight.
      if (origin !== null) await this.neighbours.compareRuns([origin]);
    } catch (error) {
      this.access.notify({ kind: 'error', message: `Fine-tuning from here could not begin: ${messageOf(error)}` });
    }
  }

  private take(result: TrialResult): void {
    const { state } = this;
    if (!state) return;
    const key = visitKey(result);
    const visited = [...state.visited.filter((other) => visitKey(other) !== key), result].slice(-MOST_VISITED);
    const isMeasuring = state.wanted.join() !== result.thresholds.join();
    this.change({ result, visited, isMeasuring });
    if (!isMeasuring) void this.reader.settle();
    // Another object: what is under way may be of earlier thresholds.
    if (this.question) this.ask({ ...this.question });
  }

  private async answer(): Promise<void> {
    this.isAsking = true;
    try {
      let answered: Question | null = null;
      while (this.question && this.question !== answered && this.state?.facts) {
        const asked: Question = this.question;
        const { wanted } = this.state;
        const reply: Reply = await this.networks.ask((remote) => remote.askTrial(asked, wanted));
        answered = asked;
        if (this.question !== asked) continue;
        this.change({ asked: reply });
        // Asked again of other numbers, it is about the same sample.
        if (reply.sample !== null) this.question = answered = { kind: 'sample', sample: reply.sample };
      }
    } catch (error) {
      // As where thresholds are measured.
      if (this.state) this.networks.change({ trial: { ...begun, error: messageOf(error) } });
    } finally {
      this.isAsking = false;
    }
  }

  private get state(): TrialState | null {
    return this.access.get().networks.trial;
  }

  private change(part: Partial<TrialState>): void {
    const { state } = this;
    if (state) this.networks.change({ trial: { ...state, ...part } });
  }

  /** Where a network that is gone on from comes from, in words. */
  private originOf(thresholds: readonly number[], tunings: number): string {
    const { networks, run } = this.access.get();
    const source = networks.opened?.source;
    const name = source?.kind === 'file' ? source.name : `${run.study?.name ?? 'a run'}, job ${source ? source.job + 1 : ''}`;
    const same = thresholds.every((threshold) => threshold === thresholds[0]);
    const where = (same ? thresholds.slice(0, 1) : thresholds).map((threshold) => Number(threshold.toPrecision(3))).join(', ');
    const after = tunings === 0 ? '' : ` after training on ${tunings === 1 ? 'once' : `${tunings} times`}`;
    return `${name.slice(0, 120)}, pruned by hand at ${where}${after}`.slice(0, 200);
  }
}
