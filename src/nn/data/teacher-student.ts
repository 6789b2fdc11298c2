/** The samples of a teacher (arXiv 2505.17469, section 4 and code). */
import { vectorShape } from '../../data/shape.ts';
import { noiseDeviation, teacherStudent as source, type TeacherStudentSettings } from '../../data/sources/teacher-student.ts';
import { ResidentSource } from '../batches.ts';
import { teacherStudentRun, type Samples } from '../models/teacher-student.ts';
import { numbers } from './kinds.ts';
import type { SetsWanted, SourceWorker } from './source.ts';
import { regression } from './tasks.ts';

export const teacherStudent: SourceWorker = {
  id: source.id,
  inputs: numbers,
  task: regression,
  sets(wanted) {
    const run = drawn(wanted);
    const few = Math.min(run.train.count, run.test.count);
    const truncated = { inputs: run.test.inputs.slice(0, 2 * few), targets: run.test.targets.slice(0, few), count: few };
    const sources = {
      train: resident(run.train, wanted.batchSize),
      trainWhole: whole(run.train),
      validation: whole(run.validation),
      test: whole(run.test),
      testForLength: whole(truncated),
    };
    return {
      ...sources,
      input: vectorShape(2),
      outputs: 1,
      dispose: () => {
        for (const one of Object.values(sources)) one.dispose();
      },
    };
  },
  test(wanted) {
    const test = whole(drawn(wanted).test);
    return { test, dispose: () => test.dispose() };
  },
};

function drawn({ data, seed }: Omit<SetsWanted, 'batchSize'>): ReturnType<typeof teacherStudentRun> {
  const own = data as SetsWanted['data'] & TeacherStudentSettings;
  const [first, second] = own.teacherHidden;
  const { train: count, validation, test } = data;
  return teacherStudentRun({ seed, count, noise: noiseDeviation(own), validation, test, hidden: [first, second] });
}

const resident = ({ inputs, targets }: Samples, batchSize: number): ResidentSource =>
  new ResidentSource({ inputs, targets, width: 2, targetWidth: 1 }, batchSize);

const whole = (samples: Samples): ResidentSource => resident(samples, samples.count);
