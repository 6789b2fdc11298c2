import { readsImages } from '../../study/job-data.ts';
import type { Data } from 'plotly.js';
import { fromLevels } from '../../math/levels.ts';

import { axisTitle, baseAxis, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { networkTopic } from '../topics.ts';
import { palettes, type Theme } from '../style.ts';
import { emptyRun, lookInto, titleOf } from './looked-into.ts';
import { dataNote } from './notes.ts';
import { short, whole } from './runs.ts';
import type { L0Summary } from '../../study/families/l0/types.ts';
import type { L0Maker } from './input.ts';

type Layer = NonNullable<L0Summary['firstLayer']>;

/** The first layer as images: how much reads each pixel, and the weights of some of its units. */
export const firstLayer: L0Maker = {
  name: 'first-layer',
  filledBy: 'job',
  title: 'What the first layer reads',
  wide: true,
  twoSquares: true,
  topic: networkTopic,
  about: {
    shows:
      'What the first layer of one run still looks at. On the left how many weights read each pixel, on the right the weights of the units of which most is left.',
    read: 'Darker on the left: more units read that pixel. On the right blue pixels speak for a unit and orange ones against it; each picture is scaled to its own largest weight.',
    source: 'Ours: the paper has no such figure.',
  },
  applies: ({ job, own, shared }) => [...own, ...shared].some(({ summary }) => summary?.firstLayer) || readsImages(job),
  make(input) {
    const { options } = input;
    const into = lookInto(input, ({ run }) => Boolean(run.summary?.firstLayer));
    const layer = into?.run.run.summary?.firstLayer ?? null;
    return {
      ...worded(into ? titleOf(into) : dataNote(input), ...(layer ? layerNotes(layer) : []), into ? dataNote(input) : ''),
      data: layer ? [usedMap(layer, options.theme), unitMap(layer, options.theme)] : [],
      layout: figureLayout({
        theme: options.theme,
        x: {
          ...picture(options.theme),
          domain: [0, 0.49],
          title: axisTitle(layer ? `weights left, 0 to ${whole(Math.max(...layer.used))}` : 'weights left'),
          uirevision: into?.run.id ?? 'none',
        },
        y: { ...picture(options.theme), scaleanchor: 'x', autorange: 'reversed' },
        extra: {
          // No axis has labels at its side, and on a phone every pixel of the pictures counts.
          margin: { l: 8, r: 8, t: 6, b: 40 },
          xaxis2: {
            ...baseAxis(options.theme),
            ...picture(options.theme),
            anchor: 'y2',
            domain: [0.51, 1],
            title: axisTitle(layer ? `${layer.shown.length} ${layer.kind === 'filters' ? 'filters' : 'units'}` : 'units'),
          },
          yaxis2: { ...baseAxis(options.theme), ...picture(options.theme), anchor: 'x2', scaleanchor: 'x2', autorange: 'reversed' },
        },
      }),
      table: {
        columns: ['row', 'column', 'weights left', 'sum of magnitudes'],
        rows: layer ? tableRows(layer) : [],
      },
      empty: layer
        ? null
        : emptyRun(
            input,
            'what its first layer reads',
            'its network reads no images, or its record is from a version that kept no picture',
          ),
    };
  },
};

/** An axis of pixels: no ticks, equal units. */
const picture = (theme: Theme): Partial<ReturnType<typeof baseAxis>> =>
  ({ showgrid: false, zeroline: false, showticklabels: false, ticks: '', constrain: 'domain', linecolor: palettes[theme].line }) as const;

function layerNotes({ kind, height, width, channels, units, used, shown }: Layer): string[] {
  const read = used.filter((count) => count > 0).length;
  const left = used.reduce((sum, count) => sum + count, 0);
  const colours = channels > 1 ? `, ${channels} channels together` : '';
  return [
    kind === 'pixels'
      ? `${whole(read)} of ${whole(height * width)} pixels are still read, by ${whole(left)} weights of ${whole(units)} units${colours}`
      : `${whole(left)} of ${whole(height * width * channels * units)} numbers of ${whole(units)} filters are left${colours}`,
    `left: stronger where more ${kind === 'pixels' ? 'units read a pixel' : 'filters have a number'}`,
    `right: the ${shown.length} ${kind === 'pixels' ? 'units' : 'filters'} with the most weights, 63 levels each, blue above and orange below zero`,
  ];
}

const rows = <Value>(values: ArrayLike<Value>, width: number): Value[][] =>
  Array.from({ length: values.length / width }, (_, row) => Array.from(values).slice(row * width, (row + 1) * width));

function usedMap({ used, width, magnitude, units, channels }: Layer, theme: Theme): Partial<Data> {
  const { surface, scale } = palettes[theme];
  const sums = rows(fromLevels(magnitude), width);
  return {
    type: 'heatmap',
    uid: 'first layer/used',
    z: rows(used, width),
    text: sums.map((row) => row.map((sum) => `Σ|w| ≈ ${short(sum)}`)) as unknown as string[],
    colorscale: [
      [0, surface],
      [1e-6, theme === 'light' ? '#d7e7f3' : '#22384a'],
      [1, scale[1]],
    ],
    zmin: 0,
    zmax: Math.max(1, ...used),
    xgap: 1,
    ygap: 1,
    showscale: false,
    hovertemplate: `row %{y}, column %{x}<br>%{z} of ${whole(units * channels)} weights left<br>%{text}<extra></extra>`,
  };
}

/** Units side by side in one picture, each scaled by its own largest weight. */
function unitMap({ shown, height, width }: Layer, theme: Theme): Partial<Data> {
  const { positive, negative, surface } = palettes[theme];
  const columns = Math.max(1, Math.ceil(Math.sqrt(shown.length)));
  const lines = Math.ceil(shown.length / columns);
  const gap = Math.max(1, Math.round(width / 14));
  const z: (number | null)[][] = Array.from({ length: lines * (height + gap) - gap }, () =>
    Array.from({ length: columns * (width + gap) - gap }, () => null),
  );
  const text = z.map((row) => row.map(() => ''));
  shown.forEach(({ unit, used, weights }, index) => {
    const [top, left] = [Math.floor(index / columns) * (height + gap), (index % columns) * (width + gap)];
    fromLevels(weights).forEach((value, place) => {
      const [row, column] = [top + Math.floor(place / width), left + (place % width)];
      z[row][column] = weights.scale === 0 ? 0 : value / weights.scale;
      text[row][column] = `unit ${unit}, ${whole(used)} weights left<br>w ≈ ${short(value)}`;
    });
  });
  return {
    type: 'heatmap',
    uid: 'first layer/units',
    xaxis: 'x2',
    yaxis: 'y2',
    z,
    text: text as unknown as string[],
    colorscale: [
      [0, negative],
      [0.5, surface],
      [1, positive],
    ],
    zmin: -1,
    zmax: 1,
    showscale: false,
    hoverongaps: false,
    hovertemplate: '%{text}<extra></extra>',
  };
}

function tableRows({ used, magnitude, width }: Layer): readonly (number | null)[][] {
  const sums = fromLevels(magnitude);
  return used.map((count, place) => [Math.floor(place / width), place % width, count, sums[place]]);
}
