/** What is there to be seen of a lesson: the learner's own runs, or the recorded one. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LabState } from '../../lab/contract.ts';
import type { LessonSession } from '../../lab/lessons/session.ts';
import { hasEnded, type JobRecord } from '../../study/job-record.ts';
import { familyOf } from '../../study/schema.ts';
import type { Lesson, Shown } from '../../lessons/lesson.ts';
import { useLab } from '../lab.tsx';
import { useSpoken } from './language.tsx';

export interface Seen {
  /** Null while there is nothing. */
  readonly shown: Shown | null;
  readonly isRecorded: boolean;
  /** Whether nothing more is coming. */
  readonly hasEnded: boolean;
  /** Those that are shown: finished ones. */
  readonly records: readonly JobRecord[];
}

const finishedOf = (records: readonly JobRecord[]): readonly JobRecord[] => records.filter(({ status }) => status === 'finished');

/** The last list of finished records of a lab's jobs: it stays the same while no other job ends. */
function stable(before: readonly JobRecord[], now: readonly JobRecord[]): readonly JobRecord[] {
  return before.length === now.length && before.every((record, index) => record === now[index]) ? before : now;
}

const finishedOfLabs = new WeakMap<object, readonly JobRecord[]>();

function finishedIn(lab: object, { run }: LabState): readonly JobRecord[] {
  const now = finishedOf(run.jobs.map(({ record }) => record));
  const kept = stable(finishedOfLabs.get(lab) ?? [], now);
  finishedOfLabs.set(lab, kept);
  return kept;
}

export function useShown(lesson: Lesson, session: LessonSession): Seen {
  const { language } = useSpoken();
  const own = useLab((state) => finishedIn(session, state));
  const ownEnded = useLab(({ run }) => run.jobs.length > 0 && run.jobs.every(({ record }) => hasEnded(record.status)));
  const { progress, recorded } = useStore(session.store);
  const isRecorded = progress.isRecorded && recorded !== null;
  const records = useMemo(() => (isRecorded && recorded ? finishedOf(recorded) : own), [isRecorded, recorded, own]);
  const shown = useMemo(
    () =>
      lesson.shown(
        records.map((record) => familyOf(record.job).runOf(record)),
        language,
      ),
    [lesson, records, language],
  );
  return { shown, isRecorded, hasEnded: isRecorded || ownEnded, records };
}
