/** The published totals of texts (arXiv 2505.17469, Table 3), each in bits per byte of its text. */
import { bytesShort, percent } from '../../../math/number-text.ts';
import { headerMegabytes, impliedRate, totalRate } from '../../../study/families/l0/published-totals.ts';
import {
  L0_PUBLISHED_SOURCE,
  unprunedMethod,
  type PublishedTextTotals,
  type PublishedTotal,
} from '../../../study/families/l0/published.ts';
import { worded } from '../../notes.ts';
import { palettes, seriesStyle, translucent, type Theme } from '../../style.ts';
import { tableOf } from '../../table.ts';
import { textTopic } from '../../topics.ts';
import type { L0Input, L0Maker } from '../input.ts';
import { inPaper } from '../notes.ts';
import { whole } from '../runs.ts';
import { barFigure, type Bar, type BarPart } from './bars.ts';
import { isOfText } from './task.ts';

const MEGABYTE = 1e6;

/** The end of the axis: written down as it is, a byte takes 8 bits. One network takes 34. */
const MOST = 10.5;

const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);

export const publishedTotals: L0Maker = {
  name: 'text-published',
  title: 'The published totals',
  topic: textTopic,
  wide: true,
  about: {
    shows:
      'What the paper’s networks and compressors made of the beginning of the English Wikipedia: network and text together, in bits for each byte of the text.',
    read: 'Of compressors, which packed chunks of 512 bytes each as a file of its own, grey is what their headers alone take. Of networks that nothing was taken from, what the text alone takes follows from their size: the pale part. Compressors of whole files are not in the table. By the 1.99 bits per byte that xz needs for another Wikipedia text, it would need about 75 MB for 300 MB: more than DRR and R-L1, less than PMMP.',
    source: inPaper('Table 3, in bits per byte,'),
  },
  applies: isOfText,
  controls: ({ published }) => [
    {
      kind: 'choice',
      option: 'publishedText',
      label: 'Text',
      choices: (published?.texts ?? []).map(({ bytes }) => ({ value: String(megabytes(bytes)), title: bytesShort(bytes) })),
    },
  ],
  make(input) {
    const text = shown(input);
    const { theme } = input.options;
    const bars = text ? text.rows.map((row) => barOf(text, row, theme)) : [];
    return {
      ...worded(
        text ? `${L0_PUBLISHED_SOURCE}, Table 3: ${whole(text.bytes)} bytes of Wikipedia` : 'arXiv 2505.17469, Table 3',
        'dashed: the text as it is, 8 bits per byte',
        'compressors packed chunks of 512 bytes, headers counted; no whole file is in the table',
        'of the unpruned networks what the text takes follows from their number of weights, at 4 bytes each',
        'the middle size is harder for every unpruned network than the largest one: the totals are rounded, and estimates from an eightieth of the text',
      ),
      ...barFigure({ theme, axis: 'bits per byte of the text', of: 'packed by', bars, most: MOST, lines: [8] }),
      table: tableOf(
        ['text (bytes)', 'method', 'total (MB)', 'bits per byte', 'text alone (bits per byte)', 'headers (MB)', 'without headers (MB)'],
        () => (text?.rows ?? []).map((row) => rowOf(text!, row)),
      ),
      empty: text ? null : 'The published numbers are being fetched, or could not be.',
    };
  },
};

const shown = ({ published, options }: L0Input): PublishedTextTotals | null =>
  published?.texts.find(({ bytes }) => String(megabytes(bytes)) === options.publishedText) ?? null;

function barOf(text: PublishedTextTotals, row: PublishedTotal, theme: Theme): Bar {
  const total = totalRate(text, row);
  return { label: titleOf(row), parts: partsOf(text, row, theme), end: total.toFixed(2) };
}

const titleOf = ({ method, compressor, parameters }: PublishedTotal): string =>
  compressor ? `${method}, chunks` : parameters === undefined ? method : `Unpruned, ${megabytes(parameters)} million`;

function partsOf(text: PublishedTextTotals, row: PublishedTotal, theme: Theme): BarPart[] {
  const total = totalRate(text, row);
  const { muted, line } = palettes[theme];
  const headers = headerMegabytes(text, row);
  if (headers !== null) {
    const share = headers / row.megabytes;
    return [
      {
        name: 'chunks of 512 bytes',
        value: total * (1 - share),
        color: muted,
        isHatched: true,
        says: `${whole(row.megabytes - headers)} MB without headers`,
      },
      { name: 'their headers', value: total * share, color: line, says: `headers: ${whole(headers)} MB, ${percent(share)}` },
    ];
  }
  const { color } = seriesStyle(row.id ?? unprunedMethod, 'published', theme);
  const implied = impliedRate(text, row);
  if (implied === null) return [{ name: '', value: total, color: translucent(color, 0.75), says: `${whole(row.megabytes)} MB` }];
  return [
    { name: 'network', value: total - implied, color, says: `network: ${(total - implied).toFixed(2)} bits per byte, 4 bytes a weight` },
    { name: 'text', value: implied, color: translucent(color, 0.35), says: `text: ${implied.toFixed(2)} bits per byte` },
  ];
}

function rowOf(text: PublishedTextTotals, row: PublishedTotal): (string | number | null)[] {
  const headers = headerMegabytes(text, row);
  return [
    text.bytes,
    titleOf(row),
    row.megabytes,
    totalRate(text, row),
    impliedRate(text, row),
    headers,
    headers === null ? null : row.megabytes - headers,
  ];
}
