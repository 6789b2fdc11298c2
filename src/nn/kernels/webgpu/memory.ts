import { DeviceMemoryError } from '../memory-error.ts';

/**
 * Makes something on the device and waits for the device's word that it had room: WebGPU reports that later, and hands out buffers that
 * do nothing in the meantime.
 * @param what for the message
 * @throws DeviceMemoryError after `drop`; what `make` throws; Error where the device refuses a call as invalid
 */
export async function withinMemory<T>(device: GPUDevice, what: string, make: () => T, drop: (made: T) => void): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let made: T | undefined;
  let failure: unknown;
  try {
    made = make();
  } catch (cause) {
    // Without memory the making itself may fail too, where it fills a buffer at once.
    failure = cause;
  }
  const [memory, validation] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (!memory && !validation && failure === undefined) return made as T;
  if (made !== undefined) drop(made);
  if (!memory) throw failure ?? new Error(`The graphics device refused ${what}: ${validation?.message}`);
  throw new DeviceMemoryError(
    `The graphics device has no room for ${what} (${memory.message}): close other pages, make the batch or the network smaller, or choose WebAssembly.`,
  );
}
