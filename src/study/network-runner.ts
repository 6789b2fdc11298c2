/** What the worker that opens networks exposes through Comlink. */
import * as Comlink from 'comlink';
import type { Codec } from '../coding/codec-size.ts';
import { encodeNetwork } from '../coding/network-file.ts';
import type { Compression } from '../coding/network-header.ts';
import { Cancelled, RunControl } from '../nn/run-control.ts';
import { isStatistics } from '../nn/weight-tensors.ts';
import type { RunOptions } from './events.ts';
import { workerOf } from './families/worker.ts';
import { NetworkDevice, weightsOf } from './network-device.ts';
import { exportedFiles } from './network-export.ts';
import { chainOfNetwork, factsOf, stored } from './network-facts.ts';
import { readNetworkFile, type LabNetwork, type NetworkModel } from './network-model.ts';
import type {
  Bytes,
  Checked,
  ExportedFile,
  ExportFormat,
  Loading,
  NetworkFacts,
  NetworkWorker,
  PackedNetwork,
  ProbeFacts,
  Question,
  Reply,
  TrialFacts,
  TrialResult,
  Tuned,
  TuningRound,
} from './network-protocol.ts';
import { NetworkProbe } from './network-probe.ts';
import { trainingOf } from './network-training.ts';
import { factsOfText, Reading, readersOf, textOfModel, type Readers } from './reading.ts';
import type { ReadingFacts, ReadingWorker, ReadReply, ReadRequest, WriteRequest, Written } from './reading-protocol.ts';
import { ThresholdTrial } from './threshold-trial.ts';
import type { Training } from './family-worker.ts';
import type { JobEnvironment } from './run-job.ts';
import { familyOf, type Job } from './schema.ts';
import { Turns } from './turns.ts';
import { hexOf, sha256 } from '../data/sha256.ts';

interface OpenTrial {
  readonly trial: ThresholdTrial;
  readonly facts: () => TrialFacts;
  /** Where what it is trained on with lies. */
  readonly dataUrl: string;
}

interface OpenProbe {
  readonly job: Job;
  readonly probe: NetworkProbe;
  /** Where what it is trained on with lies. */
  readonly dataUrl: string;
}

export class NetworkRunner implements NetworkWorker, ReadingWorker {
  readonly #device: NetworkDevice;
  #opened: LabNetwork | null = null;
  #trial: OpenTrial | null = null;
  #probe: OpenProbe | null = null;
  #reading: Reading | null = null;
  #tuning: RunControl | null = null;
  #writing: RunControl | null = null;
  readonly #turns = new Turns();

  constructor({ assets }: Pick<JobEnvironment, 'assets'>) {
    this.#device = new NetworkDevice(assets, {
      test: () => {
        this.#trial?.trial.dispose();
        this.#trial = null;
        this.#probe?.probe.dispose();
        this.#probe = null;
      },
      backend: () => this.#closeReading(),
    });
  }

  async open(file: Bytes): Promise<NetworkFacts> {
    this.#opened = null;
    const opened = await readNetworkFile(file);
    const facts = await this.#onDevice('cpu', async () => factsOf(opened));
    this.#opened = opened;
    return facts;
  }

  async pack(codec: Codec, compression: Compression): Promise<PackedNetwork> {
    const { model, network } = this.#needOpened();
    const { bytes, sizes, tensors } = await encodeNetwork(stored(model, network.tensors), { codec, compression });
    const bytesOf = (counted: boolean): number =>
      network.tensors.reduce((sum, tensor, index) => sum + (isStatistics(tensor) === counted ? 0 : tensors[index].payload), 0);
    return Comlink.transfer({ file: bytes, sizes, weights: bytesOf(true), statistics: bytesOf(false) }, [bytes.buffer]);
  }

  async export(format: ExportFormat, name: string): Promise<readonly ExportedFile[]> {
    const opened = this.#needOpened();
    return exportedFiles(opened, format, name, () =>
      this.#onDevice('cpu', async () => chainOfNetwork(opened.model.job, opened.network.tensors)),
    );
  }

  async check(options: RunOptions, onLoading: Loading): Promise<Checked> {
    const { model, network } = this.#needOpened();
    return this.#turns.take(async () => {
      const { bench, backend } = await this.#device.bench(model, network.tensors, options, onLoading);
      try {
        const began = performance.now();
        const { testAccuracy, testLoss } = await bench.measure(new RunControl());
        return { testAccuracy, testLoss, samples: bench.test.kept.samples, backend: backend.name, milliseconds: performance.now() - began };
      } finally {
        bench.dispose();
      }
    });
  }

  async beginTrial(file: Bytes, options: RunOptions, onLoading: Loading): Promise<TrialFacts> {
    const { model, network } = await readNetworkFile(file);
    const worker = workerOf(model.job);
    const { trial: termsOf, training, mayBeNarrower } = worker.bench;
    if (!termsOf) throw new RangeError(familyOf(model.job).trialRefusal ?? 'Networks of this method cannot be pruned by hand.');
    this.#turns.dropLatest();
    return this.#turns.take(async () => {
      this.#trial?.trial.dispose();
      this.#trial = null;
      const { bench, backend } = await this.#device.bench(model, network.tensors, options, onLoading);
      const { job } = model;
      const trial = new ThresholdTrial({
        model,
        bench,
        tensors: network.tensors,
        terms: termsOf(job),
        mayBeNarrower: mayBeNarrower(job),
        aloneNote: worker.bench.aloneNote?.(job) ?? null,
      });
      const can = { canTune: training !== null, canContinue: worker.canBeginWith(model.job, model.job) };
      const facts = (): TrialFacts => trial.facts(backend.name, can);
      this.#trial = { trial, facts, dataUrl: options.dataUrl };
      return facts();
    });
  }

  measure(thresholds: readonly number[]): Promise<TrialResult | null> {
    return this.#turns.latest((control) => this.#needTrial().trial.measure(thresholds, control));
  }

  async beginProbe(file: Bytes, options: RunOptions, onLoading: Loading): Promise<ProbeFacts> {
    const { model, network } = await readNetworkFile(file);
    if (!workerOf(model.job).bench.training) throw new RangeError('Networks of this method cannot be handed their numbers.');
    this.#turns.dropLatest();
    return this.#turns.take(async () => {
      this.#probe?.probe.dispose();
      this.#probe = null;
      const { bench, backend } = await this.#device.bench(model, network.tensors, options, onLoading);
      const probe = new NetworkProbe(bench, network.tensors);
      this.#probe = { job: model.job, probe, dataUrl: options.dataUrl };
      return { labels: await probe.labels(), backend: backend.name };
    });
  }

  classify(numbers: Float32Array): Promise<Uint8Array | null> {
    return this.#turns.latest((control) => this.#needProbe().probe.classify(numbers, control));
  }

  inputsOf(samples: readonly number[]): Promise<Float32Array> {
    return this.#turns.take(() => this.#needProbe().probe.inputsOf(samples));
  }

  tune(numbers: Float32Array, onLoading: Loading, onTuned: (tuned: Tuned) => void): Promise<Tuned | null> {
    this.#turns.dropLatest();
    return this.#turns.take(async () => {
      const { probe, job, dataUrl } = this.#needProbe();
      const tuned = await this.#withTraining(job, dataUrl, onLoading, (training, control) =>
        probe.tune(numbers, training, control, onTuned),
      );
      return tuned && tuned.given;
    });
  }

  tuneTrial(
    thresholds: readonly number[],
    onLoading: Loading,
    onRound: (round: TuningRound) => void,
  ): Promise<{ readonly facts: TrialFacts; readonly result: TrialResult } | null> {
    this.#turns.dropLatest();
    return this.#turns.take(async () => {
      const { trial, facts, dataUrl } = this.#needTrial();
      const tuned = await this.#withTraining(trial.model.job, dataUrl, onLoading, (training, control) =>
        trial.tune(thresholds, training, control, onRound),
      );
      return tuned && { facts: facts(), result: tuned.given };
    });
  }

  askTrial(question: Question, thresholds: readonly number[]): Promise<Reply> {
    return this.#turns.take(() => this.#needTrial().trial.ask(question, thresholds));
  }

  cancelTuning(): void {
    this.#tuning?.cancel();
  }

  async beginReading(file: Bytes, before: Bytes | null, options: RunOptions, onLoading: Loading): Promise<ReadingFacts> {
    const [opened, unpruned] = [await readNetworkFile(file), before && (await readNetworkFile(before))];
    const text = await textOfModel(opened.model, options.dataUrl, onLoading);
    return this.#turns.take(async () => {
      const backend = await this.#device.start(options.backend, weightsOf(opened.network.tensors));
      this.#closeReading();
      this.#reading = new Reading(text, readersOf(opened, unpruned));
      const stages = [...(unpruned ? [unpruned.model.stage] : []), opened.model.stage];
      return { ...factsOfText(text), stages, backend: backend.name };
    });
  }

  read(request: ReadRequest, thresholds: readonly number[] | null): Promise<ReadReply> {
    return this.#turns.take(() => this.#needReading().read(request, this.#readersAt(thresholds)));
  }

  write(request: WriteRequest, thresholds: readonly number[] | null, onWritten: (written: Written) => void): Promise<Written> {
    this.#writing?.cancel();
    const control = new RunControl();
    this.#writing = control;
    return this.#turns.take(() => this.#needReading().write(request, control, onWritten, this.#readersAt(thresholds)));
  }

  cancelWriting(): void {
    this.#writing?.cancel();
  }

  #closeReading(): void {
    this.#reading?.dispose();
    this.#reading = null;
  }

  /** Those of the trial where it is told its thresholds. */
  #readersAt(thresholds: readonly number[] | null): Readers | undefined {
    return thresholds ? this.#needTrial().trial.networksAt(thresholds) : undefined;
  }

  async pruned(thresholds: readonly number[]): Promise<{ readonly file: Bytes; readonly digest: string }> {
    const { trial } = this.#needTrial();
    const pruned: NetworkModel = { ...trial.model, stage: 'pruned', testAccuracy: null, testLoss: null, backend: null };
    const { bytes } = await encodeNetwork(stored(pruned, trial.prunedWhole(thresholds)), { codec: 'bitmask' });
    return { file: bytes, digest: hexOf(await sha256(bytes, noCryptography)) };
  }

  /** @returns what the work gave; null if it was cancelled by `cancelTuning` */
  async #withTraining<T>(
    job: Job,
    dataUrl: string,
    onLoading: Loading,
    work: (training: Training, control: RunControl) => Promise<T>,
  ): Promise<{ readonly given: T } | null> {
    const control = new RunControl();
    this.#tuning = control;
    const training = await trainingOf(job, dataUrl, onLoading);
    try {
      await control.checkpoint();
      return { given: await work(training, control) };
    } catch (error) {
      if (error instanceof Cancelled) return null;
      throw error;
    } finally {
      training.dispose();
    }
  }

  /** Something small that needs a backend, whichever runs; the one named where none does. */
  #onDevice<T>(fallback: RunOptions['backend'], work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      if (!this.#device.isStarted) await this.#device.start(fallback, 0);
      return work();
    });
  }

  #needOpened(): LabNetwork {
    if (!this.#opened) throw new Error('No network is open: open one first.');
    return this.#opened;
  }

  #needReading(): Reading {
    if (!this.#reading) throw new Error('No network is open to read with: open one first.');
    return this.#reading;
  }

  #needProbe(): OpenProbe {
    if (!this.#probe) throw new Error('No network is open to be handed its numbers: open one first.');
    return this.#probe;
  }

  #needTrial(): OpenTrial {
    if (!this.#trial) throw new Error('No network is open for pruning: open one first.');
    return this.#trial;
  }
}

const noCryptography = (): Error =>
  new Error(
    'A network can be named by its SHA-256 only on an https address or on localhost, where browsers compute one. Open the lab there.',
  );
