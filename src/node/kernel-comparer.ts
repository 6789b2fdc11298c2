/** What `npm run kernels -- compare` asks of a worker thread, one for each backend: a thread keeps the backend that it has started. */
import { BackendError, startBackend, type BackendAssets } from '../nn/backend.ts';
import { RELAXED_DEVICE, type BackendChoice } from '../nn/backend-choice.ts';
import { compareKernel, type Comparison } from '../nn/compare-kernel.ts';
import { ownKernelNames } from '../nn/kernels/own-names.ts';
import { models, type ModelName } from '../nn/models/registry.ts';

/** Kernels of the lab's own on a backend that has started, and the models that can be trained on it; or the sentence of why it has not. */
export type Started =
  | { readonly device: string; readonly names: readonly string[]; readonly models: readonly string[] }
  | { readonly refusal: string };

export class KernelComparer {
  private readonly assets: BackendAssets;

  constructor(assets: BackendAssets) {
    this.assets = assets;
  }

  async start(backend: BackendChoice): Promise<Started> {
    try {
      const { name, device } = await startBackend(backend, 0, this.assets);
      if (backend === 'wasm-relaxed' && device !== RELAXED_DEVICE) return { refusal: 'This Node has no relaxed SIMD.' };
      return { device, names: ownKernelNames(name), models: Object.keys(models) };
    } catch (error) {
      // A backend that is not here is no failure of the comparison.
      if (error instanceof BackendError) return { refusal: error.message };
      throw error;
    }
  }

  compare(name: string, model: ModelName, batch: number): Promise<Comparison[]> {
    return compareKernel(name, model, batch);
  }
}
