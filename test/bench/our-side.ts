/** Our side: networks, optimiser, training loop and kernels as a job uses them. */
import { startBackend, type BackendName } from '../../src/nn/backend.ts';
import { ResidentSource } from '../../src/nn/batches.ts';
import { browserAssets } from '../../src/nn/browser-assets.ts';
import type { Objective } from '../../src/nn/loss.ts';
import { parameterCount, type Network } from '../../src/nn/models/network.ts';
import { createAdam, type Optimizer } from '../../src/nn/optimizer.ts';
import { RunControl } from '../../src/nn/run-control.ts';
import { train } from '../../src/nn/train.ts';
import { benchModel } from './models.ts';
import { LEARNING_RATE, builtModel, objectiveOf } from './our-models.ts';
import { Products } from './products.ts';
import type { GemmForm, Side } from './side.ts';

interface Training {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly source: ResidentSource;
  readonly objective: Objective;
}

export class OurSide implements Side {
  readonly #products = new Products();
  #training: Training | null = null;

  async start(backend: BackendName): Promise<void> {
    await startBackend(backend, 0, browserAssets);
  }

  async prepare(model: string): Promise<number> {
    const entry = benchModel(model);
    this.#dispose();
    const network = builtModel(entry);
    this.#training = {
      network,
      optimizer: createAdam({ learningRate: LEARNING_RATE }),
      source: new ResidentSource(entry.data(), entry.batch),
      objective: objectiveOf(entry),
    };
    await this.train(1);
    return parameterCount(network.parameters);
  }

  async train(steps: number): Promise<number> {
    if (!this.#training) throw new Error('There is nothing to train: call prepare() first.');
    const began = performance.now();
    await train({ ...this.#training, steps, control: new RunControl(), onChunk: () => undefined });
    return (performance.now() - began) / steps;
  }

  prepareProduct(form: GemmForm, m: number, k: number, n: number): void {
    this.#products.prepare(form, m, k, n);
  }

  multiply(times: number): number {
    return this.#products.multiply(times);
  }

  #dispose(): void {
    if (!this.#training) return;
    for (const part of Object.values(this.#training)) part.dispose();
    this.#training = null;
  }
}
