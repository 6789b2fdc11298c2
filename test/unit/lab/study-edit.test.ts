import { describe, expect, it } from 'vitest';
import { edited, newHistory, redone, undone } from '../../../src/lab/history.ts';
import { withName, withStudyAxis, withStudySetting } from '../../../src/lab/study-edit.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { jobsOf, studySchema } from '../../../src/study/schema.ts';
import { dtcJob } from '../support/dtc.ts';

const bare = studySchema.parse({ name: 'A' });
const { study: published } = presetByName('dtc-as-published');

describe('editing a study', () => {
  it('changes a setting of the base job', () => {
    expect(dtcJob(withStudySetting(bare, 'compression.lambda', 2).job).compression.lambda).toBe(2);
    expect(dtcJob(withStudySetting(bare, 'model.hidden', [64, 32]).job).model.hidden).toEqual([64, 32]);
    expect(dtcJob(withStudySetting(bare, 'compression.measurementSeed', null).job).compression.measurementSeed).toBeNull();
    expect(dtcJob(bare.job).compression.lambda).toBe(0.3);
  });

  it('changes the values of an axis where there is one', () => {
    const changed = withStudySetting(published, 'compression.method', 'l2');
    expect(changed.axes[0]).toEqual({ path: 'compression.method', values: ['l2'] });
    expect(jobsOf(changed).map((job) => job.compression.method)).toEqual(['l2']);
  });

  it('makes, changes and removes axes, each where it stands', () => {
    const swept = withStudyAxis(published, 'compression.lambda', [0.3, 3]);
    expect(swept.axes.map(({ path }) => path)).toEqual(['compression.method', 'seed', 'compression.lambda']);
    const seeded = withStudyAxis(swept, 'seed', [1, 2, 3]);
    expect(seeded.axes[1]).toEqual({ path: 'seed', values: [1, 2, 3] });
    const single = withStudyAxis(seeded, 'seed', [7]);
    expect(single.axes.map(({ path }) => path)).toEqual(['compression.method', 'compression.lambda']);
    expect(single.job.seed).toBe(7);
    expect(withStudyAxis(bare, 'model.hidden', [[64], [64, 32]]).axes[0].values).toEqual([[64], [64, 32]]);
  });

  it('refuses what the schema refuses, in words', () => {
    const refused = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return (error as Error).message;
      }
      throw new Error('It was taken.');
    };
    expect(refused(() => withStudySetting(bare, 'model.hidden', [5000]))).toBe(
      'Hidden neurons takes 1 to 6 whole numbers from 2 to 4096, joined by +.',
    );
    expect(refused(() => withStudySetting(bare, 'training.batchSize', 1.5))).toContain('a whole number from 1 to 8192');
    expect(refused(() => withStudySetting(bare, '__proto__.polluted', 1))).toContain('no setting');
    expect(refused(() => withStudySetting(bare, 'constructor', 1))).toContain('no setting');
    expect(refused(() => withStudyAxis(bare, 'seed', [1, -1]))).toContain('from 0 to 4294967295');
    expect(refused(() => withStudyAxis(bare, 'seed', [1, 1]))).toContain('same value twice');
    expect(refused(() => withStudyAxis(bare, 'seed', []))).toContain('at least one');
    expect(
      refused(() =>
        withStudyAxis(
          withStudyAxis(bare, 'seed', [...Array(40).keys()]),
          'compression.lambda',
          [...Array(30).keys()].map((i) => i + 1),
        ),
      ),
    ).toContain('1,200 jobs');
    expect(refused(() => withName(bare, ''))).toContain('1 to 120 characters');
  });
});

describe('history', () => {
  it('undoes and redoes', () => {
    let history = newHistory('a');
    history = edited(history, 'b', 'x', 0);
    history = edited(history, 'c', 'y', 1);
    history = undone(history);
    expect(history.present).toBe('b');
    history = undone(undone(history));
    expect(history.present).toBe('a');
    history = redone(redone(redone(history)));
    expect(history.present).toBe('c');
    history = edited(undone(history), 'd', 'z', 2);
    expect([history.present, history.future.length]).toEqual(['d', 0]);
  });

  it('takes what is typed into one field for one step, and pauses for two', () => {
    let history = newHistory('');
    for (const [index, text] of ['1', '12', '123'].entries()) history = edited(history, text, 'seed', 1000 * index);
    history = edited(history, '1234', 'seed', 10_000);
    expect(undone(history).present).toBe('123');
    expect(undone(undone(history)).present).toBe('');
    // An undo in between ends what was being typed.
    const again = edited(undone(history), '9', 'seed', 10_100);
    expect(undone(again).present).toBe('123');
  });

  it('is bounded', () => {
    let history = newHistory(0);
    for (let i = 1; i <= 500; i++) history = edited(history, i, `${i}`, i);
    expect(history.past.length).toBe(100);
  });
});
