import { useId } from 'react';
import type { Wiring } from '../../study/wiring.ts';
import {
  edgeClasses,
  heightOf,
  leftOf,
  linesOf,
  neuronsOf,
  reachesOutput,
  widthsOf,
  type Side,
  type Thinned,
} from '../../figures/wiring.ts';
import { below } from '../../math/pruning.ts';
import type { TrialFacts, TrialResult } from '../../study/network-protocol.ts';
import { count, plural } from '../text/format.ts';
import { LayerPicture } from '../thinning/LayerPicture.tsx';
import styles from './TrialPicture.module.css';

interface TrialPictureProps {
  readonly facts: TrialFacts;
  /** Thresholds that are asked for, one for each block. */
  readonly wanted: readonly number[];
  readonly result: TrialResult | null;
  /** The network as it came, once it was measured. */
  readonly first: TrialResult | null;
}

/** The network as it came beside what is left of it now: a small one line by line, any other layer by layer. */
export function TrialPicture({ facts, wanted, result, first }: TrialPictureProps) {
  if (facts.wiring) {
    const { came, now } = facts.wiring;
    return <Drawings thinned={{ before: came, after: cut(now, wanted) }} />;
  }
  return result && first && <Bars result={result} first={first} />;
}

const cut = ({ weights, biases }: Wiring<Float32Array>, thresholds: readonly number[]): Wiring => ({
  weights: weights.map((values, layer) => below(values, thresholds[layer])),
  biases: biases.map((values, layer) => below(values, thresholds[layer])),
});

const sides = [
  ['before', 'As it came'],
  ['after', 'Now'],
] as const;

function Drawings({ thinned }: { readonly thinned: Thinned }) {
  return (
    <figure className={styles.picture}>
      <div className={styles.sides}>
        {sides.map(([side, title]) => (
          <Drawing key={side} thinned={thinned} side={side} title={title} />
        ))}
      </div>
      {!reachesOutput(thinned.after) && (
        <p className={styles.title}>No way leads from the inputs to the output any more: it answers the same to everything.</p>
      )}
      <figcaption className={styles.caption}>
        Inputs on the left, the output on the right. A line is a weight: the thicker, the larger; <i className={styles.for} /> above zero,{' '}
        <i className={styles.against} /> below, dotted: goes. A neuron is filled if it has a bias, small if nothing leads to it.
      </figcaption>
    </figure>
  );
}

/** Of the drawing, in pixels at its usual size. */
const WIDTH = 400;
const HEIGHT = 240;
const EDGE = 8;
/** Lines of the figure are drawn for twice the width. */
const LINE_SCALE = 0.55;

function Drawing({ thinned, side, title }: { readonly thinned: Thinned; readonly side: Side; readonly title: string }) {
  const titleId = useId();
  const widths = widthsOf(thinned.before);
  const tallest = Math.max(...widths);
  const x = (layer: number): number => EDGE + ((WIDTH - 2 * EDGE) * layer) / (widths.length - 1);
  // Layers of few neurons do not fill the height: what lies side by side is read by distances, not by places.
  const step = Math.min(24, (HEIGHT - 2 * EDGE) / tallest);
  const y = (height: number): number => HEIGHT / 2 - height * step;
  const at = (layer: number, neuron: number): string => `${x(layer).toFixed(1)} ${y(heightOf(neuron, widths[layer])).toFixed(1)}`;
  const radius = Math.max(1.2, Math.min(4.5, step / 2.6));
  const own = thinned[side];
  return (
    <div>
      <p id={titleId} className={styles.title}>
        <b>{title}</b>: {plural(linesOf(own), 'weight')}, {count(leftOf(own))} with biases
      </p>
      <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={titleId}>
        {edgeClasses(thinned, side).map(({ place, isAbove, goes, width, opacity, edges }) => (
          <path
            key={`${place} ${isAbove} ${goes}`}
            className={isAbove ? styles.above : styles.below}
            strokeWidth={LINE_SCALE * width}
            strokeDasharray={goes ? '2 3' : undefined}
            opacity={opacity}
            d={edges.map(({ layer, from, to }) => `M${at(layer, from)}L${at(layer + 1, to)}`).join('')}
          />
        ))}
        {neuronsOf(thinned, side).map(({ layer, neuron, bias, height, isIdle }) => (
          <circle
            key={`${layer} ${neuron}`}
            className={isIdle ? styles.idle : bias ? styles.biased : styles.neuron}
            cx={x(layer)}
            cy={y(height)}
            r={isIdle ? radius / 2 : radius}
          />
        ))}
      </svg>
    </div>
  );
}

function Bars({ result, first }: { readonly result: TrialResult; readonly first: TrialResult }) {
  const label = result.layers.map(({ name, nonzero, size }) => `${name} ${count(nonzero)} of ${count(size)}`).join(', ');
  return (
    <figure className={styles.picture}>
      <p className={styles.title}>
        <b>What stays, layer by layer</b>
      </p>
      {/* What is drawn out of many elements is no img. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className={styles.bars} role="img" aria-label={`Numbers left: ${label}`}>
        {result.layers.map(({ name, size, nonzero }, index) => (
          <LayerPicture
            key={name}
            layer={{
              kind: 'weights',
              name,
              size,
              left: nonzero,
              leaves: Math.max(0, first.layers[index].nonzero - nonzero),
              classes: null,
            }}
            isAlone={false}
            widest={0}
          />
        ))}
      </div>
      <figcaption className={styles.caption}>
        A bar is a layer, its numbers those that it was built with; hatched: what goes by your hand.
      </figcaption>
    </figure>
  );
}
