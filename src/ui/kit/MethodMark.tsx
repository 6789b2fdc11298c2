import { seriesStyle, type MarkerSymbol } from '../../figures/style.ts';
import { useTheme } from '../theme.ts';

/** Around (6, 6), by the names that Plotly gives them. */
const shapes: Readonly<Record<string, string>> = {
  circle: 'M6 1.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8z',
  square: 'M2 2h8v8H2z',
  diamond: 'M6 .8 11.2 6 6 11.2 .8 6z',
  'triangle-up': 'M6 1 11.2 10.4H.8z',
  'triangle-down': 'M6 11 .8 1.6h10.4z',
  pentagon: 'M6 .9 11 4.6 9.1 10.6H2.9L1 4.6z',
  star: 'M6 .4 7.5 4.3 11.6 4.5 8.4 7.1 9.5 11.1 6 8.8 2.5 11.1 3.6 7.1.4 4.5 4.5 4.3z',
  x: 'M2.3 .9 6 4.6 9.7 .9l1.4 1.4L7.4 6l3.7 3.7-1.4 1.4L6 7.4l-3.7 3.7-1.4-1.4L4.6 6 .9 2.3z',
};

/** The path of a marker in a box of 12 by 12, and whether it is an outline. @param symbol as Plotly names it */
export function markOf(symbol: string): { readonly path: string; readonly isHollow: boolean } {
  const isHollow = symbol.endsWith('-open');
  const path = shapes[symbol.replace(/(-thin)?(-open)?$/u, '')] ?? shapes.circle;
  return { path, isHollow };
}

/** The marker that a method has in every figure, in its colour there. */
export function MethodMark({ method }: { readonly method: string }) {
  const theme = useTheme();
  return <Mark {...seriesStyle(method, 'own', theme)} />;
}

interface MarkProps {
  readonly color: string;
  readonly symbol: MarkerSymbol;
  readonly size?: number;
}

/** A marker of a figure. */
export function Mark({ color, symbol, size = 10 }: MarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <path d={markOf(String(symbol)).path} fill={color} />
    </svg>
  );
}
