import { seriesStyle } from '../../figures/style.ts';
import type { Sketch, SketchSeries } from '../../study/sketch.ts';
import { useTheme } from '../theme.ts';
import { HEIGHT, WIDTH } from './picture-size.ts';
import styles from './Picture.module.css';

/** Around what is drawn, so that no dot is cut off. */
const MARGIN = 8;
const BAR = 11;

/** Published values, small: their shape, without numbers. What they are, stands below. */
export function SketchPicture({ sketch: { as, series } }: { readonly sketch: Sketch }) {
  const theme = useTheme();
  const all = series.flatMap(({ points }) => points);
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => y);
  const place = (from: number, to: number, low: number, high: number) => (value: number) =>
    high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);
  const x = place(MARGIN + BAR, WIDTH - MARGIN - BAR, Math.min(...xs), Math.max(...xs));
  const y = place(HEIGHT - MARGIN, MARGIN, as === 'bars' ? 0 : Math.min(...ys), Math.max(...ys));
  const colorOf = ({ method }: SketchSeries): string => (method === null ? 'var(--line-strong)' : seriesStyle(method, 'own', theme).color);
  return (
    <svg className={styles.svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <path className={styles.axis} d={`M${MARGIN - 3} ${MARGIN - 4}V${HEIGHT - MARGIN + 3}H${WIDTH - MARGIN + 3}`} />
      {series.map((one) => (
        <Marks
          key={`${one.method} ${one.points.join(' ')}`}
          as={as}
          color={colorOf(one)}
          points={one.points.map(([a, b]) => [x(a), y(b)] as const)}
        />
      ))}
    </svg>
  );
}

interface MarksProps {
  readonly as: Sketch['as'];
  readonly color: string;
  /** On the picture. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

function Marks({ as, color, points }: MarksProps) {
  if (as === 'lines')
    return <path className={styles.line} stroke={color} d={`M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`} />;
  if (as === 'dots') return points.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r={3} fill={color} />);
  return points.map(([x, y]) => <rect key={x} x={x - BAR / 2} y={y} width={BAR} height={HEIGHT - MARGIN - y} fill={color} />);
}
