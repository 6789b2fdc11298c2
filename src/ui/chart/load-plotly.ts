/** Fetches Plotly once, when the first figure is about to be drawn. */
import type { Plotly } from './plotly-types.ts';

let loading: Promise<Plotly> | null = null;

/** @throws if its chunk cannot be fetched; the next call tries again. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= import('./plotly.ts').then(
    (module) => module.default,
    (error: unknown) => {
      loading = null;
      throw new Error(
        'The drawing library could not be fetched. Check the connection and reload the page; no result is lost by a failed drawing.',
        {
          cause: error,
        },
      );
    },
  );
  return loading;
}
