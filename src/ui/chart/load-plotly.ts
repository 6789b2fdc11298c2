/** Fetches Plotly once, when the first figure is about to be drawn. */
import { loadPart } from '../../data/load-part.ts';
import { messageOf } from '../../data/message-of.ts';
import type { Plotly } from './plotly-types.ts';

let loading: Promise<Plotly> | null = null;

/** @throws if its chunk cannot be fetched; the next call tries again. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= loadPart(() => import('./plotly.ts')).then(
    (module) => module.default,
    (error: unknown) => {
      loading = null;
      throw new Error(`The program that draws figures could not be fetched. ${messageOf(error)}`, { cause: error });
    },
  );
  return loading;
}
