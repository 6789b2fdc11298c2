/** What is done to the network of the first page, without a screen: cutting it, measuring what is left, training on, going back. */
import { decodeNetwork, type DecodedNetwork } from '../../coding/network-file.ts';
import { messageOf } from '../../data/message-of.ts';
import type { Bytes, Tuned } from '../../study/network-protocol.ts';
import type { WorkerLike } from '../worker-life.ts';
import { Base, type Scope } from './base.ts';
import { FrontWorker } from './front-worker.ts';
import { applyCut, cutOfAll, cutOfLayer, keptBy, lowerBound, moveCut, totalOf, type Order } from './going.ts';
import { magnitudeAt, magnitudeAxis } from './histogram.ts';
import { denseNetwork } from './network.ts';
import { aliveUnits } from './reach.ts';
import { Pace } from '../tuning-pace.ts';
import { cutSize } from './size.ts';
import { nothing, type FrontState, type Stand, type Visit } from './state.ts';

export interface FrontSurroundings {
  /** The file of the network that comes with the page. @throws Error where it cannot be had */
  networkFile(): Promise<Bytes>;
  spawnNetwork(): WorkerLike;
  dataUrl(): string;
}

/** Share of the numbers that the page begins without. */
const FIRST_CUT = 0.9;
/** Shares that are tried by the way, so that there is a curve to lie on. */
const SURVEYED = [0, 0.5, 0.7, 0.8, 0.86, 0.93, 0.96, 0.975, 0.985, 0.995];
const MOST_VISITS = 300;
const MOST_UNDOS = 100;

export class FrontSession {
  readonly #surroundings: FrontSurroundings;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #file: Bytes | null = null;
  #worker: FrontWorker | null = null;
  #gesture: string | null = null;
  #surveyed = 0;
  /** What the numbers are those of; null while they are trained on. */
  #applied: Stand | null = null;
  /** The numbers that are left, in place: they change with `version`. */
  numbers = new Float32Array(0);
  /** Those of the network before anything was cut. */
  fullNumbers = new Float32Array(0);

  constructor(surroundings: FrontSurroundings) {
    this.#surroundings = surroundings;
  }

  readonly get = (): FrontState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens what is not open yet: the network, and the test set. Also after a failure. */
  async open(): Promise<void> {
    try {
      if (!this.#file) {
        const file = await this.#surroundings.networkFile();
        this.#takeNetwork(await decodeNetwork(file));
        this.#file = file;
      }
    } catch (error) {
      this.#set({ failure: messageOf(error) });
      return;
    }
    await this.#openTest(this.#file);
  }

  /** Moves the cut of the present scope to so many numbers. @param gesture what belongs to one movement, and is taken back in one */
  slide(count: number, gesture: string): void {
    const { stand, tuning } = this.#state;
    if (!stand || tuning) return;
    const { base, cut, scope } = stand;
    const most = base.ascending(scope).length;
    const wanted = Math.max(base.gone(scope), Math.min(most, Math.round(count)));
    const next = scope === 'all' ? cutOfAll(cut.order, base.going(cut.order), wanted) : cutOfLayer(cut, scope, wanted);
    if (next.thrown.every((own, layer) => own === cut.thrown[layer])) return;
    this.#go({ ...stand, cut: next }, gesture);
  }

  /** Moves it to a share of the axis of magnitudes. */
  slideTo(share: number, gesture: string): void {
    const { stand, axis } = this.#state;
    if (!stand) return;
    const ascending = stand.base.ascending(stand.scope);
    if (share <= 0) this.slide(0, gesture);
    else this.slide(share >= 1 ? ascending.length : lowerBound(ascending, magnitudeAt(axis, share)), gesture);
  }

  /** As many numbers go in another order. */
  setOrder(order: Order): void {
    const { stand, tuning } = this.#state;
    if (!stand || tuning || stand.cut.order === order) return;
    this.#go({ ...stand, cut: cutOfAll(order, stand.base.going(order), totalOf(stand.cut)) }, `order ${order}`);
  }

  /** Says which layers the slider is about; nothing moves by that. */
  setScope(scope: Scope): void {
    const { stand } = this.#state;
    if (stand) this.#set({ stand: { ...stand, scope } });
  }

  undo(): void {
    const { stand, past, future, tuning } = this.#state;
    const before = past.at(-1);
    if (!stand || !before || tuning) return;
    this.#set({ past: past.slice(0, -1), future: [stand, ...future] });
    this.#show({ ...before, scope: stand.scope });
  }

  redo(): void {
    const { stand, past, future, tuning } = this.#state;
    const [after, ...later] = future;
    if (!stand || !after || tuning) return;
    this.#set({ past: [...past, stand], future: later });
    this.#show({ ...after, scope: stand.scope });
  }

  /** Trains on for some seconds; what is gone stays gone. Cancelled or failed, all is as before. */
  async fineTune(): Promise<void> {
    const { stand, test, tuning } = this.#state;
    const worker = this.#worker;
    if (!stand || !worker || test.state !== 'ready' || tuning) return;
    this.#set({ tuning: { phase: 'loading', share: 0, secondsLeft: null }, tuningFailure: null });
    const pace = new Pace();
    const onShare = (share: number): void => this.#set({ tuning: { phase: 'loading', share, secondsLeft: null } });
    const onTuned = (round: Tuned): void => {
      this.#set({ tuning: { phase: 'training', share: round.share, secondsLeft: pace.left(round.share) } });
      this.#takeNumbers(round.numbers);
      this.#takeClasses(round.predicted, this.#state);
    };
    try {
      const tuned = await worker.tune(this.numbers.slice(), onShare, onTuned);
      this.#set({ tuning: null });
      if (tuned) this.#takeTuned(stand, tuned);
      else this.#show(stand);
    } catch (error) {
      this.#set({ tuning: null, tuningFailure: messageOf(error) });
      this.#show(stand);
    }
  }

  async cancelTuning(): Promise<void> {
    await this.#worker?.cancelTuning();
  }

  /** Inputs of a test sample. @throws Error where there is no test set */
  async sample(index: number): Promise<Float32Array> {
    if (!this.#worker) throw new Error('The test images are not there: they did not load. Reload the page.');
    return this.#worker.inputsOf([index]);
  }

  #takeNetwork({ network: { model, tensors } }: DecodedNetwork): void {
    const network = denseNetwork(tensors);
    const base = new Base(network, false);
    const { size } = network.shape;
    this.fullNumbers = network.numbers;
    this.numbers = network.numbers.slice();
    const accuracy = (model as { readonly testAccuracy?: unknown } | null)?.testAccuracy;
    const cut = cutOfAll('smallest', base.going('smallest'), Math.round(FIRST_CUT * size));
    this.#set({ failure: null, axis: magnitudeAxis(base.ascending('all')), fullAccuracy: typeof accuracy === 'number' ? accuracy : null });
    this.#show({ base, cut, scope: 'all' });
  }

  async #openTest(file: Bytes): Promise<void> {
    this.#worker?.end();
    const fail = (message: string): void => this.#set({ test: { state: 'failed', message }, tuning: null });
    const worker = new FrontWorker(this.#surroundings.spawnNetwork(), fail);
    this.#worker = worker;
    this.#set({ test: { state: 'loading', share: 0 } });
    try {
      const { labels } = await worker.begin(file, this.#surroundings.dataUrl(), (share) =>
        this.#set({ test: { state: 'loading', share } }),
      );
      this.#set({ test: { state: 'ready', labels } });
      this.#measure();
    } catch (error) {
      // One that was ended for another says nothing of that one.
      if (this.#worker === worker) fail(messageOf(error));
    }
  }

  /** A step that can be taken back, together with others of its gesture. */
  #go(next: Stand, gesture: string): void {
    const { stand, past } = this.#state;
    if (!stand) return;
    if (gesture !== this.#gesture) this.#set({ past: [...past, stand].slice(-MOST_UNDOS), future: [] });
    this.#show(next);
    this.#gesture = gesture;
  }

  #show(stand: Stand): void {
    const { base, cut } = stand;
    this.#gesture = null;
    const going = base.going(cut.order);
    const applied = this.#applied;
    if (applied?.base === base && applied.cut.order === cut.order) moveCut(base.numbers, going, applied.cut, cut, this.numbers);
    else applyCut(base.shape, base.numbers, going, cut, this.numbers);
    this.#applied = stand;
    this.#set({ stand, ...this.#factsOf(stand) });
    this.#measure();
  }

  #takeNumbers(numbers: Float32Array): void {
    const { stand } = this.#state;
    if (!stand) return;
    this.numbers.set(numbers);
    this.#applied = null;
    this.#set(this.#factsOf(stand));
  }

  #factsOf({ base: { shape }, cut }: Pick<Stand, 'base' | 'cut'>): Pick<FrontState, 'version' | 'size' | 'alive'> {
    return { version: this.#state.version + 1, size: cutSize(shape, keptBy(shape, cut)), alive: aliveUnits(shape, this.numbers) };
  }

  /** What came of training on is what the next cut begins with. */
  #takeTuned(before: Stand, { numbers, predicted }: Tuned): void {
    const { past } = this.#state;
    const base = new Base({ shape: before.base.shape, numbers: numbers.slice() }, true);
    const thrown = base.shape.layers.map((_layer, index) => base.gone(index));
    this.#set({ past: [...past, before].slice(-MOST_UNDOS), future: [] });
    this.#show({ base, cut: { order: before.cut.order, thrown }, scope: before.scope });
    this.#takeClasses(predicted, this.#state);
  }

  #measure(): void {
    const { test, tuning } = this.#state;
    const worker = this.#worker;
    if (!worker || test.state !== 'ready' || tuning) return;
    let asked = this.#state;
    worker.classify(
      () => {
        asked = this.#state;
        return this.numbers;
      },
      (classes) => {
        // While it trains on, what was asked for before says nothing any more.
        if (this.#state.tuning === null) this.#takeClasses(classes, asked);
        this.#survey();
      },
      (error) => this.#set({ test: { state: 'failed', message: messageOf(error) } }),
    );
  }

  /** Measures a cut that nobody has made, while there is nothing else to measure. */
  #survey(): void {
    const { stand, test, tuning, version, saidVersion } = this.#state;
    const share = SURVEYED[this.#surveyed];
    if (!stand || share === undefined || stand.base.isTuned || test.state !== 'ready' || tuning || version !== saidVersion) return;
    this.#surveyed++;
    const { base } = stand;
    const { shape, numbers } = base;
    const going = base.going('smallest');
    const tried = new Float32Array(shape.size);
    const cut = cutOfAll('smallest', going, Math.round(share * shape.size));
    applyCut(shape, numbers, going, cut, tried);
    const visit = { times: cutSize(shape, keptBy(shape, cut)).times, order: 'smallest', isTuned: false } as const;
    this.#worker?.classify(
      () => tried,
      (classes) => {
        this.#visit({ ...visit, right: rightOf(classes, test.labels) });
        this.#survey();
      },
      (error) => this.#set({ test: { state: 'failed', message: messageOf(error) } }),
    );
  }

  /** @param of the state whose numbers said so */
  #takeClasses(classes: Uint8Array, { stand, version, size, tuning }: FrontState): void {
    const { test } = this.#state;
    if (test.state !== 'ready' || !stand) return;
    const right = rightOf(classes, test.labels);
    this.#set({ said: { right, classes }, saidVersion: version });
    this.#visit({ times: size.times, right, order: stand.cut.order, isTuned: tuning !== null || stand.base.isTuned });
  }

  #visit(visit: Visit): void {
    this.#set({ trail: [...this.#state.trail, visit].slice(-MOST_VISITS) });
  }

  #set(part: Partial<FrontState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

function rightOf(classes: Uint8Array, labels: Uint8Array): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (classes[i] === labels[i]) right++;
  return right;
}
