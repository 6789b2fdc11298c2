/** Recording what tfjs and our kernels ask of the device, without running it, and running it again and again. */
import * as tf from '../../tf.ts';
import { CapturedBuffers } from './captured-buffers.ts';
import type { Dispatcher, Groups, UsedTensors } from './dispatcher.ts';
import type { TensorRecord } from './tfjs-backend.ts';

interface RecordedDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly groups: Groups;
}

interface RecordedCopy {
  readonly copy: Parameters<GPUCommandEncoder['copyBufferToBuffer']>;
}

type Command = RecordedDispatch | RecordedCopy;

const CPU_FORWARD = 'WEBGPU_CPU_FORWARD';

/** Thrown when work cannot be captured; it can still run eagerly. */
export class CaptureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CaptureError';
  }
}

/** Captured work: a list of dispatches over buffers of its own. */
export class ReplayPlan {
  readonly #dispatcher: Dispatcher;
  readonly #commands: readonly Command[];
  readonly #buffers: CapturedBuffers;
  /** Tensors that outlive the capture and are overwritten by a run. */
  readonly #written: readonly TensorRecord[];
  /** All that outlive it, with the buffers that the commands know them by. */
  readonly #bound: readonly (readonly [TensorRecord, GPUBuffer])[];
  readonly #kept: readonly tf.Tensor[];

  constructor(
    dispatcher: Dispatcher,
    commands: readonly Command[],
    buffers: CapturedBuffers,
    used: UsedTensors,
    kept: readonly tf.Tensor[],
  ) {
    this.#dispatcher = dispatcher;
    this.#commands = commands;
    this.#buffers = buffers;
    const alive = (records: Iterable<TensorRecord>): TensorRecord[] => [...records].filter(({ resource }) => resource !== null);
    this.#written = alive(new Set([...used.written, ...kept.map((tensor) => dispatcher.record(tensor))]));
    this.#bound = alive(used.all).map((record) => [record, record.resource as GPUBuffer]);
    this.#kept = kept;
  }

  get dispatches(): number {
    return this.#commands.filter((command) => !('copy' in command)).length;
  }

  /** Bytes on the device that the plan holds until it is disposed of. */
  get bytes(): number {
    return this.#buffers.bytes;
  }

  /** Whether every tensor from outside that it uses is still there, in the same place. */
  get isCurrent(): boolean {
    return this.#bound.every(([record, buffer]) => record.resource === buffer);
  }

  /**
   * Runs the work once: one encoder, one submit, no tensor of tfjs.
   * @throws DeviceLostError if the device is gone, CaptureError if a tensor that it uses was disposed of or replaced meanwhile
   */
  run(): void {
    const { device } = this.#dispatcher;
    this.#dispatcher.requireDevice();
    if (!this.isCurrent) {
      throw new CaptureError(
        'A tensor that a captured step uses was disposed of or replaced: dispose of the plan before the network changes, and capture again.',
      );
    }
    this.#dispatcher.flush();
    const encoder = device.createCommandEncoder();
    let pass: GPUComputePassEncoder | null = null;
    let current: GPUComputePipeline | null = null;
    for (const command of this.#commands) {
      if ('copy' in command) {
        pass?.end();
        pass = null;
        encoder.copyBufferToBuffer(...command.copy);
        continue;
      }
      if (!pass) {
        pass = encoder.beginComputePass();
        current = null;
      }
      if (command.pipeline !== current) pass.setPipeline(command.pipeline);
      current = command.pipeline;
      pass.setBindGroup(0, command.bindGroup);
      pass.dispatchWorkgroups(...command.groups);
    }
    pass?.end();
    device.queue.submit([encoder.finish()]);
    for (const record of this.#written) record.values = null;
  }

  /** Gives back everything that the plan holds, its results included. Tensors that it reads or overwrites have to live until then. */
  dispose(): void {
    tf.dispose([...this.#kept]);
    this.#buffers.dispose();
  }
}

/**
 * Records the work of `build` without running it. Everything that changes between runs has to lie in buffers on the device (a batch, the
 * values of a `StepBuffer`), tensors that live on have to be overwritten in place, and nothing may be read back. What starts with values
 * from the processor (`tf.zeros`, `tf.tensor`) is a constant of the plan; state that a run changes has to exist before.
 *
 * Buffers of intermediate results are the plan's own and are used again inside of it, since a replay keeps the order.
 *
 * @returns the plan, and what `build` returned: tensors that hold the results of the last run
 * @throws CaptureError if the work reads values back or puts another tensor in the place of a variable
 */
export function capture<T extends tf.TensorContainer>(dispatcher: Dispatcher, build: () => T): { plan: ReplayPlan; result: T } {
  const { backend } = dispatcher;
  dispatcher.flush();
  const commands: Command[] = [];
  const own = { submitQueue: backend.submitQueue, bufferManager: backend.bufferManager };
  const hadOwnSubmit = Object.hasOwn(backend, 'submitQueue');
  const buffers = new CapturedBuffers(dispatcher.device, own.bufferManager, (message) => new CaptureError(message));
  const encoder = recorder(commands);
  const variables = variablesNow();
  // tfjs computes with small tensors that are not on the device yet on the processor, once: a replay would repeat the first result.
  const forward = tf.env().getBool(CPU_FORWARD);
  tf.env().set(CPU_FORWARD, false);
  backend.bufferManager = buffers;
  backend.commandEncoder = encoder;
  backend.submitQueue = () => {
    backend.dispatchCountInPass = 0;
    releasePending(dispatcher);
  };
  let result: T | undefined;
  let used: UsedTensors;
  try {
    used = dispatcher.collectUsed(() => {
      result = tf.tidy(build);
    });
    for (const [variable, dataId] of variables) {
      if (variable.dataId !== dataId) {
        throw new CaptureError(
          `A captured step put another tensor in the place of the variable "${variable.name}": overwrite it in place.`,
        );
      }
    }
  } catch (error) {
    tf.dispose(result);
    forgetTape();
    releasePending(dispatcher);
    buffers.handOver();
    buffers.dispose();
    throw error;
  } finally {
    releasePending(dispatcher);
    backend.endComputePassEncoder();
    backend.commandEncoder = null;
    backend.dispatchCountInPass = 0;
    tf.env().set(CPU_FORWARD, forward);
    backend.bufferManager = own.bufferManager;
    if (hadOwnSubmit) backend.submitQueue = own.submitQueue;
    else delete (backend as { submitQueue?: () => void }).submitQueue;
  }
  buffers.handOver();
  const kept = tf.tensor_util.getTensorsInContainer(result);
  return { plan: new ReplayPlan(dispatcher, commands, buffers, used, kept), result: result as T };
}

/** What `submitQueue` does beside submitting. */
function releasePending({ backend }: Dispatcher): void {
  backend.commandQueueOwnedIds = new WeakSet();
  for (const dataId of backend.tensorDataPendingDisposal) {
    backend.releaseResource(dataId);
    backend.tensorMap.delete(dataId);
  }
  for (const buffer of [...backend.uniformPendingDisposal, ...backend.stagingPendingDisposal]) backend.bufferManager.releaseBuffer(buffer);
  backend.tensorDataPendingDisposal = [];
  backend.uniformPendingDisposal = [];
  backend.stagingPendingDisposal = [];
}

/** tfjs keeps what a tape saved for the way back, and lets go of it only where nothing is thrown. */
function forgetTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
}

const variablesNow = (): [tf.Variable, object][] =>
  Object.values(tf.engine().registeredVariables).map((variable) => [variable, variable.dataId]);

/** A command encoder that writes down what it is asked. */
function recorder(commands: Command[]): GPUCommandEncoder {
  const beginComputePass = (): Partial<GPUComputePassEncoder> => {
    let pipeline: GPUComputePipeline;
    let bindGroup: GPUBindGroup;
    return {
      setPipeline: (given) => void (pipeline = given),
      setBindGroup: (_index: number, given: GPUBindGroup | null | undefined) => void (bindGroup = given as GPUBindGroup),
      dispatchWorkgroups: (x, y = 1, z = 1) => void commands.push({ pipeline, bindGroup, groups: [x, y, z] }),
      end: () => undefined,
    };
  };
  const copyBufferToBuffer = (...copy: RecordedCopy['copy']): void => void commands.push({ copy });
  return { beginComputePass, copyBufferToBuffer } as unknown as GPUCommandEncoder;
}
