import { factsOf } from '../../data/sources/index.ts';
import type { InputShape } from '../../data/shape.ts';
import { log2 } from '../../math/elementary.ts';
import type { LayerSize } from '../../nn/models/catalogue.ts';
import { familyOf, type Job } from '../../study/schema.ts';
import { HEIGHT, WIDTH } from './picture-size.ts';
import styles from './Picture.module.css';

const MIDDLE = HEIGHT / 2;
/** Of the first and the last element from the sides. */
const MARGIN = 40;
/** Of the tallest bar and the largest square. */
const MOST = HEIGHT - 22;
/** Of bars. */
const ACROSS = 8;
/** More channels than so many squares are not drawn one by one. */
const MOST_SQUARES = 4;
/** Beyond so many neurons, or pixels a side, nothing is drawn larger. */
const LARGEST = { neurons: 1024, side: 34 };

/** Something in the row from inputs to outputs: its middle, and half its height. */
interface Stand {
  readonly x: number;
  readonly half: number;
}

const barHalf = (units: number): number =>
  (MOST / 2) * Math.max(0.08, log2(1 + Math.min(units, LARGEST.neurons)) / log2(1 + LARGEST.neurons));
const squareHalf = (pixels: number): number => (MOST / 2) * Math.max(0.16, Math.min(1, Math.sqrt(pixels) / LARGEST.side));
const squaresOf = (channels: number): number => Math.max(1, Math.min(MOST_SQUARES, Math.round(log2(channels) / 1.7)));

/** The network that a job begins with: what goes in, and each layer, as tall as it has neurons or its channels have pixels. */
export function NetworkPicture({ job }: { readonly job: Job }) {
  const { input } = factsOf(job);
  const layers = familyOf(job).layersOf(job);
  const first: Stand = { x: MARGIN, half: inputHalf(input) };
  const left = MARGIN + (input.kind === 'image' ? first.half : 0);
  const gap = (WIDTH - MARGIN - left) / Math.max(1, layers.length);
  const stands = [
    first,
    ...layers.map(({ units, pixels }, index): Stand => ({
      x: left + (index + 1) * gap,
      half: pixels > 1 ? squareHalf(pixels) : barHalf(units),
    })),
  ];
  return (
    <svg className={styles.svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      {stands.slice(1).map((right, index) => (
        <path key={right.x} className={styles.flow} d={flow(stands[index], right)} />
      ))}
      <Input input={input} {...stands[0]} />
      {layers.map((layer, index) => (
        <Layer key={stands[index + 1].x} layer={layer} gap={gap} isLast={index === layers.length - 1} {...stands[index + 1]} />
      ))}
    </svg>
  );
}

const flow = (left: Stand, right: Stand): string =>
  `M${left.x} ${MIDDLE - left.half}L${right.x} ${MIDDLE - right.half}V${MIDDLE + right.half}L${left.x} ${MIDDLE + left.half}Z`;

const inputHalf = (input: InputShape): number =>
  input.kind === 'image' ? squareHalf(input.height * input.width) : barHalf(Math.max(3, input.length));

function Input({ input, x, half }: Stand & { readonly input: InputShape }) {
  if (input.kind !== 'image') return <Dots count={Math.min(input.length, 5)} x={x} half={half} />;
  const cells = 4;
  const top = MIDDLE - half;
  const left = x - half;
  const step = (2 * half) / cells;
  const lines = Array.from({ length: cells - 1 }, (_, index) => (index + 1) * step);
  return (
    <g className={styles.input}>
      {Array.from({ length: Math.min(input.channels, 3) }, (_, channel) => {
        const shift = 4 * (Math.min(input.channels, 3) - 1 - channel);
        return <rect key={channel} x={left - shift} y={top - shift / 2} width={2 * half} height={2 * half} />;
      })}
      <path
        className={styles.grid}
        d={lines.map((line) => `M${left + line} ${top}v${2 * half}M${left} ${top + line}h${2 * half}`).join('')}
      />
    </g>
  );
}

function Dots({ count, x, half }: Stand & { readonly count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <circle
      key={index}
      className={styles.dot}
      cx={x}
      cy={MIDDLE + (count === 1 ? 0 : (2 * index) / (count - 1) - 1) * (half - 3)}
      r={3.5}
    />
  ));
}

interface LayerProps extends Stand {
  readonly layer: LayerSize;
  /** To the next one. */
  readonly gap: number;
  readonly isLast: boolean;
}

function Layer({ layer: { units, pixels }, gap, isLast, x, half }: LayerProps) {
  if (pixels === 1)
    return (
      <rect
        className={isLast ? styles.outputs : styles.neurons}
        x={x - ACROSS / 2}
        y={MIDDLE - half}
        width={ACROSS}
        height={2 * half}
        rx={2}
      />
    );
  // Seen from the side, the more so where layers stand close.
  const across = Math.min(0.9 * half, 0.7 * gap);
  const count = squaresOf(units);
  return Array.from({ length: count }, (_, index) => {
    const shift = (index - (count - 1) / 2) * 2.5;
    return (
      <rect key={index} className={styles.channel} x={x - across / 2 + shift} y={MIDDLE - half + shift} width={across} height={2 * half} />
    );
  });
}
