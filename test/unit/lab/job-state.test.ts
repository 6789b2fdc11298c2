import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasEnded, IllegalTransition, isActive, nextStatus } from '../../../src/lab/job-machine.ts';
import { applyEvents, newJobState } from '../../../src/lab/job-state.ts';
import type { JobEvent } from '../../../src/study/events.ts';
import { jobStatuses, recordSchema, type JobStatus } from '../../../src/study/records.ts';
import { jobSchema } from '../../../src/study/schema.ts';
import { noisyRecord, noisySteps, testEnvironment } from '../study/noisy-records.ts';

const job = jobSchema.parse({ model: { hidden: [20] } });
const now = '2026-11-21T12:00:00.000Z';
const steps = noisySteps(job, 1);
const { summary } = noisyRecord(job, 1);
if (!summary) throw new Error('A finished record has a summary.');

const status = (value: 'loading' | 'running' | 'paused' | 'cancelled'): JobEvent => ({ type: 'status', status: value });
const environment: JobEvent = { type: 'environment', environment: testEnvironment, reason: 'why' };
const progress: JobEvent = {
  type: 'progress',
  phase: 'training at 20 neurons',
  done: 3,
  total: 100,
  step: 0,
  steps: 5,
  stepsPerSecond: 50,
  secondsLeft: 2,
};
const losses: JobEvent = { type: 'losses', values: [2, 1] };
const step: JobEvent = { type: 'step', step: steps[0] };
const finished: JobEvent = { type: 'finished', summary, seconds: 12 };
const failed: JobEvent = { type: 'failed', error: { kind: 'diverged', message: 'No.' }, seconds: 3 };
const data = (loadedBytes: number): JobEvent => ({ type: 'data', file: 'a.bin', loadedBytes, totalBytes: 10 });

const after = (...events: JobEvent[]) => applyEvents(newJobState(job), events, now);

it('until a first step is told it is said what is done before it', () => {
  const begun: JobEvent[] = [{ type: 'status', status: 'loading' }, data(4)];
  expect(after(...begun)).toMatchObject({ phase: 'loading data', loading: { loadedBytes: 4, totalBytes: 10 } });
  expect(after(...begun, data(10))).toMatchObject({ phase: 'starting the backend', loading: null });
  expect(after(...begun, { type: 'status', status: 'running' }).phase).toBe('building the network');
});

describe('states of a job', () => {
  it('go one way, and out of an end only by a retry', () => {
    const ways = jobStatuses.flatMap((from) =>
      jobStatuses
        .filter((to) => {
          try {
            return nextStatus(from, to) === to && from !== to;
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalTransition);
            return false;
          }
        })
        .map((to) => `${from} ${to}`),
    );
    expect(ways).toEqual([
      'queued loading',
      'queued cancelled',
      'queued failed',
      'loading running',
      'loading paused',
      'loading cancelled',
      'loading failed',
      'running paused',
      'running finished',
      'running cancelled',
      'running failed',
      'paused running',
      'paused cancelled',
      'paused failed',
      'cancelled queued',
      'failed queued',
    ]);
  });

  it('are each one of waiting, active and ended', () => {
    for (const value of jobStatuses) expect([value === 'queued', isActive(value), hasEnded(value)].filter(Boolean).length).toBe(1);
  });
});

describe('a job after events', () => {
  it('grows a record that the schema takes', () => {
    const state = after(status('loading'), data(4), environment, status('running'), progress, losses, step, losses, finished);
    expect(state.record).toMatchObject({
      status: 'finished',
      losses: [2, 1, 2, 1],
      startedAt: now,
      seconds: 12,
      summary,
      environment: testEnvironment,
    });
    expect(state.record.steps).toEqual([steps[0]]);
    expect(recordSchema.parse(state.record)).toEqual(state.record);
    expect(state).toMatchObject({ stepsPerSecond: 0, secondsLeft: 0, loading: null });
  });

  it('tells what it is doing', () => {
    expect(after(status('loading'), data(4)).loading).toEqual({ file: 'a.bin', loadedBytes: 4, totalBytes: 10 });
    expect(after(status('loading'), data(10)).loading).toBeNull();
    expect(after(status('loading'), status('running'), progress)).toMatchObject({
      phase: 'training at 20 neurons',
      progress: { done: 3, total: 100, step: 0, steps: 5 },
      stepsPerSecond: 50,
      secondsLeft: 2,
    });
    expect(after(status('loading'), failed).record).toMatchObject({
      status: 'failed',
      error: { kind: 'diverged', message: 'No.' },
      seconds: 3,
    });
  });

  it('has what it told of its network until its next step, which says more', () => {
    const look: JobEvent = { type: 'look', layers: [{ name: 'dense-1', size: 9, counts: [] }], sample: 'he whale' };
    const looking = after(status('loading'), status('running'), look);
    expect(looking.look).toEqual({ layers: look.layers, sample: look.sample });
    expect(looking.record.steps).toEqual([]);
    expect(applyEvents(looking, [step], now).look).toBeNull();
    expect(applyEvents(looking, [failed], now).look).toBeNull();
  });

  it('changes nothing in place, and keeps what did not change', () => {
    const before = after(status('loading'), status('running'), step);
    const copy = structuredClone(before);
    const next = applyEvents(before, [losses, progress], now);
    expect(before).toEqual(copy);
    expect(next.record.steps).toBe(before.record.steps);
    expect(applyEvents(before, [], now)).toBe(before);
    expect(applyEvents(before, [progress], now).record).toBe(before.record);
  });

  it('stops keeping losses at the first that is not finite', () => {
    const bad: JobEvent = { type: 'losses', values: [3, Number.NaN, 4] };
    const { record } = after(status('loading'), status('running'), bad, failed);
    expect(record.losses).toEqual([3]);
    expect(recordSchema.safeParse(JSON.parse(JSON.stringify(record))).success).toBe(true);
  });

  it('refuses events that cannot be about it', () => {
    for (const event of [progress, losses, step, environment, data(1), finished]) expect(() => after(event)).toThrow(IllegalTransition);
    for (const event of [progress, losses, step, status('running'), status('cancelled'), failed]) {
      expect(() => after(status('loading'), status('running'), finished, event)).toThrow(IllegalTransition);
    }
  });

  it('is, whatever comes, in a state that its events explain', () => {
    const events = [
      status('loading'),
      status('running'),
      status('paused'),
      status('cancelled'),
      environment,
      progress,
      losses,
      step,
      finished,
      failed,
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), (list) => {
        let state = newJobState(job);
        for (const event of list) {
          const before: JobStatus = state.record.status;
          try {
            state = applyEvents(state, [event], now);
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalTransition);
            continue;
          }
          if (hasEnded(before)) expect(state.record.status).toBe(before);
        }
        const { record } = state;
        expect(record.summary !== null).toBe(record.status === 'finished');
        expect(record.error !== null).toBe(record.status === 'failed');
        expect(recordSchema.safeParse(record).success).toBe(true);
      }),
    );
  });
});
