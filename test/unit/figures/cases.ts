/** The figures that have a snapshot: whole studies, published runs alone, and studies with everything at once. */
import { figureTitle, type Figure, type FigureInput, type FigureMaker } from '../../../src/figures/figure.ts';
import { accuracy, accuracyBeforePrune, dtcFigures } from '../../../src/figures/dtc/index.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import type { DtcInput } from '../../../src/figures/dtc/input.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { describeFigure } from './describe-figure.ts';
import { inputs as l0Inputs } from './l0/inputs.ts';
import { digestOf, inputOf, study, syntheticTrajectory } from './synthetic.ts';

export interface SnapshotCase {
  /** Below `snapshots/`. */
  readonly file: string;
  readonly title: string;
  readonly make: (theme: 'light' | 'dark') => Figure;
  /** The figure in words, as the snapshot has it. */
  readonly text: () => string;
}

const published = await loadPublished();

const dtcInputs: Readonly<Record<string, DtcInput>> = {
  'three methods, two seeds': inputOf({ own: study() }),
  'published alone': inputOf({ published }),
  'a sweep, shared runs, dark, log axis, cycle 2': inputOf({
    own: [0.3, 3].map((lambda) => syntheticTrajectory({ method: 'dtc', compression: { lambda } })),
    shared: [
      syntheticTrajectory({ method: 'dtc', compression: { lambda: 0.3 } }),
      syntheticTrajectory({ method: 'l2', compression: { lambda: 0.3 } }),
    ].map(digestOf),
    options: { theme: 'dark', sparsityAxis: 'log', cycle: 2 },
  }),
};

/** Beside the networks that are pruned one that is not: a line in the figures that it says something of. */
const besideControl = inputOf({
  own: (['dtc', 'no-pruning'] as const).map((method) => syntheticTrajectory({ method, compression: { share: 0.2 } })),
});

const l0Names = [
  'images',
  'a regression',
  'a text',
  'the Gaussian loss, dark, by rate and radius',
  'accuracies, a run that is chosen, shared runs',
];

const casesOf = (folder: string, input: FigureInput, makers: readonly FigureMaker[]): SnapshotCase[] =>
  makers
    .filter(({ applies }) => !applies || applies(input))
    .map((maker) => ({
      file: `${folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}/${maker.name}.txt`,
      title: figureTitle(maker, input),
      make: (theme) => maker.make({ ...input, options: { ...input.options, theme } }),
      text: () => describeFigure(figureTitle(maker, input), maker.make(input)),
    }));

export const snapshotCases: readonly SnapshotCase[] = [
  ...Object.entries(dtcInputs).flatMap(([name, input]) => casesOf(name, input, dtcFigures)),
  ...casesOf('a method and the network trained as long', besideControl, [accuracy, accuracyBeforePrune]),
  ...l0Names.flatMap((name) => casesOf(`l0 ${name}`, l0Inputs[name], l0Figures)),
];
