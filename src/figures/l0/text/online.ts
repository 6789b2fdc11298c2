/** A text coded while a network learns from it, against a network that is sent before the text. */
import type { Annotation, Layout, LayoutAxis } from 'plotly.js';
import { markup } from '../../../math/foreign-text.ts';
import { bytesShort } from '../../../math/number-text.ts';
import { symbolsAtOnce } from '../../../study/job-data.ts';
import { codedPredictions } from '../../../study/families/l0/length.ts';
import { l0MethodOf } from '../../../study/families/l0/methods.ts';
import { BITS_PER_NAT, worthOfNetwork } from '../../../study/families/l0/text-lengths.ts';
import { traceGroup, type Trace } from '../../draw.ts';
import { axisTitle, baseAxis, figureLayout } from '../../layout.ts';
import { worded } from '../../notes.ts';
import { mix, palettes, translucent } from '../../style.ts';
import { sourceCell, tableOf } from '../../table.ts';
import { onlineTopic } from '../../topics.ts';
import type { L0Input, L0Maker } from '../input.ts';
import { dataNote } from '../notes.ts';
import { whole } from '../runs.ts';
import {
  countedWords,
  emptyTexts,
  groupStyle,
  lengthsOf,
  middleOf,
  textCaption,
  textGroups,
  weightControls,
  type Lengths,
  type TextGroup,
  type TextRun,
} from './runs.ts';
import { isOfText } from './task.ts';

/** Moments whose rates are told of a run. */
interface Place {
  readonly coded: number;
  readonly rate: number;
}

/** A text of which no more is missing has been gone through: the last batch may be left out. */
const NEARLY_ALL = 0.98;

/** Each of the two plots has so much of the width. */
const HALF = 0.43;

/** A run that has gone once through its text, with what was sent on the way. */
interface Online extends Lengths {
  readonly group: TextGroup;
  readonly run: TextRun;
  /** Bytes of the text, and what it took to send them while learning. */
  readonly text: number;
  readonly sent: number;
  /** Bits per byte on the way, each before it was learned from. */
  readonly places: readonly Place[];
  /** Whether a rate holds for all that came since the place before. */
  readonly isByBlocks: boolean;
}

export const online: L0Maker = {
  name: 'text-online',
  filledBy: 'job',
  title: 'A network first, or learning along?',
  topic: onlineTopic,
  wide: true,
  about: {
    shows:
      'Left, what each byte of the text costs while the network learns from it for the first time, paid before it is learned from; the area below is what is sent in all, and no network is. Right, all that has been sent, beside sending a trained network first, where the line begins with the bytes of the network.',
    read: 'The lower end of a line on the right is the shorter message. Learning along wins if the network costs more than it would save: its bytes against the gap between the rates over the run and in the end. Replays learn again from what has been sent; in blocks, each is sent by a network that is trained from scratch on all before it. Whoever decodes has to train as well. It is a length, not a file.',
    source: 'Ours, after appendix E of arXiv 2505.17469 (Barth and von Petersenn 2025).',
  },
  applies: isOfText,
  controls: () => weightControls,
  make(input) {
    const all = onlineRuns(input);
    const best = all.toSorted((a, b) => a.sent - b.sent)[0];
    const offline = all.toSorted((a, b) => a.total - b.total)[0];
    const { options } = input;
    return {
      ...worded(
        textCaption(input),
        countedWords(options),
        ...(best && offline
          ? rules(
              best,
              offline,
              all.some(({ group }) => !group.isAlong),
              input,
            )
          : []),
        dataNote(input),
      ),
      data:
        best && offline
          ? [...all.flatMap((one, index) => linesOf(one, index / Math.max(1, all.length - 1), input)), ...offlineLines(offline, input)]
          : [],
      layout: layoutOf(all, input),
      table: tableOf(
        [
          'what',
          'whose',
          'seed',
          'learning along (bytes)',
          'network (bytes)',
          'text given it (bytes)',
          'network first (bytes)',
          'mean rate (bits per byte)',
          'rate in the end (bits per byte)',
          'worth of the network (bytes)',
        ],
        () =>
          all.map((one) => [
            one.group.label,
            sourceCell(one.group.source),
            one.run.run.job.seed,
            one.sent,
            one.model,
            one.data,
            one.total,
            outcomeOf(one).mean,
            outcomeOf(one).final,
            worthOfNetwork(outcomeOf(one)),
          ]),
      ),
      empty: best ? null : (unfinishedText(input) ?? emptyTexts(input, 'the cost of learning along')),
    };
  },
};

function onlineRuns(input: L0Input): Online[] {
  return textGroups(input).flatMap((group): Online[] => {
    const middle = middleOf(group, input.options);
    const way = middle?.run.text?.online;
    if (!middle || !way) return [];
    const { job } = middle.run.run;
    const text = codedPredictions(job);
    if (way.coded < NEARLY_ALL * text) return [];
    const isByBlocks = l0MethodOf(job).along?.(job).kind === 'blocks';
    return [{ group, ...middle, text, sent: way.bytes, places: way.way ? ratesOf(way.way) : placesOf(middle.run, text), isByBlocks }];
  });
}

/** Why runs that have ended tell nothing here: they were trained for less than once through the text. Null where there is none of these. */
function unfinishedText(input: L0Input): string | null {
  const [furthest] = textGroups(input)
    .flatMap((group) => group.runs)
    .flatMap(({ run: { job }, text: measured }) =>
      measured?.online ? [{ coded: measured.online.coded, text: codedPredictions(job) }] : [],
    )
    .toSorted((a, b) => b.coded / b.text - a.coded / a.text);
  if (!furthest) return null;
  return `No run has gone through the whole text, so that nobody knows what all of it takes: the one that came furthest has learned from ${whole(furthest.coded)} of its ${whole(furthest.text)} bytes. Train for more rounds.`;
}

/** What bytes cost between the moments of a code. */
const ratesOf = (way: readonly (readonly [coded: number, bytes: number])[]): Place[] =>
  way.flatMap(([coded, bytes], index) => {
    const [before, spent] = way[index - 1] ?? [0, 0];
    return coded > before ? [{ coded, rate: (8 * (bytes - spent)) / (coded - before) }] : [];
  });

/** What bytes cost in each measured round of the first way through the text, before they were learned from. */
function placesOf({ run: { job, steps } }: TextRun, text: number): Online['places'] {
  const { roundSteps, batchSize } = job.training;
  const round = roundSteps === 0 ? text : roundSteps * batchSize * (symbolsAtOnce(job) ?? 1);
  return steps
    .filter(({ phase, epoch }) => phase === 'regularised' && (epoch - 1) * round < text)
    .map(({ epoch, trainLoss }) => ({ coded: Math.min(text, epoch * round), rate: trainLoss * BITS_PER_NAT }));
}

const outcomeOf = ({ sent, data, text }: Online): { readonly mean: number; readonly final: number; readonly bytes: number } => ({
  mean: (8 * sent) / text,
  final: (8 * data) / text,
  bytes: text,
});

/** What decides, in the numbers of the run that is shortest when it learns along, and who wins of all. */
function rules(best: Online, offline: Online, hasTrainedOn: boolean, { options }: L0Input): string[] {
  const { mean, final } = outcomeOf(best);
  const at = (weightBits: L0Input['options']['weightBits']): string => whole(lengthsOf(best.run, { ...options, weightBits })?.model ?? 0);
  const along = `learning along (${best.group.label}, ${whole(best.sent)} bytes)`;
  const first = `a network first (${offline.group.label}, ${whole(offline.total)} bytes)`;
  const apart = `${whole(Math.abs(offline.total - best.sent))} bytes shorter than`;
  return [
    `${best.group.label}: mean ${mean.toFixed(2)} bits per byte, in the end ${final.toFixed(2)}: the gap of ${(mean - final).toFixed(2)} is worth ${whole(worthOfNetwork(outcomeOf(best)))} bytes; the network would cost ${at('32')} at 32 bits a weight, ${at('8')} at 8`,
    `of all runs, ${best.sent < offline.total ? `${along} is ${apart} ${first}` : `${first} is ${apart} ${along}`}`,
    hasTrainedOn ? 'of methods that are trained first it is the first way through the text, at the rate of a longer training' : '',
  ];
}

function linesOf({ group, run, places, sent, text, total, isByBlocks }: Online, share: number, input: L0Input): Trace[] {
  const style = groupStyle(group, input);
  const color = mix(style.color, palettes[input.options.theme].text, 0.6 * share);
  const line = { color, width: 1.6, dash: style.dash };
  const shared: Trace = {
    type: 'scatter',
    legendgroup: traceGroup(group.source, group.method, group.label),
    name: group.label,
    mode: 'lines',
    line,
  };
  let [before, bytes] = [0, 0];
  const cumulative = places.map(({ coded, rate }) => {
    bytes += (rate * (coded - before)) / 8;
    before = coded;
    return { coded, bytes };
  });
  // The rounds that were not measured are between them; the end is known to the byte.
  const sums = [{ coded: 0, bytes: 0 }, ...cumulative.filter(({ coded }) => coded < text), { coded: text, bytes: sent }];
  return [
    {
      ...shared,
      uid: `${group.key}/rate`,
      ...(isByBlocks ? { line: { ...line, shape: 'vh' } } : {}),
      x: [...(isByBlocks ? [0] : []), ...places.map(({ coded }) => coded)],
      y: [...(isByBlocks ? [places[0].rate] : []), ...places.map(({ rate }) => rate)],
      hovertemplate: markup`<b>${group.label}</b><br>after %{x:,d} bytes: %{y:.3f} bits per byte<extra></extra>`,
    },
    {
      ...shared,
      uid: `${group.key}/sent`,
      xaxis: 'x2',
      yaxis: 'y2',
      x: sums.map(({ coded }) => coded),
      y: sums.map((one) => one.bytes),
      showlegend: false,
      hovertemplate: markup`<b>${group.label}</b>, learning along<br>%{y:,d} bytes for the first %{x:,d}; in all ${whole(sent)}, network first ${whole(total)}, seed ${run.run.job.seed}<extra></extra>`,
    },
  ];
}

/** The shortest message of a network and a text: its rate with the network laid upon it, and its line from the bytes of the network on. */
function offlineLines({ group, model, data, total, text }: Online, { options }: L0Input): Trace[] {
  const { text: ink } = palettes[options.theme];
  const name = `${group.label}, network first`;
  const flat = (uid: string, rate: number, extra: Trace): Trace => ({
    type: 'scatter',
    uid: `offline/${uid}`,
    legendgroup: 'offline',
    name,
    mode: 'lines',
    x: [0, text],
    y: [rate, rate],
    hovertemplate: markup`<b>${name}</b><br>${uid}: %{y:.3f} bits per byte<extra></extra>`,
    ...extra,
  });
  return [
    flat('text', (8 * data) / text, { line: { color: ink, width: 1.2, dash: 'dash' }, showlegend: true }),
    flat('text and network', (8 * total) / text, {
      line: { color: ink, width: 1.2, dash: 'dot' },
      fill: 'tonexty',
      fillcolor: translucent(ink, 0.1),
      showlegend: false,
    }),
    {
      type: 'scatter',
      uid: 'offline/sent',
      legendgroup: 'offline',
      name,
      mode: 'lines',
      xaxis: 'x2',
      yaxis: 'y2',
      x: [0, text],
      y: [model, total],
      line: { color: ink, width: 1.2, dash: 'dash' },
      showlegend: false,
      hovertemplate: markup`<b>${name}</b><br>network ${bytesShort(model)}, in all ${bytesShort(total)}<extra></extra>`,
    },
  ];
}

function layoutOf(all: readonly Online[], { options: { theme, weightBits, weightLength } }: L0Input): Partial<Layout> {
  const text = all[0]?.text ?? 1;
  const most = Math.max(0, ...all.flatMap(({ places }) => places.slice(1).map(({ rate }) => rate)));
  const across: Partial<LayoutAxis> = { title: axisTitle('bytes coded'), range: [0, text], tickformat: '~s' };
  const { muted } = palettes[theme];
  // Titles beside the axes would stand in the other plot on a phone.
  const above = (x: number, words: string): Partial<Annotation> => ({
    x,
    xref: 'paper',
    xanchor: 'left',
    y: 1,
    yref: 'paper',
    yanchor: 'bottom',
    text: words,
    showarrow: false,
    font: { size: 11.5, color: muted },
  });
  return figureLayout({
    theme,
    x: { ...across, domain: [0, HALF] },
    y: most > 0 ? { range: [0, 1.1 * most] } : {},
    extra: {
      margin: { l: 40, r: 14, t: 28, b: 46 },
      xaxis2: { ...baseAxis(theme), ...across, domain: [1 - HALF, 1] },
      yaxis2: { ...baseAxis(theme), anchor: 'x2', rangemode: 'tozero', tickformat: '~s', uirevision: `${weightBits} ${weightLength}` },
      annotations: [above(0, 'bits per byte'), above(1 - HALF, 'bytes sent')],
    },
  });
}
