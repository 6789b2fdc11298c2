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

type Diagram = NonNullable<L0Step['connections']>;
type Side = keyof Diagram;

/** A small network as a drawing, before and after idle weights were taken out of it: width is magnitude, colour is sign (arXiv 2505.17469, Fig. 2). */
export const connections: L0Maker = {
  name: 'connections',
  filledBy: 'job',
  title: (input) =>
    showsIdle(lookedInto(input)) ? 'The network before and after idle weights are taken out' : 'The network before and after pruning',
  wide: true,
  topic: networkTopic,
  about: {
    shows: 'A small network as a drawing, its inputs on the left and its output on the right, before and after weights were taken out.',
    read: 'A line is a weight: the thicker, the larger; blue above zero, orange below. Dotted lines go. Idle weights are those that no path leads through from an input to the output.',
    source: inPaper('Fig. 2'),
  },
  applies: ({ job, own, shared }) =>
    [...own, ...shared].some(({ steps }) => steps.some((step) => step.connections)) || job.model.name === 'student',
  make(input) {
    const { options } = input;
    const into = lookedInto(input);
    const diagram = into && diagramOf(into.run);
    const counts = diagram && { before: leftOf(diagram.before), after: leftOf(diagram.after) };
    const idle = showsIdle(into);
    const first = idle ? 'with idle weights' : 'before pruning';
    const bare = {
      ...baseAxis(options.theme),
      showgrid: false,
      showticklabels: false,
      ticks: '',
      showline: false,
      fixedrange: true,
    } as const;
    return {
      ...worded(
        into ? titleOf(into) : dataNote(input),
        counts ? `${whole(counts.before)} numbers, then ${whole(counts.after)}` : '',
        'width: magnitude of a weight, blue above and orange below zero, dotted: goes; a neuron is filled if it has a bias',
        dataNote(input),
      ),
      data: diagram
        ? (['before', 'after'] as const).flatMap((side) => [
            ...edgeTraces(diagram, side, options.theme),
            ...neuronTraces(diagram, side, options.theme),
          ])
        : [],
      layout: figureLayout({
        theme: options.theme,
        x: { ...bare, domain: [0, 0.48], title: axisTitle(first) },
        y: { ...bare, title: axisTitle(' ') },
        extra: {
          xaxis2: { ...bare, anchor: 'y2', domain: [0.52, 1], title: axisTitle(idle ? 'without' : 'after pruning') },
          yaxis2: { ...bare, anchor: 'x2' },
        },
      }),
      table: {
        columns: ['layer', 'from', 'to', 'before', 'after'],
        rows: diagram
          ? diagram.before.weights.flatMap((weights, layer) => {
              const inputs = weights.length / diagram.before.biases[layer].length;
              return weights.flatMap((weight, at) =>
                weight === 0 ? [] : [[layer + 1, at % inputs, Math.floor(at / inputs), weight, diagram.after.weights[layer][at]]],
              );
            })
          : [],
      },
      empty: diagram
        ? null
        : emptyRun(input, 'its connections', 'connections are recorded at a pruning, of dense networks of up to 5,000 numbers'),
    };
  },
};

const diagramOf = ({ run }: NamedRun): Diagram | null => run.steps.findLast((step) => step.connections !== undefined)?.connections ?? null;

const lookedInto = (input: L0Input): LookedInto | null => lookInto(input, (run) => diagramOf(run) !== null);

const showsIdle = (into: LookedInto | null): boolean => !into || takesIdleOut(into.run.run.job);

const leftOf = ({ weights, biases }: Diagram[Side]): number => [...weights, ...biases].flat().filter((value) => value !== 0).length;

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
