/** Network and text together beside what compressors make of the same text (arXiv 2505.17469, Table 3). */
import { bytesShort, percent } from '../../../math/number-text.ts';
import { codedPredictions } from '../../../study/families/l0/length.ts';
import { packedText } from '../../../study/families/l0/published.ts';
import { CHUNK_BYTES, packerNames, withHeaderOnce, type CompressorName, type PackedSize } from '../../../study/families/l0/text-lengths.ts';
import type { TextSizes } from '../../../study/text-sizes.ts';
import { worded } from '../../notes.ts';
import { palettes, translucent, type Theme } from '../../style.ts';
import { sourceCell, tableOf } from '../../table.ts';
import { textTopic } from '../../topics.ts';
import { gathered } from '../../series.ts';
import type { L0Input, L0Maker } from '../input.ts';
import { dataNote, inPaper } from '../notes.ts';
import { shownTask, whole } from '../runs.ts';
import { barFigure, type Bar } from './bars.ts';
import {
  countedWords,
  emptyTexts,
  groupStyle,
  middleOf,
  textCaption,
  textGroups,
  weightControls,
  type Lengths,
  type TextGroup,
} from './runs.ts';
import { isOfText } from './task.ts';

/** Bars of runs that there is room for; of more, each method's shortest. */
const MOST_RUNS = 8;

export const textTotals: L0Maker = {
  name: 'text-totals',
  filledBy: 'job',
  title: 'Bytes of network and text together',
  topic: textTopic,
  wide: true,
  about: {
    shows:
      'What is to be sent so that somebody has the text that the networks trained on: the network and the text, coded with its predictions; beside them compressors, which need no network.',
    read: 'Chunks of 512 bytes handicap dictionary compressors, which learn nothing beyond a chunk and pay for each header (grey); the network has seen the whole training text. Whole-file numbers are the fair alternative. The text is counted at its ideal length, which an archive exceeds by less than a thousandth.',
    source: inPaper('Table 3, with compressors of whole files beside,'),
  },
  applies: isOfText,
  controls: () => weightControls,
  make(input) {
    const { options } = input;
    const bytes = textBytes(input);
    const shown = shownGroups(input);
    const packed = packedOf(input);
    const sizes = packed ? sizesOf(packed) : [];
    const bars =
      shown.length === 0
        ? []
        : [...sizes.map((one) => packedBar(one, bytes, options.theme)), ...shown.map((one) => runBar(one, bytes, input))];
    const left = textGroups(input).length - shown.length;
    return {
      ...worded(
        shown.length > 0 ? `${textCaption(input)}; strong: network, pale: text` : textCaption(input),
        countedWords(options),
        shown.some(({ group }) => group.isAlong) ? 'learning along sends no network' : '',
        left > 0 ? 'of each method the run of the shortest total' : '',
        packed
          ? 'hatched: chunks of 512 bytes, each a file of its own, as in the paper; grey: their headers; plain grey: the whole text as one file'
          : '',
        sizes.some(({ isMachines }) => isMachines)
          ? 'gzip and deflate are zlib’s at level 9; a browser’s may come to a per cent more or less'
          : '',
        bytes > 0 ? `dashed: the text as it is, ${whole(bytes)} bytes` : '',
        dataNote(input),
      ),
      ...barFigure({
        theme: options.theme,
        axis: 'bytes, and bits per byte',
        of: 'packed by',
        bars,
        lines: bytes > 0 ? [bytes] : [],
      }),
      table: tableOf(
        ['what', 'whose', 'network (bytes)', 'text (bytes)', 'total (bytes)', 'bits per byte', 'with one header (bytes)'],
        () =>
          shown.length === 0
            ? []
            : [
                ...sizes.map(({ title, size }) => [
                  title,
                  'compressor',
                  null,
                  null,
                  size.bytes,
                  (8 * size.bytes) / bytes,
                  size.chunks ? withHeaderOnce(size) : null,
                ]),
                ...shown.map(({ group, model, data, total }) => [
                  group.label,
                  sourceCell(group.source),
                  group.isAlong ? null : model,
                  data,
                  total,
                  (8 * total) / bytes,
                  null,
                ]),
              ],
      ),
      empty: shown.length > 0 ? null : emptyTexts(input, 'the bytes of network and text'),
    };
  },
};

function textBytes(input: L0Input): number {
  const task = shownTask(input);
  return task ? codedPredictions(task.job) : 0;
}

/** What was measured beforehand; null for a text of one's own. */
function packedOf(input: L0Input): TextSizes | null {
  const { published } = input;
  const task = shownTask(input);
  return published && task ? packedText(published, task.job) : null;
}

interface ShownGroup extends Lengths {
  readonly group: TextGroup;
}

/** All groups while there is room for them, else of each method, with and without anything taken out, the shortest. */
function shownGroups(input: L0Input): ShownGroup[] {
  const all = textGroups(input).flatMap((group): ShownGroup[] => {
    const middle = middleOf(group, input.options);
    if (!middle) return [];
    const along = group.isAlong ? middle.run.text?.online : undefined;
    return [{ group, ...middle, ...(along ? { model: 0, data: along.bytes, total: along.bytes } : {}) }];
  });
  if (all.length <= MOST_RUNS) return all;
  const byMethod = gathered(all, ({ group }) => `${group.source}/${group.method}`);
  return [...byMethod.values()].flatMap((some) => some.toSorted((a, b) => a.total - b.total).slice(0, 1));
}

interface Packed extends CompressorName {
  readonly size: PackedSize;
}

/** In chunks first, then whole; from the longest down. */
function sizesOf({ sizes }: TextSizes): Packed[] {
  const all = packerNames.flatMap((one): Packed[] => {
    const size = sizes[one.id];
    return size ? [{ ...one, size }] : [];
  });
  return all.toSorted((a, b) => Number(!a.size.chunks) - Number(!b.size.chunks) || b.size.bytes - a.size.bytes);
}

const endOf = (total: number, bytes: number): string => `${bytesShort(total)} · ${((8 * total) / bytes).toFixed(2)}`;

function packedBar({ title, size }: Packed, bytes: number, theme: Theme): Bar {
  const { muted, line } = palettes[theme];
  const rate = `${((8 * size.bytes) / bytes).toFixed(2)} bits per byte`;
  const end = endOf(size.bytes, bytes);
  if (!size.chunks) {
    return {
      label: title,
      end,
      parts: [{ name: 'whole, as one file', value: size.bytes, color: muted, says: `${whole(size.bytes)} bytes, ${rate}` }],
    };
  }
  const { count, header } = size.chunks;
  const headers = count * header;
  return {
    label: title,
    end,
    parts: [
      {
        name: `in chunks of ${CHUNK_BYTES} bytes`,
        value: size.bytes - headers,
        color: muted,
        isHatched: true,
        says: `${whole(size.bytes)} bytes, ${rate}; with one header for all ${whole(withHeaderOnce(size))}`,
      },
      {
        name: 'headers of the chunks',
        value: headers,
        color: line,
        says: `headers, counted ${whole(count)} times: ${whole(headers)} bytes, ${percent(headers / size.bytes)}`,
      },
    ],
  };
}

function runBar({ group, model, data, total }: ShownGroup, bytes: number, input: L0Input): Bar {
  const { color, opacity } = groupStyle(group, input);
  const legend = `${group.source}/${group.method}/totals`;
  return {
    // Beside bars there is little room.
    label: group.label.replace(/ weights$/u, ''),
    end: endOf(total, bytes),
    parts: [
      ...(group.isAlong
        ? []
        : [{ name: '', group: legend, value: model, color: translucent(color, opacity), says: `network: ${whole(model)} bytes` }]),
      {
        name: '',
        group: legend,
        value: data,
        color: translucent(color, 0.45 * opacity),
        says: `text${group.isAlong ? ', learned along, with no network' : ''}: ${whole(data)} bytes, ${((8 * data) / bytes).toFixed(3)} bits per byte`,
      },
    ],
  };
}
