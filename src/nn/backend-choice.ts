/** The backends, and what a person can choose. Free of tfjs, so that the page can read it. */

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/**
 * `wasm-relaxed` is WebAssembly whose products multiply and add in one instruction where processor and browser have it: some 8 % faster, with
 * last bits that differ from machine to machine.
 */
export const backendChoices = ['auto', 'webgpu', 'wasm', 'wasm-relaxed', 'cpu'] as const;
/** What a record has for the device where products multiply and add in one instruction. */
export const RELAXED_DEVICE = 'WebAssembly relaxed SIMD';

/** What it has for the device, before their names, where references stand in for kernels. */
export const REFERENCES = ', references for ';

/** Whether every browser, Node and every processor compute the same bits there; on a GPU another adapter may round otherwise. */
export const isPortable = ({ backend, device }: { readonly backend: BackendName; readonly device: string }): boolean =>
  backend !== 'webgpu' && !device.startsWith(RELAXED_DEVICE) && !device.includes(REFERENCES);

export type BackendChoice = (typeof backendChoices)[number];

/** What a choice comes to; null for `auto`, which is decided where it runs. */
export function backendOf(choice: BackendChoice): BackendName | null {
  if (choice === 'auto') return null;
  return choice === 'wasm-relaxed' ? 'wasm' : choice;
}
