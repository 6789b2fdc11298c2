/** Runs on the text that is shown, whatever their network: those that repeat each other under other seeds together. */
import { gathered, differingPaths, shortSettingText } from '../../series.ts';
import { methodTitle, seriesStyle, type Method, type SeriesStyle } from '../../style.ts';
import { median } from '../../../math/quantile.ts';
import { l0MeasuredNothing } from '../../../study/families/l0/hollow.ts';
import { codedPredictions } from '../../../study/families/l0/length.ts';
import { l0MethodOf } from '../../../study/families/l0/methods.ts';
import type { L0Job, L0Summary } from '../../../study/families/l0/types.ts';
import type { L0Input } from '../input.ts';
import { notCarried } from '../../notes.ts';
import { dataNote, emptyRuns } from '../notes.ts';
import { keptBy, seedsOf, shownRuns, shownTask, strengthText, whole, type NamedRun } from '../runs.ts';

export type TextMeasures = NonNullable<L0Summary['text']>;

/** Of a float32. */
const BYTES_OF_A_WEIGHT = 4;

/** A run that has ended, with what was measured of its text. */
export interface TextRun extends NamedRun {
  readonly summary: L0Summary;
  /** Null for one of a link, which carries its lengths at 32 bits a weight alone. */
  readonly text: TextMeasures | null;
}

/** Runs that differ in their seeds alone. */
export interface TextGroup {
  readonly key: string;
  readonly method: Method;
  readonly source: NamedRun['source'];
  /** “DRR, α = 1e−5”, with what sets its network apart where such networks differ, “DRR, d = 16”; “Unpruned, 9,397 weights”. */
  readonly label: string;
  /** Whether nothing was taken out of its networks. */
  readonly isDense: boolean;
  /** Whether its method codes the text while it learns from it, and sends no network. */
  readonly isAlong: boolean;
  readonly runs: readonly TextRun[];
}

/** All groups whose runs have ended on the shown text, in the order of the study. */
export const textGroups = keptBy((input): readonly TextGroup[] => {
  const task = shownTask(input);
  if (task === null) return [];
  const onText = (runs: L0Input['own'], source: NamedRun['source']): TextRun[] =>
    runs.flatMap((run, index) => {
      const isSame = run.job.data.name === task.job.data.name && codedPredictions(run.job) === codedPredictions(task.job);
      const { summary } = run;
      return summary && isSame && l0MeasuredNothing(run) === null
        ? [{ id: `${source}/${index}`, source, run, summary, text: summary.text ?? null }]
        : [];
    });
  const all = [...onText(input.own, 'own'), ...onText(input.shared, 'shared')];
  const isDense = ({ run: { job } }: TextRun): boolean => l0MethodOf(job).traits.unpruned === true;
  const isAlong = ({ run: { job } }: TextRun): boolean => l0MethodOf(job).along !== undefined;
  const isToldBySize = (run: TextRun): boolean => isDense(run) && !isAlong(run);
  const told = differingNetworks(all.filter((run) => !isToldBySize(run)));
  // What all have in common sets none apart.
  const strengths = new Set(all.filter((run) => !isDense(run)).map(({ run }) => strengthText(run.job)));
  return [...gathered(all, ({ run: { job }, source }) => JSON.stringify([source, withoutSeeds(job)]))].map(([, runs], index): TextGroup => {
    const [first] = runs;
    const { job } = first.run;
    const { method } = job.compression;
    const network = isToldBySize(first) ? [`${whole(first.summary.parameters)} weights`] : told.map((path) => shortSettingText(job, path));
    const strength = strengths.size > 1 || network.length === 0 ? strengthText(job) : '';
    return {
      key: `${first.source}/${method}/${index}`,
      method,
      source: first.source,
      label: [methodTitle(method), strength, l0MethodOf(job).variant?.(job) ?? '', ...network].filter(Boolean).join(', '),
      isDense: isDense(first),
      isAlong: isAlong(first),
      runs,
    };
  });
});

const withoutSeeds = ({ model, ...job }: L0Job): object => ({ ...job, seed: 0, model: { ...model, seed: 0 } });

/** Settings of the network, but for its seed, in which jobs differ. */
function differingNetworks(runs: readonly TextRun[]): string[] {
  const jobs = runs.map(({ run }) => run.job);
  const names = Object.keys(jobs[0]?.model ?? {}).filter((name) => name !== 'seed');
  return differingPaths(
    jobs,
    names.map((name) => `model.${name}`),
  );
}

/** “9 runs, 3 seeds”; the data, while none has ended. */
export function textCaption(input: L0Input): string {
  const runs = textGroups(input).flatMap((group) => group.runs);
  return runs.length === 0 ? dataNote(input) : `${whole(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}, ${seedsOf(runs)}`;
}

/** What is said instead of axes while no run shows what is asked for. */
export function emptyTexts(input: L0Input, what: string): string {
  const isCarried = shownRuns(input).every(({ run }) => !(run.isDigest && run.summary !== null && !run.summary.text));
  return isCarried ? emptyRuns(input, what) : notCarried(what);
}

export const groupStyle = ({ method, source }: TextGroup, { options }: L0Input): SeriesStyle => seriesStyle(method, source, options.theme);

/** Bytes of network and text. */
export interface Lengths {
  readonly model: number;
  readonly data: number;
  readonly total: number;
}

/** Of one run, as the options have it; null where it was not measured so. */
export function lengthsOf({ summary, text }: TextRun, { weightBits, weightLength }: L0Input['options']): Lengths | null {
  if (text === null) {
    if (weightBits !== '32' || weightLength !== 'values') return null;
    const model = BYTES_OF_A_WEIGHT * summary.nonzero;
    return { model, data: summary.dataBytes, total: model + summary.dataBytes };
  }
  const rounded = text.rounded.find(({ bits }) => String(bits) === weightBits);
  if (!rounded) return null;
  const model = weightLength === 'values' ? rounded.valuesBytes : rounded.readableBytes;
  return { model, data: rounded.dataBytes, total: model + rounded.dataBytes };
}

/** Of a group the run in the middle of its totals. */
export function middleOf(group: TextGroup, options: L0Input['options']): (Lengths & { readonly run: TextRun }) | null {
  const all = group.runs.flatMap((run) => {
    const lengths = lengthsOf(run, options);
    return lengths ? [{ run, ...lengths }] : [];
  });
  const middle = all.length === 0 ? 0 : median(all.map(({ total }) => total));
  return all.toSorted((a, b) => Math.abs(a.total - middle) - Math.abs(b.total - middle))[0] ?? null;
}

/** “32 bits a weight, without where they stand”. */
export const countedWords = ({ weightBits, weightLength }: L0Input['options']): string =>
  `${weightBits} bits a weight, ${weightLength === 'values' ? 'where they stand not counted' : 'with where they stand'}`;

/** How weights are counted, as controls of a figure. */
export const weightControls = [
  {
    kind: 'choice',
    option: 'weightBits',
    label: 'Bits a weight',
    choices: ['32', '16', '8'].map((value) => ({ value, title: value })),
  },
  {
    kind: 'choice',
    option: 'weightLength',
    label: 'Network',
    choices: [
      { value: 'values', title: 'values' },
      { value: 'readable', title: 'readable' },
    ],
  },
] as const;
