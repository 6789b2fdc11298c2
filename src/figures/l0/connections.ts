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
import { edgeClasses, edgesOf, heightOf, leftOf, linesOf, neuronsOf, widthsOf, type Side, type Thinned } from '../wiring.ts';

/** What a figure of two drawings shows. */
interface Pair {
  readonly diagram: Thinned;
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

function rowsOf(diagram: Thinned): (string | number | null)[][] {
  const widths = widthsOf(diagram.before);
  return edgesOf(diagram, 'before').map(({ layer, from, to, weight }) => [
    layer + 1,
    from,
    to,
    weight,
    diagram.after.weights[layer][to * widths[layer] + from],
  ]);
}

const recordedOf = ({ run }: NamedRun): NonNullable<L0Step['connections']> | null =>
  run.steps.findLast((step) => step.connections !== undefined)?.connections ?? null;

const lookedInto = (input: L0Input): LookedInto | null => lookInto(input, (run) => recordedOf(run) !== null);

const showsIdle = (into: LookedInto | null): boolean => !into || takesIdleOut(into.run.run.job);

const axesOf = (side: Side): Trace => (side === 'after' ? { xaxis: 'x2', yaxis: 'y2' } : {});

function edgeTraces(diagram: Thinned, side: Side, theme: Theme): Trace[] {
  const widths = widthsOf(diagram.before);
  const { positive, negative } = palettes[theme];
  return edgeClasses(diagram, side).map(({ place, isAbove, goes, width, opacity, edges }): Trace => {
    const sign = isAbove ? 'above' : 'below';
    return {
      type: 'scatter',
      uid: `${side}/${sign} ${place} ${goes ? 'goes' : 'stays'}`,
      name: `${sign} zero`,
      mode: 'lines',
      ...axesOf(side),
      x: edges.flatMap(({ layer }) => [layer, layer + 1, null]),
      y: edges.flatMap(({ layer, from, to }) => [heightOf(from, widths[layer]), heightOf(to, widths[layer + 1]), null]),
      line: { color: isAbove ? positive : negative, width, dash: goes ? 'dot' : 'solid' },
      opacity,
      hoverinfo: 'skip',
      showlegend: false,
    };
  });
}

function neuronTraces(diagram: Thinned, side: Side, theme: Theme): Trace[] {
  const { surface, text, line } = palettes[theme];
  const neurons = neuronsOf(diagram, side);
  const last = diagram.before.biases.length;
  const kind = (layer: number): string => (layer === 0 ? 'input' : layer === last ? 'output' : `hidden layer ${layer}, neuron`);
  return [
    {
      type: 'scatter',
      uid: `${side}/neurons`,
      name: 'neurons',
      mode: 'markers',
      ...axesOf(side),
      x: neurons.map(({ layer }) => layer),
      y: neurons.map(({ height }) => height),
      marker: {
        symbol: 'circle',
        size: neurons.map(({ isIdle }) => (isIdle ? 5 : 9)),
        color: neurons.map(({ bias, isIdle }) => (!isIdle && bias ? text : surface)),
        line: { width: 1.2, color: neurons.map(({ isIdle }) => (isIdle ? line : text)) as unknown as string },
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
