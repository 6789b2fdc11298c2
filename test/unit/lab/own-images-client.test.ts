/** Adding images by a worker that hangs, crashes or is given up, in real threads. */
import { afterEach, expect, test } from 'vitest';
import type { LabState } from '../../../src/lab/contract.ts';
import type { Access } from '../../../src/lab/lab-type.ts';
import { ownDataSlice } from '../../../src/lab/own-data-slice.ts';
import { OwnImagesClient } from '../../../src/lab/own-images-client.ts';
import { endThreads, spawnThread, threadsRunning, until } from './job-threads.ts';

afterEach(endThreads);

const spawn = () => spawnThread(new URL('own-images-thread.mjs', import.meta.url));
const file = (path: string) => [{ path, blob: new Blob([]) }];

test('a worker that hangs is ended, and it is said what to do', async () => {
  const thread = spawn();
  const client = new OwnImagesClient(thread, 20);
  await expect(client.read(file('hang'), null, () => undefined)).rejects.toThrow(
    /reads data sets has given no sign of life.*Add them again, or fewer and smaller files/u,
  );
  await thread.gone;
});

test('a worker that stops says why', async () => {
  const client = new OwnImagesClient(spawn());
  await expect(client.read(file('crash'), null, () => undefined)).rejects.toThrow(/stopped with an error: out of memory/u);
});

test('adding is given up without a complaint, and other images can be added', async () => {
  let state: Partial<LabState> = {};
  const access = { get: () => state, set: (part: Partial<LabState>) => (state = { ...state, ...part }) } as unknown as Access;
  const surroundings = { dataUrl: () => 'http://nowhere.invalid/', spawnOwnImages: spawn, now: () => Date.now() };
  const slice = ownDataSlice(
    access,
    surroundings,
    () => undefined,
    () => undefined,
  );
  Object.assign(state, slice.state);
  for (const name of ['one', 'two']) {
    const adding = slice.actions.addOwnData(name, file('wait'));
    expect(state.ownData).toMatchObject({ adding: { name }, error: null });
    slice.actions.cancelOwnData();
    expect(await adding).toBe(false);
    expect(state.ownData).toMatchObject({ adding: null, question: null, error: null });
  }
  await until(() => threadsRunning() === 0, 'both workers have ended');
});
