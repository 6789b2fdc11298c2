/** Real threads: what they send, and how the lab hears that they have ended. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkerThread } from '../../../src/node/worker-thread.ts';

let folder: string;
const threads: WorkerThread[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threads-'));
});

afterAll(async () => {
  for (const thread of threads) thread.terminate();
  await rm(folder, { recursive: true });
});

/** A thread that runs a program with `parentPort` and `workerData` at hand. */
async function threadOf(program: string, data: object = {}): Promise<WorkerThread> {
  const path = join(folder, `${threads.length}.mjs`);
  await writeFile(path, `import { parentPort, workerData } from 'node:worker_threads';\n${program}`);
  const thread = new WorkerThread(path, data);
  threads.push(thread);
  return thread;
}

const next = (thread: WorkerThread, type: string) =>
  new Promise<Event & { data?: unknown; message?: string; error?: unknown }>((resolve) => {
    thread.addEventListener(type, { handleEvent: resolve });
  });

test('messages go there and back, and buffers are handed over', async () => {
  const thread = await threadOf("parentPort.on('message', (bytes) => parentPort.postMessage([workerData.root, bytes[1]]));", {
    root: '/x',
  });
  const answer = next(thread, 'message');
  const bytes = new Uint8Array([1, 2]);
  thread.postMessage(bytes, [bytes.buffer]);
  expect((await answer).data).toEqual(['/x', 2]);
  expect(bytes).toHaveLength(0);
});

test('who has stopped listening hears nothing', async () => {
  const thread = await threadOf("parentPort.on('message', (text) => parentPort.postMessage(text));");
  const heard: unknown[] = [];
  const listener = (event: Event) => heard.push((event as MessageEvent).data);
  thread.addEventListener('message', listener);
  let answer = next(thread, 'message');
  thread.postMessage('one', []);
  await answer;
  thread.removeEventListener('message', listener);
  answer = next(thread, 'message');
  thread.postMessage('two', []);
  await answer;
  expect(heard).toEqual(['one']);
});

test.each([
  ["throw new TypeError('no such tensor');", 'no such tensor'],
  ["throw 'a string';", 'a string'],
  ['process.exit(3);', 'its thread ended with code 3'],
  ['syntax error', /Unexpected identifier/],
])('%s is told as an error', async (program, message) => {
  const thread = await threadOf(program);
  expect((await next(thread, 'error')).message).toMatch(message);
});

test('an error is told with its stack', async () => {
  const { error } = await next(await threadOf('const fail = () => { throw new TypeError("no such tensor"); };\nfail();'), 'error');
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).stack).toMatch(/TypeError: no such tensor\n +at fail .*\.mjs:2:/);
});

test('a thread that was ended tells nothing', async () => {
  const thread = await threadOf("parentPort.on('message', () => undefined);");
  const errors: unknown[] = [];
  thread.addEventListener('error', (event) => errors.push(event));
  thread.terminate();
  // Another thread that is started and ends by itself takes longer than that end.
  await next(await threadOf('process.exit(1);'), 'error');
  expect(errors).toEqual([]);
});

test('a thread within native code ends by itself, when it is out of it', async () => {
  const left = join(folder, 'left');
  // A thread that is ended from outside writes nothing.
  const thread = await threadOf(
    `import { writeFileSync } from 'node:fs';
    Atomics.store(workerData.native, 0, 1);
    parentPort.on('message', (message) => { if (message === 'parsimony/end') process.exit(); });
    process.on('exit', () => writeFileSync(workerData.left, 'by itself'));
    parentPort.postMessage('there');
    for (const end = Date.now() + 300; Date.now() < end;);`,
    { left },
  );
  await next(thread, 'message');
  thread.terminate();
  await expect.poll(() => readFile(left, 'utf8').catch(() => null), { timeout: 20_000 }).toBe('by itself');
});
