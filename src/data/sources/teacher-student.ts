/** Points of the plane with the values of a small random network, the teacher, and noise (arXiv 2505.17469, section 4 and appendix). */
import { grouped } from '../../math/number-text.ts';
import { points } from '../kinds/kind.ts';
import { choice, number, widths, type SettingValues } from '../setting.ts';
import { vectorShape } from '../shape.ts';
import { regression } from '../tasks/regression.ts';
import { countSettings, type DataSource } from './source.ts';

const settings = {
  noise: number({
    title: 'Noise',
    help: 'Teacher-student: standard deviation of the noise on the targets, unless it is said to be the variance.',
    differs:
      'Table 5 and the code’s README call it a variance; figures and code take it as a standard deviation, and only that fits the table.',
    default: 0.08,
    min: 0,
    max: 100,
    step: 0.01,
  }),
  noiseIs: choice({
    title: 'Noise is',
    help: 'How the number of the noise is meant.',
    differs: 'Table 5 and the code’s README say variance; figures and code take a standard deviation.',
    options: [
      { value: 'deviation', title: 'Deviation' },
      { value: 'variance', title: 'Variance' },
    ],
    default: 'deviation',
  }),
  teacherHidden: widths({
    title: 'Teacher’s hidden neurons',
    help: 'Teacher-student: widths of the teacher’s two hidden layers.',
    differs: 'Section 4.1 exchanges teacher and student; Figure 3 has a teacher of 5 and 5.',
    default: [5, 8],
    min: 1,
    max: 256,
    maxLength: 2,
  }),
} as const;

export type TeacherStudentSettings = SettingValues<typeof settings>;

const own = (data: object): TeacherStudentSettings => data as TeacherStudentSettings;

/** Standard deviation of the noise on the targets. */
export const noiseDeviation = ({ noise, noiseIs }: Pick<TeacherStudentSettings, 'noise' | 'noiseIs'>): number =>
  noiseIs === 'variance' ? Math.sqrt(noise) : noise;

export const teacherStudent: DataSource = {
  id: 'teacher-student',
  title: 'Teacher-student',
  help: 'Teacher-student: points in the plane with the values of a small random network and noise.',
  kind: points,
  task: regression,
  origin: 'generated',
  settings,
  shared: countSettings,
  facts: () => ({ title: 'Teacher-student', input: vectorShape(2), outputs: 1, count: null }),
  describe: ({ data }) => `${grouped(Number(data.train))} samples, noise ${own(data).noise}`,
  told: ['data.train', 'data.noise'],
  complaints: ({ data }) => (own(data).teacherHidden.length === 2 ? [] : [['data.teacherHidden', 'must be two widths']]),
  codesTest: true,
  noise: (data) => noiseDeviation(own(data)),
  generatorParameters(data) {
    const layers = [2, ...own(data).teacherHidden, 1];
    return layers.slice(1).reduce((sum, outputs, layer) => sum + outputs * (layers[layer] + 1), 0);
  },
  network: { usual: 'student', activation: 'tanh', seedOffset: 43 },
};
