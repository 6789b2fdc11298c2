/** Thrown when the device, or the heap of WebAssembly, has no room; a smaller batch, a smaller network or batches from the host may fit. */
export class DeviceMemoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DeviceMemoryError';
  }
}
