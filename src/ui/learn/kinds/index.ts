/** The kinds of predictions that the page knows: one line each. */
import type { Prediction } from '../../../lessons/prediction.ts';
import type { PredictionView } from './kind.ts';
import { marksView } from './marks.tsx';
import { numberView } from './number.tsx';
import { orderView } from './order.tsx';

const views = [marksView, numberView, orderView] as unknown as readonly PredictionView[];

export function viewOf({ kind }: Prediction): PredictionView {
  const view = views.find((one) => one.kind === kind);
  if (!view) throw new RangeError(`Predictions of the kind “${kind}” cannot be drawn: add their view to src/ui/learn/kinds/index.ts.`);
  return view;
}
