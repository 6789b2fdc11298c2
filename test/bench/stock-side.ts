/** The other side: tfjs alone, as its documentation has it, and its `LayersModel.fit`. None of our kernels may come into this worker. */
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendName } from '../../src/nn/backend.ts';
import { browserAssets } from '../../src/nn/browser-assets.ts';
import * as tf from '../../src/nn/tf.ts';
import { benchModel } from './models.ts';
import { Products } from './products.ts';
import type { GemmForm, Side } from './side.ts';
import { fitting, stepping } from './stock-training.ts';

export class StockSide implements Side {
  readonly #products = new Products();
  #train: ((steps: number) => Promise<number>) | null = null;

  async start(backend: BackendName): Promise<void> {
    const simd = browserAssets.tfjsWasm['tfjs-backend-wasm-simd.wasm'];
    // As in any page that is not isolated across origins: without threads, which this build never runs in any case.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({ ...browserAssets.tfjsWasm, 'tfjs-backend-wasm-threaded-simd.wasm': simd });
    if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
    await tf.setBackend(backend);
    await tf.ready();
  }

  async prepare(name: string, how: 'steps' | 'fit'): Promise<number> {
    const model = benchModel(name);
    // What a side that failed leaves behind is no more than one model's variables; the page ends the worker after each model.
    const { train, parameters } = how === 'fit' ? fitting(model) : stepping(model);
    this.#train = train;
    await train(1);
    return parameters;
  }

  async train(steps: number): Promise<number> {
    if (!this.#train) throw new Error('There is nothing to train: call prepare() first.');
    const began = performance.now();
    const taken = await this.#train(steps);
    return (performance.now() - began) / taken;
  }

  prepareProduct(form: GemmForm, m: number, k: number, n: number): void {
    this.#products.prepare(form, m, k, n);
  }

  multiply(times: number): number {
    return this.#products.multiply(times);
  }
}
