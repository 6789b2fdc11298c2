/** Leaves the traces of some methods out of a figure. */
import type { Data } from 'plotly.js';
import { methodTitle } from '../text/labels.ts';

/**
 * @param methods whose traces go. Figures name a trace's group “source/label/role”, and a label begins with the title of its method.
 */
export function withoutMethods(traces: readonly Partial<Data>[], methods: ReadonlySet<string>): Partial<Data>[] {
  if (methods.size === 0) return [...traces];
  const titles = new Set([...methods].map(methodTitle));
  return traces.map((trace) => {
    const { legendgroup = '' } = trace as { legendgroup?: string };
    const [, label = ''] = legendgroup.split('/');
    return titles.has(label.split(',')[0]) ? { ...trace, visible: false } : trace;
  });
}
