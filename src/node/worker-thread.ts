/** A worker thread of Node, with as much of the face of a browser's Worker as the lab asks for. */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../data/message-of.ts';
import type { WorkerLike } from '../lab/worker-life.ts';

/** What a thread is sent that is to end by itself. */
export const END = 'parsimony/end';

/** What every thread finds in its `workerData`. */
export interface ThreadData {
  /** Not 0 once the thread calls native code, out of which it must not be torn: that ends the whole process. */
  readonly native: Int32Array;
}

/** Milliseconds after which such a thread is ended all the same: none compiles a shader for so long. */
const NATIVE_MS = 60_000;

type Listener = EventListenerOrEventListenerObject;

export class WorkerThread implements WorkerLike {
  private readonly thread: Worker;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly native = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private ended = false;

  /**
   * @param program path of the module that it runs
   * @param data what that finds as `workerData`, with the fields of ThreadData
   */
  constructor(program: string, data: object) {
    this.thread = new Worker(program, {
      workerData: { ...data, native: this.native } satisfies ThreadData,
      name: 'job',
      // Stacks then name the sources and not the bundle.
      execArgv: [...process.execArgv, '--enable-source-maps'],
    });
    this.thread.on('message', (message) => this.tell('message', { data: message }));
    this.thread.on('messageerror', (error) => this.tell('messageerror', { message: error.message }));
    this.thread.on('error', (error) => this.tell('error', { message: messageOf(error), error }));
    // A thread that ends by itself has said nothing before; a browser's worker cannot.
    this.thread.on('exit', (code) => {
      if (!this.ended) this.tell('error', { message: `its thread ended with code ${code}` });
    });
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.thread.postMessage(message, transfer as Parameters<Worker['postMessage']>[1]);
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.listeners.get(type)?.delete(listener);
  }

  terminate(): void {
    this.ended = true;
    if (Atomics.load(this.native, 0) === 0) {
      void this.thread.terminate();
      return;
    }
    this.thread.postMessage(END, []);
    setTimeout(() => void this.thread.terminate(), NATIVE_MS).unref();
  }

  private tell(type: string, fields: object): void {
    const event = Object.assign(new Event(type), fields);
    for (const listener of this.listeners.get(type) ?? []) {
      if (typeof listener === 'function') listener(event);
      else listener.handleEvent(event);
    }
  }
}
