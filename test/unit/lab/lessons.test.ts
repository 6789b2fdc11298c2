/** What a learner did in a lesson is kept, whatever stands in the storage, and is not the lab's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { LabSurroundings } from '../../../src/lab/lab-type.ts';
import { keepProgress, keptProgress, noProgress } from '../../../src/lab/lessons/kept.ts';
import { LessonSession } from '../../../src/lab/lessons/session.ts';
import { LessonSessions } from '../../../src/lab/lessons/sessions.ts';
import type { KeyValueStorage } from '../../../src/lab/storage.ts';
import { noise } from '../../../src/lessons/dtc/noise/lesson.ts';
import { pruning as lesson } from '../../../src/lessons/l0/pruning/lesson.ts';
import { endThreads, seeds, spawnThread, threadsRunning, until } from './job-threads.ts';

afterEach(endThreads);

function storageOf(entries: Readonly<Record<string, string>> = {}): KeyValueStorage & { readonly all: Map<string, string> } {
  const all = new Map(Object.entries(entries));
  return {
    all,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  };
}

const surroundings = (storage: KeyValueStorage | null, recordedUrl?: LabSurroundings['recordedUrl']): LabSurroundings => ({
  spawn: () => {
    throw new Error('Nothing runs here.');
  },
  cores: 2,
  storage,
  dataUrl: () => 'http://127.0.0.1/',
  ...(recordedUrl && { recordedUrl }),
  pageUrl: () => 'http://127.0.0.1/',
  now: () => 0,
});

/** Serves the recorded run of the lesson. */
async function recordedServer(): Promise<string> {
  const server = createServer((_, response) =>
    response.end(readFileSync(new URL(`../../../recorded/${lesson.recorded}.result`, import.meta.url))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const kept = { ...noProgress, prediction: [0, 5, 40], sentence: 'It matters when little is left.' };

test('what was done is there at the next visit', () => {
  const storage = storageOf();
  const session = new LessonSession(lesson, surroundings(storage));
  session.predict([0, 5, 40]);
  session.write('It matters when little is left.');
  expect(new LessonSession(lesson, surroundings(storage)).store.getState().progress).toEqual(kept);
});

test.each([
  ['no JSON', '{'],
  ['another shape', '{"prediction":"much"}'],
  ['a prediction of another lesson', JSON.stringify({ ...kept, prediction: [1] })],
  ['a number out of range', JSON.stringify({ ...kept, prediction: [0, 5, 1e9] })],
  ['more than is kept', JSON.stringify({ ...kept, sentence: 'x'.repeat(5000) })],
  ['a key too many', JSON.stringify({ ...kept, __proto__x: 1 })],
])('a storage with %s is as good as an empty one', (_what, text) => {
  const session = new LessonSession(lesson, surroundings(storageOf({ [`parsimony.lesson.${lesson.id}`]: text })));
  expect(session.store.getState().progress).toEqual(noProgress);
});

test('a browser that keeps nothing takes part all the same', () => {
  const refusing: KeyValueStorage = {
    getItem: () => {
      throw new Error('blocked');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => {
      throw new Error('blocked');
    },
  };
  for (const storage of [null, refusing]) {
    const session = new LessonSession(lesson, surroundings(storage));
    session.predict([1, 2, 3]);
    expect(session.store.getState().progress.prediction).toEqual([1, 2, 3]);
    expect(keepProgress(storage, lesson.id, kept)).toBe(false);
    expect(keptProgress(storage, lesson.id)).toEqual(noProgress);
  }
});

test('the study of the lesson stands in a lab of its own, and that of the page stays', () => {
  const storage = storageOf({ 'parsimony.shown': 'a run of the lab' });
  const { lab } = new LessonSession(lesson, surroundings(storage));
  expect(lab.store.getState().study).toEqual(lesson.study());
  lab.actions.setAxis('seed', [1, 2, 3, 4, 5]);
  lab.actions.setBackend('wasm');
  expect([...storage.all.keys()].toSorted()).toEqual(['parsimony.preferences', 'parsimony.shown']);
  expect(storage.all.get('parsimony.shown')).toBe('a run of the lab');
});

test('a recorded run that was shown fixes the prediction, until the lesson is begun anew', async () => {
  const url = await recordedServer();
  const storage = storageOf();
  const sessions = new LessonSessions(
    [lesson],
    () => surroundings(storage, () => url),
    () => undefined,
  );
  const session = sessions.of(lesson);
  expect(sessions.of(lesson)).toBe(session);
  session.predict([0, 5, 40]);
  await session.showRecorded();
  session.predict([0, 5, 47]);
  expect(session.store.getState().progress).toMatchObject({ prediction: [0, 5, 40], isFixed: true, isRecorded: true, isDone: false });
  expect(session.store.getState().recorded?.length).toBe(18);
  session.write('  ');
  expect(sessions.store.getState().done.size).toBe(0);
  session.write('When little is left.');
  expect([...sessions.store.getState().done]).toEqual([lesson.id]);
  expect([
    ...new LessonSessions(
      [lesson],
      () => surroundings(storage),
      () => undefined,
    ).store.getState().done,
  ]).toEqual([lesson.id]);

  sessions.reset(lesson);
  const anew = sessions.of(lesson);
  expect(anew).not.toBe(session);
  expect(anew.store.getState().progress).toEqual(noProgress);
  expect(sessions.store.getState().done.size).toBe(0);
  expect(storage.all.has(`parsimony.lesson.${lesson.id}`)).toBe(false);
});

test('a recorded run that does not come is told, and fixes nothing', async () => {
  const session = new LessonSession(
    lesson,
    surroundings(storageOf(), () => null),
  );
  await session.showRecorded();
  expect(session.store.getState().trouble).toMatch(/There is no recorded run/u);
  expect(session.store.getState().progress.isFixed).toBe(false);
});

test('running fixes the prediction; more seeds keep the jobs that there are', async () => {
  const storage = storageOf();
  const session = new LessonSession(noise, { ...surroundings(storage), spawn: spawnThread });
  const { store } = session.lab;
  const run = () => store.getState().run;
  session.predict([0.5]);
  session.run();
  expect(session.store.getState().progress).toMatchObject({ prediction: [0.5], isFixed: true, run: run().id });
  session.predict([0.9]);
  await until(() => run().status === 'finished', 'the run has ended');
  const { id, jobs } = run();
  session.write('If n stayed the same.');
  expect(session.store.getState().progress).toMatchObject({ prediction: [0.5], isDone: true });

  session.addSeeds();
  await until(() => run().status === 'finished', 'the run with more seeds has ended');
  expect(run().id).toBe(id);
  expect(run().jobs.map(({ record }) => record.job.seed)).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  for (const { record } of jobs) expect(run().jobs.map((job) => job.record)).toContain(record);
  // The same again, from what was run last.
  session.addSeeds();
  await until(() => run().status === 'finished' && run().jobs.length === 12, 'the run with six seeds has ended');
  expect(session.secondsOfMoreSeeds(run())).toBeGreaterThanOrEqual(0);
});

test('begun anew in the midst of a run, it is stored as cancelled and its workers end', async () => {
  const study = noise.study();
  const slow = { ...noise, study: () => ({ ...study, axes: [{ path: 'seed', values: [seeds.slow, seeds.slow + 1] }] }) };
  const sessions = new LessonSessions(
    [slow],
    () => ({ ...surroundings(storageOf()), spawn: spawnThread }),
    () => undefined,
  );
  const session = sessions.of(slow);
  session.run();
  const run = () => session.lab.store.getState().run;
  await until(() => run().jobs.some(({ record }) => record.status === 'running'), 'a job runs');
  sessions.reset(slow);
  await until(() => run().status === 'cancelled' && threadsRunning() === 0, 'the run is cancelled and its threads have ended');
  expect(run().jobs.map(({ record }) => record.status)).toEqual(['cancelled', 'cancelled']);
  expect(sessions.of(slow).store.getState().progress).toEqual(noProgress);
});
