/** Starts a backend for a test, with our kernels on each that has them. */
import { startBackend, type BackendName } from '../../../src/nn/backend.ts';
import { registerWebGpuKernels } from '../../../src/nn/kernels/webgpu/register.ts';
import { nodeAssets } from '../support/backends.ts';

export async function startOn(backend: BackendName): Promise<void> {
  await startBackend(backend, 0, nodeAssets);
  if (backend === 'webgpu') registerWebGpuKernels();
}
