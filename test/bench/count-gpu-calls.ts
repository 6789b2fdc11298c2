/** Counts of what a step asks of the device. */

export interface GpuCalls {
  dispatches: number;
  submits: number;
  passes: number;
  createBuffer: number;
  createBindGroup: number;
  writeBuffer: number;
  copies: number;
  /** Times that values were asked back: `mapAsync` for reading. */
  readbacks: number;
}

export interface GpuCallCounter {
  /** Since the last `reset`. */
  readonly calls: Readonly<GpuCalls>;
  reset(): void;
  /** Ends the counting and puts the browser's own functions back. */
  stop(): void;
}

type Methods = Record<string, (this: unknown, ...parameters: unknown[]) => unknown>;

const zero = (): GpuCalls => ({
  dispatches: 0,
  submits: 0,
  passes: 0,
  createBuffer: 0,
  createBindGroup: 0,
  writeBuffer: 0,
  copies: 0,
  readbacks: 0,
});

/**
 * Counts every call in this realm, of tfjs and ours alike, until `stop`. It puts itself in front of the WebGPU methods, which costs about
 * as much as the calls themselves do: count and measure time in separate runs.
 */
export function countGpuCalls(): GpuCallCounter {
  const calls = zero();
  const restore: (() => void)[] = [];
  const count = (owner: object, method: string, name: keyof GpuCalls, counts: (parameters: unknown[]) => boolean = () => true): void => {
    const methods = owner as Methods;
    const original = methods[method];
    methods[method] = function counted(...parameters) {
      if (counts(parameters)) calls[name]++;
      return original.apply(this, parameters);
    };
    restore.push(() => {
      methods[method] = original;
    });
  };
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUQueue.prototype, 'submit', 'submits');
  count(GPUQueue.prototype, 'writeBuffer', 'writeBuffer');
  count(GPUCommandEncoder.prototype, 'beginComputePass', 'passes');
  count(GPUCommandEncoder.prototype, 'copyBufferToBuffer', 'copies');
  count(GPUDevice.prototype, 'createBuffer', 'createBuffer');
  count(GPUDevice.prototype, 'createBindGroup', 'createBindGroup');
  count(GPUBuffer.prototype, 'mapAsync', 'readbacks', ([mode]) => mode === GPUMapMode.READ);
  return {
    calls,
    reset: () => void Object.assign(calls, zero()),
    stop: () => restore.forEach((put) => put()),
  };
}
