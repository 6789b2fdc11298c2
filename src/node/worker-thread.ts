/** A worker thread of Node, with as much of the face of a browser's Worker as the lab asks for. */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../data/message-of.ts';
import type { WorkerLike } from '../lab/job-client.ts';

type Listener = EventListenerOrEventListenerObject;

export class WorkerThread implements WorkerLike {
  private readonly thread: Worker;
  private readonly listeners = new Map<string, Set<Listener>>();
  private ended = false;

  /**
   * @param program path of the module that it runs
   * @param data what that finds as `workerData`
   */
  constructor(program: string, data: unknown) {
    this.thread = new Worker(program, {
      workerData: data,
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
    void this.thread.terminate();
  }

  private tell(type: string, fields: object): void {
    const event = Object.assign(new Event(type), fields);
    for (const listener of this.listeners.get(type) ?? []) {
      if (typeof listener === 'function') listener(event);
      else listener.handleEvent(event);
    }
  }
}
