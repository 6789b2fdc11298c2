/** Which runs the figures show where several studies are there: those that somebody turned to last are always among them. */
import { describe, expect, it } from 'vitest';
import { frontier } from '../../../src/figures/l0/frontier.ts';
import { shownTask } from '../../../src/figures/l0/runs.ts';
import { newRecord } from '../../../src/study/records.ts';
import { familyOf, jobsOf, studySchema, type Study } from '../../../src/study/schema.ts';
import type { Run } from '../../../src/study/job-record.ts';
import { focusAfter, shownOf, shownParts, type ShownState } from '../../../src/ui/chart/shown.ts';
import { l0InputOf, mnistStudy, studentStudy } from '../figures/l0/synthetic.ts';
import { study as dtcStudy } from '../figures/synthetic.ts';
import { wordsOf } from '../../../src/figures/notes.ts';

const studyOf = ([{ job }]: readonly Run[], name = 'A'): Study => studySchema.parse({ name, job });
const [dtc, images, student] = [dtcStudy(), mnistStudy(), studentStudy()];

const empty = { run: { id: null, study: null, jobs: [] }, shared: null, compared: [], study: studyOf(dtc) } as unknown as ShownState;
const ran = (runs: readonly Run[], id = 'one'): Partial<ShownState> => {
  const study = studyOf(runs);
  return {
    run: { ...empty.run, id, study, jobs: jobsOf(study).map((job) => ({ record: newRecord(job) })) } as unknown as ShownState['run'],
  };
};
const compared = (...all: readonly (readonly Run[])[]): Partial<ShownState> => ({
  compared: all.map((runs, index) => ({ id: `stored ${index}`, name: 'B', study: studyOf(runs, 'B'), runs })),
});
const linked = (runs: readonly Run[]): Partial<ShownState> => ({
  shared: { source: 'link', name: 'C', study: studyOf(runs, 'C'), runs, environment: null, verdict: null },
});

/** What is shown at the end of a history of states. */
function after(...changes: readonly Partial<ShownState>[]) {
  let [state, focus] = [empty, 'run' as ReturnType<typeof focusAfter>];
  for (const change of changes) {
    const next = { ...state, ...change };
    focus = focusAfter(next, state, focus);
    state = next;
  }
  return { focus, ...shownOf(state, focus) };
}

describe('runs that are compared', () => {
  it('have a table each beside the figures, as the run of the lab and a link have: together all that the figures draw', () => {
    const states = [
      { ...empty, ...ran(images), ...compared(images, dtc), ...linked(images) },
      { ...empty, ...ran(dtc), ...compared(images, student) },
      { ...empty, ...compared(student, images) },
    ];
    const tables = states.map((state) => {
      const { study, own, shared } = shownOf(state, 'behind');
      const parts = shownParts({ ...state, runStudy: state.run.study }, familyOf(study.job).id, own);
      // What figures draw, whichever way it is listed.
      expect(parts.flatMap(({ runs }) => runs)).toEqual([...own, ...shared]);
      expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
      return parts.map(({ source, name }) => `${source} ${name}`);
    });
    expect(tables).toEqual([
      ['run A', 'link C', 'stored B'],
      ['stored B', 'stored B'],
      ['stored B', 'stored B'],
    ]);
  });

  it('are shown where the run of the lab is of another family, which is not mixed with them', () => {
    const shown = after(ran(dtc), compared(images));
    expect(shown.shared).toEqual(images);
    expect(shown.own).toEqual([]);
  });

  it('are shown behind a run of their family, and a run that begins is shown whatever was compared', () => {
    const together = after(ran(images), compared(images));
    expect([together.own.length, together.shared.length]).toEqual([1, images.length]);
    const begun = after(ran(images), compared(images), ran(dtc, 'two'));
    expect(begun.own).toHaveLength(1);
    expect(begun.shared).toEqual([]);
  });

  it('of two families are shown with the run of the one, or the first of them', () => {
    expect(after(ran(images), compared(dtc, student)).shared).toEqual(student);
    expect(after(compared(dtc, student)).shared).toEqual(dtc);
  });

  it('of another task are those that an ℓ0 figure shows first; of a run that begins, its own', () => {
    const inputs = (['behind', 'run'] as const).map((focus) =>
      l0InputOf({ own: student, shared: images, study: { key: 'k', name: 'n', focus } }),
    );
    expect(inputs.map((input) => shownTask(input)?.job.data.name)).toEqual(['mnist', 'teacher-student']);
    const [selected, begun] = inputs.map((input) => wordsOf(frontier.make(input)));
    expect(selected).toContain('MNIST');
    expect(begun).toContain('Teacher-student');
  });
});

it('a link is shown over a run of another family that was there before', () => {
  expect(after(ran(dtc), linked(images)).shared).toEqual(images);
  expect(after(linked(images), ran(dtc)).own).toHaveLength(1);
});
