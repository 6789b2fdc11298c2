/** Makes the traces of a figure ready for Plotly. */
import type { Data } from 'plotly.js';
import { plotlyText } from '../../math/foreign-text.ts';
import { methodTitle } from '../text/labels.ts';

/** Fields that the page reads of a trace, whatever its type. */
interface Named {
  readonly legendgroup?: string;
  readonly uid?: string;
  readonly name?: string;
  readonly x?: unknown;
}

/** Names of categories, where an axis has such. */
const areNames = (values: unknown): values is readonly string[] => Array.isArray(values) && typeof values[0] === 'string';

/**
 * The traces as they are drawn. Names, of traces and of categories, are no markup; hover texts are, and escape what they hold.
 * @param hidden methods whose traces are left out. Figures name a trace's group “source/label/role”, and a label is the id of its method, or
 *   begins with its title, up to the first comma.
 */
export function drawnTraces(traces: readonly Partial<Data>[], hidden: ReadonlySet<string>): Partial<Data>[] {
  const titles = new Set([...hidden].map(methodTitle));
  return traces.map((trace) => {
    const { legendgroup = '', uid, name, x } = trace as Named;
    const [, label = ''] = legendgroup.split('/');
    return {
      ...trace,
      ...(uid === undefined ? {} : { uid: selectorName(uid) }),
      ...(name === undefined ? {} : { name: plotlyText(name) }),
      ...(areNames(x) ? { x: x.map(plotlyText) } : {}),
      ...(titles.has(label.split(',')[0]) || hidden.has(label) ? { visible: false as const } : {}),
    };
  });
}

/**
 * The same name in letters, digits and hyphens. When a trace goes, Plotly 4.1 looks for what it drew by `.cb${uid}`, unescaped, and any
 * other character there ends the drawing with a syntax error.
 */
const selectorName = (uid: string): string => uid.replace(/[^A-Za-z0-9]/gu, (letter) => `-${letter.codePointAt(0)?.toString(16)}-`);
