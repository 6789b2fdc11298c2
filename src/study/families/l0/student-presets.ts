/** Presets of students that learn a teacher (arXiv 2505.17469, section 4 and code). */
import type { PresetInput } from '../../family.ts';
import { PLAIN, preset } from './preset.ts';

/** Sizes and windows of the paper's teacher-student runs, with the squared error. */
const teacherStudent = {
  data: { name: 'teacher-student', train: 300, validation: 1000, test: 5000, noise: 0.08 },
  model: { name: 'student' },
  training: {
    loss: 'mse',
    batchSize: 0,
    learningRate: 5e-4,
    // The paper trains 5,000 to 50,000 epochs, until validation converges. What is learned by heart does not show there: of 300 samples all
    // runs of DRR up to α = 1e-5 end between 5,550 and 8,050 epochs at an error of 0.0080 to 0.0082, the best state by the objective. After
    // 20,000 epochs the last weights have 0.0200 at α = 0, 0.0084 at 3e-4 and 0.0637 at 3e-2 (medians of 3 seeds), and the shortest
    // description is 1,641 bytes long against 1,647.
    minEpochs: 20_000,
    maxEpochs: 20_000,
    fineTuneMax: 10_000,
    checkEvery: 50,
    window: 500,
    measureEvery: 50,
    bestState: 'last',
  },
};

/** What quick looks at a student share. */
const quickStudent = {
  ...teacherStudent.training,
  learningRate: 2e-3,
  minEpochs: 4000,
  maxEpochs: 4000,
  fineTuneMax: 500,
  window: 50,
  measureEvery: 100,
};

export const studentPresets: readonly PresetInput[] = [
  preset(
    {
      name: 'teacher-student-mse',
      title: 'Teacher-student, squared error',
      kind: 'paper',
      line: 'When is a network shorter than the data that it explains?',
      from: 'Table 5, figures 4 and 5',
      help: 'A student of 751 numbers learns a teacher of 72 from 30, 300 or 2,000 noisy samples, with R-L1 and DRR over α: test loss and description length against size. Every run takes 20,000 epochs, where the paper’s end when validation converges.',
    },
    {
      job: { ...teacherStudent, compression: { method: 'drr', alpha: 1e-4, beta: 5 }, seed: 0 },
      axes: [
        { path: 'data.train', values: [30, 300, 2000] },
        { path: 'compression.method', values: ['rl1', 'drr'] },
        // Medians of 3 seeds of DRR: the description of 30 samples is shortest at 3e-2, of 300 at 3e-3 (R-L1: 1e-3), of 2,000 at 1e-4.
        { path: 'compression.alpha', values: [0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2] },
        { path: 'seed', values: [0, 1, 2] },
      ],
    },
  ),
  preset(
    {
      name: 'teacher-student-mse-quick',
      title: 'Teacher-student, a quick look',
      kind: 'quick',
      line: 'A large network learns what a tiny one does: how small does it become?',
      help: `A student of 751 numbers learns a teacher of 72 from 100 noisy samples, with R-L1 and DRR, in a fifth of the epochs of the full study. ${PLAIN}`,
    },
    {
      job: {
        data: { ...teacherStudent.data, train: 100, validation: 500, test: 1000 },
        model: teacherStudent.model,
        training: quickStudent,
        compression: { method: 'drr', alpha: 1e-4, beta: 5 },
        seed: 0,
      },
      axes: [
        { path: 'compression.method', values: ['rl1', 'drr'] },
        { path: 'compression.alpha', values: [0, 3e-4, 1e-3] },
      ],
    },
  ),
  preset(
    {
      name: 'teacher-student-gauss',
      title: 'Teacher-student, Gaussian loss',
      kind: 'paper',
      line: 'The same, where the network says how sure it is: losses are bits.',
      from: 'Table 5, figure 4',
      help: 'The student learns its noise along: the loss is a code length in bits, and α counts bits per parameter. R-L1 and DRR over α from 30, 300 or 2,000 samples.',
    },
    {
      job: {
        ...teacherStudent,
        training: { ...teacherStudent.training, loss: 'gauss' },
        compression: { method: 'drr', alpha: 1e-2, beta: 5, gammaStart: 1 },
        seed: 0,
      },
      axes: [
        { path: 'data.train', values: [30, 300, 2000] },
        { path: 'compression.method', values: ['rl1', 'drr'] },
        // By theory the description is shortest at 32 bits over the samples: 1.07, 0.107 and 0.016. Medians of 3 seeds of DRR: at 1, at 0.1 and
        // at 0.01 to 0.03.
        { path: 'compression.alpha', values: [0, 1e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1, 3] },
        { path: 'seed', values: [0, 1, 2] },
      ],
    },
  ),
  preset(
    {
      name: 'teacher-student-gauss-quick',
      title: 'Teacher-student, Gaussian loss, a quick look',
      kind: 'quick',
      line: 'What happens to a network that learns noise by heart, and how a penalty stops it.',
      help: `The student learns its noise along, from 100 samples, in a fifth of the epochs of the full study. ${PLAIN} There the network learns the noise by heart, its σ shrinks, and the test loss explodes.`,
    },
    {
      job: {
        data: { ...teacherStudent.data, train: 100, validation: 500, test: 1000 },
        model: teacherStudent.model,
        training: { ...quickStudent, loss: 'gauss' },
        compression: { method: 'drr', alpha: 1e-2, beta: 5 },
        seed: 0,
      },
      // Seed 0: test loss 29 bits with 690 numbers at α = 0; R-L1 −1.6 with 148 at 0.01 and −2.35 with 17 at 0.1; DRR −0.3 with 132 and
      // −2.34 with 23.
      axes: [
        { path: 'compression.method', values: ['rl1', 'drr'] },
        { path: 'compression.alpha', values: [0, 1e-2, 1e-1] },
      ],
    },
  ),
];
