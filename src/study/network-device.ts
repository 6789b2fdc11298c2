/** The device of the worker that opens networks: its backend, and the test set that was measured on last. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { startBackend, type Backend, type BackendAssets } from '../nn/backend.ts';
import type { RunOptions } from './events.ts';
import { NetworkBench, TestSet } from './network-bench.ts';
import type { NetworkModel } from './network-model.ts';
import type { Loading } from './network-protocol.ts';

/** Told what is given back, so that whoever has something of it lets go. */
interface Losses {
  /** The test set, and with it whatever was measured on it. */
  test(): void;
  /** All that lies on the backend. */
  backend(): void;
}

export class NetworkDevice {
  readonly #assets: BackendAssets;
  readonly #losses: Losses;
  #backend: Backend['name'] | null = null;
  #test: TestSet | null = null;

  constructor(assets: BackendAssets, losses: Losses) {
    this.#assets = assets;
    this.#losses = losses;
  }

  get isStarted(): boolean {
    return this.#backend !== null;
  }

  /** Tensors belong to a backend: whatever lies on another one is given back. @param weights of the network that it is for */
  async start(choice: RunOptions['backend'], weights: number): Promise<Backend> {
    const backend = await startBackend(choice, weights, this.#assets);
    if (this.#backend !== null && this.#backend !== backend.name) {
      this.#dropTest();
      this.#losses.backend();
    }
    this.#backend = backend.name;
    return backend;
  }

  /** A network on its test set. */
  async bench(
    model: NetworkModel,
    tensors: readonly WeightTensor[],
    options: RunOptions,
    onLoading: Loading,
  ): Promise<{ bench: NetworkBench; backend: Backend }> {
    const backend = await this.start(options.backend, weightsOf(tensors));
    if (this.#test?.key !== TestSet.keyOf(model.job)) {
      this.#dropTest();
      this.#test = await TestSet.load(model.job, options.dataUrl, onLoading);
    }
    return { bench: new NetworkBench(model, tensors, this.#test), backend };
  }

  #dropTest(): void {
    this.#losses.test();
    this.#test?.dispose();
    this.#test = null;
  }
}

/** Numbers of tensors, biases left out. */
export const weightsOf = (tensors: readonly WeightTensor[]): number => tensors.reduce((sum, { values }) => sum + values.length, 0);
