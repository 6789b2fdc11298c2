import { log10, pow } from '../../math/elementary.ts';
import { takesIdleOut } from '../../study/families/l0/idle.ts';
import type { Trace } from '../draw.ts';
import { axisTitle, baseAxis, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { networkTopic } from '../topics.ts';
import { palettes, type Theme } from '../style.ts';
import { emptyRun, lookInto, titleOf, type LookedInto } from './looked-into.ts';
import { dataNote, inPaper } from './notes.ts';
import { short, whole, type NamedRun } from './runs.ts';
import type { L0Step } from '../../study/families/l0/types.ts';
import type { L0Input, L0Maker } from './input.ts';

type Connections = NonNullable<L0Step['connections']>['before'];

/** Two networks of the same layers. */
interface Diagram {
  readonly before: Connections;
  readonly after: Connections;
}
type Side = keyof Diagram;

/** What a figure of two drawings shows. */
interface Pair {
  readonly diagram: Diagram;
  /** Under the left one and the right one. */
  readonly titles: readonly [string, string];
}

const about = {
  shows: 'A small network as a drawing, its inputs on the left and its output on the right, as it was trained and as pruning left it.',
  read: 'A line is a weight: the thicker, the larger; blue above zero, orange below. Dotted lines go. A neuron is filled if it has a bias, small if nothing leads to it.',
};

const isSmall = ({ job, own, shared }: L0Input): boolean =>
  [...own, ...shared].some(({ steps }) => steps.some((step) => step.connections)) || job.model.name === 'student';

/** A small network as a drawing, whole beside pruned: width is magnitude, colour is sign. */
export const thinned: L0Maker = {
  name: 'thinned-network',
  filledBy: 'job',
  title: 'The network before and after pruning',
  wide: true,
  topic: networkTopic,
  about: { ...about, source: 'Ours, drawn as Fig. 2 of arXiv 2505.17469, which begins with the network that a threshold has left.' },
  applies: isSmall,
  make: (input) =>
    figureOf(input, lookedInto(input), (run, into) => {
      const found = recordedOf(run);
      if (!found) return null;
      const before = found.dense ?? (showsIdle(into) ? null : found.before);
      return before && { diagram: { before, after: found.after }, titles: ['as trained', 'after pruning'] };
    }),
};

/** The same before and after idle weights were taken out of it (arXiv 2505.17469, Fig. 2). */
export const connections: L0Maker = {
  name: 'connections',
  filledBy: 'job',
  title: 'The network before and after idle weights are taken out',
  wide: true,
  topic: networkTopic,
  about: {
    shows:
      'A small network as a drawing, its inputs on the left and its output on the right, before and after idle weights were taken out.',
    read: `${about.read} Idle weights are those that no path leads through from an input to the output.`,
    source: inPaper('Fig. 2'),
  },
  applies: (input) => isSmall(input) && showsIdle(lookedInto(input)),
  make: (input) =>
    figureOf(input, lookedInto(input), (run) => {
      const found = recordedOf(run);
      return found && { diagram: found, titles: ['with idle weights', 'without'] };
    }),
};

function figureOf(
  input: L0Input,
  into: LookedInto | null,
  pairOf: (run: NamedRun, into: LookedInto) => Pair | null,
): ReturnType<L0Maker['make']> {
  const { theme } = input.options;
  const pair = into && pairOf(into.run, into);
  const diagram = pair?.diagram ?? null;
  const bare = { ...baseAxis(theme), showgrid: false, showticklabels: false, ticks: '', showline: false, fixedrange: true } as const;
  const named = (side: Side, title: string): string => (diagram ? `${title}, ${whole(linesOf(diagram[side]))} weights` : title);
  const [left, right] = pair?.titles ?? ['before', 'after'];
  return {
    ...worded(
      into ? titleOf(into) : dataNote(input),
      diagram ? `${whole(leftOf(diagram.before))} numbers with biases, then ${whole(leftOf(diagram.after))}` : '',
      'width: magnitude of a weight, blue above and orange below zero, dotted: goes; a neuron is filled if it has a bias',
      dataNote(input),
    ),
    data: diagram
      ? (['before', 'after'] as const).flatMap((side) => [...edgeTraces(diagram, side, theme), ...neuronTraces(diagram, side, theme)])
      : [],
    layout: figureLayout({
      theme,
      x: { ...bare, domain: [0, 0.48], title: axisTitle(named('before', left)) },
      y: { ...bare, title: axisTitle(' ') },
      extra: {
        xaxis2: { ...bare, anchor: 'y2', domain: [0.52, 1], title: axisTitle(named('after', right)) },
        yaxis2: { ...bare, anchor: 'x2' },
      },
    }),
    table: {
      columns: ['layer', 'from', 'to', 'before', 'after'],
      rows: diagram ? rowsOf(diagram) : [],
    },
    empty: diagram
      ? null
      : emptyRun(
          input,
          'its connections',
          into
            ? 'this record is of an older version, which did not keep the network as it was before its threshold'
            : 'connections are recorded at a pruning, of dense networks of up to 5,000 numbers',
        ),
  };
}

function rowsOf({ before, after }: Diagram): (string | number | null)[][] {
  return before.weights.flatMap((weights, layer) => {
    const inputs = weights.length / before.biases[layer].length;
    return weights.flatMap((weight, at) =>
      weight === 0 ? [] : [[layer + 1, at % inputs, Math.floor(at / inputs), weight, after.weights[layer][at]]],
    );
  });
}

const recordedOf = ({ run }: NamedRun): NonNullable<L0Step['connections']> | null =>
  run.steps.findLast((step) => step.connections !== undefined)?.connections ?? null;

const lookedInto = (input: L0Input): LookedInto | null => lookInto(input, (run) => recordedOf(run) !== null);

const showsIdle = (into: LookedInto | null): boolean => !into || takesIdleOut(into.run.run.job);

const leftOf = ({ weights, biases }: Connections): number => [...weights, ...biases].flat().filter((value) => value !== 0).length;
const linesOf = ({ weights }: Connections): number => weights.flat().filter((value) => value !== 0).length;

/** Widths of the layers, the inputs first. */
function widthsOf({ before: { weights, biases } }: Diagram): number[] {
  return [weights[0].length / biases[0].length, ...biases.map(({ length }) => length)];
}

/** A neuron lies in the column of its layer, the layer centred. */
const heightOf = (neuron: number, width: number): number => (width - 1) / 2 - neuron;

/** Lines of one trace have one width: magnitudes fall into so many classes of equal ratio. */
const CLASSES = 6;
const THINNEST = 0.4;
const THICKEST = 5;

interface Edge {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Left in the drawing before, gone in the one after. */
  readonly goes: boolean;
}

function edgesOf({ before, after }: Diagram, side: Side): Edge[] {
  return before.weights.flatMap((weights, layer) => {
    const inputs = weights.length / before.biases[layer].length;
    return (side === 'before' ? weights : after.weights[layer]).flatMap((weight, at) =>
      weight === 0
        ? []
        : [{ layer, from: at % inputs, to: Math.floor(at / inputs), weight, goes: side === 'before' && after.weights[layer][at] === 0 }],
    );
  });
}

const axesOf = (side: Side): Trace => (side === 'after' ? { xaxis: 'x2', yaxis: 'y2' } : {});

function edgeTraces(diagram: Diagram, side: Side, theme: Theme): Trace[] {
  const widths = widthsOf(diagram);
  const most = Math.max(...edgesOf(diagram, 'before').map(({ weight }) => Math.abs(weight)), 1e-12);
  const { positive, negative } = palettes[theme];
  // Half a decade a class: weights smaller than a thousandth of the largest are as thin as a line gets.
  const classOf = (weight: number): number =>
    Math.max(0, Math.min(CLASSES - 1, Math.ceil(CLASSES - 1 + 2 * log10(Math.abs(weight) / most))));
  const classes = new Map<string, Edge[]>();
  for (const edge of edgesOf(diagram, side)) {
    const key = `${edge.weight > 0 ? 'above' : 'below'} ${classOf(edge.weight)} ${edge.goes ? 'goes' : 'stays'}`;
    classes.set(key, [...(classes.get(key) ?? []), edge]);
  }
  return [...classes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, edges]): Trace => {
      const [sign, place, fate] = key.split(' ');
      const share = Number(place) / (CLASSES - 1);
      return {
        type: 'scatter',
        uid: `${side}/${key}`,
        name: `${sign} zero`,
        mode: 'lines',
        ...axesOf(side),
        x: edges.flatMap(({ layer }) => [layer, layer + 1, null]),
        y: edges.flatMap(({ layer, from, to }) => [heightOf(from, widths[layer]), heightOf(to, widths[layer + 1]), null]),
        line: {
          color: sign === 'above' ? positive : negative,
          width: THINNEST * pow(THICKEST / THINNEST, share),
          dash: fate === 'goes' ? 'dot' : 'solid',
        },
        opacity: 0.35 + 0.6 * share,
        hoverinfo: 'skip',
        showlegend: false,
      };
    });
}

function neuronTraces(diagram: Diagram, side: Side, theme: Theme): Trace[] {
  const widths = widthsOf(diagram);
  const { surface, text, line } = palettes[theme];
  const edges = edgesOf(diagram, side);
  const neurons = widths.flatMap((width, layer) =>
    Array.from({ length: width }, (_, neuron) => {
      const incoming = edges.filter((edge) => edge.layer === layer - 1 && edge.to === neuron).length;
      const outgoing = edges.filter((edge) => edge.layer === layer && edge.from === neuron).length;
      const bias = layer === 0 ? null : diagram[side].biases[layer - 1][neuron];
      return { layer, neuron, incoming, outgoing, bias, y: heightOf(neuron, width), idle: incoming + outgoing === 0 && !bias };
    }),
  );
  const kind = (layer: number): string =>
    layer === 0 ? 'input' : layer === widths.length - 1 ? 'output' : `hidden layer ${layer}, neuron`;
  return [
    {
      type: 'scatter',
      uid: `${side}/neurons`,
      name: 'neurons',
      mode: 'markers',
      ...axesOf(side),
      x: neurons.map(({ layer }) => layer),
      y: neurons.map(({ y }) => y),
      marker: {
        symbol: 'circle',
        size: neurons.map(({ idle }) => (idle ? 5 : 9)),
        color: neurons.map(({ bias, idle }) => (!idle && bias ? text : surface)),
        line: { width: 1.2, color: neurons.map(({ idle }) => (idle ? line : text)) as unknown as string },
      },
      text: neurons.map(
        ({ layer, neuron, incoming, outgoing, bias }) =>
          `${kind(layer)} ${neuron + 1}<br>${incoming} in, ${outgoing} out${bias ? `, bias ${short(bias)}` : ''}`,
      ),
      hovertemplate: '%{text}<extra></extra>',
      showlegend: false,
    },
  ];
}
