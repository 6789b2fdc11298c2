/** A job as the page sees it, and how events change it. Nothing is changed in place, so an unchanged job is the same object as before. */
import type { JobEvent } from '../study/events.ts';
import { newRecord, type JobRecord } from '../study/records.ts';
import type { Job } from '../study/schema.ts';
import type { JobState } from './contract.ts';
import { mustBeActive, nextStatus } from './job-machine.ts';

export const newJobState = (job: Job): JobState => ({
  record: newRecord(job),
  phase: 'waiting',
  progress: null,
  stepsPerSecond: 0,
  secondsLeft: null,
  look: null,
  loading: null,
});

/**
 * The state after events, in their order.
 * @param now the time, as ISO 8601, at which a job begins
 * @throws IllegalTransition where an event cannot be about a job in this state
 */
export function applyEvents(state: JobState, events: readonly JobEvent[], now: string): JobState {
  return events.reduce((before, event) => applyEvent(before, event, now), state);
}

function applyEvent(state: JobState, event: JobEvent, now: string): JobState {
  const { record } = state;
  const withRecord = (change: Partial<JobRecord>, rest: Partial<JobState> = {}): JobState => ({
    ...state,
    ...rest,
    record: { ...record, ...change },
  });
  switch (event.type) {
    case 'status':
      return withStatus(state, event.status, now);
    case 'data': {
      mustBeActive(record.status, event.type);
      const { file, loadedBytes, totalBytes } = event;
      return loadedBytes < totalBytes
        ? { ...state, loading: { file, loadedBytes, totalBytes } }
        : { ...state, loading: null, phase: state.progress ? state.phase : 'starting the backend' };
    }
    case 'environment':
      mustBeActive(record.status, event.type);
      return withRecord({ environment: event.environment });
    case 'progress': {
      mustBeActive(record.status, event.type);
      const { phase, done, total, step, steps, stepsPerSecond, secondsLeft } = event;
      return { ...state, phase, progress: { done, total, step, steps }, stepsPerSecond, secondsLeft };
    }
    case 'losses':
      mustBeActive(record.status, event.type);
      return withRecord({ losses: [...record.losses, ...finitePart(event.values)] });
    case 'look': {
      mustBeActive(record.status, event.type);
      const { type: _type, ...look } = event;
      return { ...state, look };
    }
    case 'step':
      mustBeActive(record.status, event.type);
      return withRecord({ steps: [...record.steps, event.step] }, { look: null });
    case 'checkpoint':
    case 'network':
      mustBeActive(record.status, event.type);
      return state;
    case 'notice':
      return state;
    case 'finished':
      return withRecord(
        { status: nextStatus(record.status, 'finished'), summary: event.summary, seconds: event.seconds },
        ended('finished'),
      );
    case 'failed':
      return withRecord({ status: nextStatus(record.status, 'failed'), error: event.error, seconds: event.seconds }, ended('failed'));
  }
}

function withStatus(state: JobState, status: 'loading' | 'running' | 'paused' | 'cancelled', now: string): JobState {
  const { record } = state;
  const next = nextStatus(record.status, status);
  const begun = next === 'loading' && record.startedAt === null ? now : record.startedAt;
  // A cancelled job tells no time of its own; that of its finished steps is known.
  const seconds = next === 'cancelled' ? record.steps.reduce((sum, step) => sum + step.seconds, 0) : record.seconds;
  const changed: JobState = { ...state, record: { ...record, status: next, startedAt: begun, seconds } };
  if (next === 'cancelled') return { ...changed, ...ended('cancelled') };
  if (next === 'loading') return { ...changed, phase: 'loading data' };
  // Of data that were there before nobody says that they have come.
  if (next === 'running' && state.progress === null) return { ...changed, loading: null, phase: 'building the network' };
  return changed;
}

const ended = (phase: string): Partial<JobState> => ({ phase, stepsPerSecond: 0, secondsLeft: 0, look: null, loading: null });

/** A loss that is not finite ends its job; JSON cannot hold it, and nothing after it is worth keeping. */
function finitePart(values: readonly number[]): readonly number[] {
  const end = values.findIndex((value) => !Number.isFinite(value));
  return end === -1 ? values : values.slice(0, end);
}
