/** Jobs of a run that compute the same as one before them: they are trained with it, once, and told all that it is told. */
import type { JobEvent } from '../study/events.ts';
import { twinsOf } from '../study/repeats.ts';
import type { Study } from '../study/schema.ts';
import type { JobState } from './contract.ts';

export class TrainedOnce {
  /** By a job that is trained, those that follow it. */
  #followers: ReadonlyMap<number, readonly number[]> = new Map();
  /** By a job that follows, the one that is trained. */
  #leaders: ReadonlyMap<number, number> = new Map();

  /**
   * Pairs jobs that are about to run, and stand at the same place of their course.
   * @param open their places
   * @returns the places of those that are to be trained
   */
  begin(study: Study, jobs: readonly JobState[], open: readonly number[]): number[] {
    const twins = twinsOf(
      study,
      jobs.map(({ record }) => record.job),
    );
    const isOpen = new Set(open);
    const leaders = new Map<number, number>();
    for (const place of open) {
      const first = twins[place];
      if (first !== null && isOpen.has(first) && stands(jobs[first]) === stands(jobs[place])) leaders.set(place, first);
    }
    this.#leaders = leaders;
    const followers = new Map<number, number[]>();
    for (const [place, first] of leaders) followers.set(first, [...(followers.get(first) ?? []), place]);
    this.#followers = followers;
    return open.filter((place) => !leaders.has(place));
  }

  /** What is told of a trained job, to it and to those that follow it; notices are told once. */
  told(index: number, events: readonly JobEvent[]): { readonly index: number; readonly events: readonly JobEvent[] }[] {
    const followers = this.#followers.get(index);
    if (!followers) return [{ index, events }];
    const silent = events.filter(({ type }) => type !== 'notice');
    return [{ index, events }, ...followers.map((place) => ({ index: place, events: silent }))];
  }

  /** The job that is trained for it: itself unless it follows another. */
  leaderOf(index: number): number {
    return this.#leaders.get(index) ?? index;
  }

  /** Those that take time of their own. */
  trained(jobs: readonly JobState[]): readonly JobState[] {
    return this.#leaders.size === 0 ? jobs : jobs.filter((_, place) => !this.#leaders.has(place));
  }

  /** A job that is run again is trained by itself: what it led or followed has ended. */
  part(index: number): void {
    this.#leaders = new Map([...this.#leaders].filter(([place, leader]) => place !== index && leader !== index));
    const followers = [...this.#followers].filter(([leader]) => leader !== index);
    this.#followers = new Map(followers.map(([leader, places]) => [leader, places.filter((place) => place !== index)]));
  }

  forget(): void {
    this.#leaders = new Map();
    this.#followers = new Map();
  }
}

/** How far a job is, as its record has it. */
const stands = ({ record }: JobState): string => `${record.steps.length}/${record.losses.length}/${record.environment?.backend ?? ''}`;
