/** A figure as a picture file. */
import type { Config, Data } from 'plotly.js';
import { loadPlotly } from './load-plotly.ts';
import { withFont } from './picture-font.ts';
import type { Picture, PictureSize } from './picture-layout.ts';
import { inSlices } from './slices.ts';

/** What the types of Plotly leave out. */
interface WithSnapshot {
  readonly Snapshot: { toSVG(plot: HTMLElement, format: 'svg', scale: number): string };
}

export type PictureFormat = 'png' | 'svg';

/** @throws Error if the browser cannot draw it */
export async function pictureFile(picture: Picture, format: PictureFormat, { scale }: PictureSize): Promise<Blob> {
  const { width = 0, height = 0 } = picture.layout;
  const svg = new Blob([await withFont(await svgOf(picture))], { type: 'image/svg+xml' });
  return format === 'svg' ? svg : pixelsOf(svg, width * scale, height * scale);
}

/**
 * The text of an SVG of a picture, drawn in several tasks of the page as figures are: `Plotly.toImage`, which does the same, draws in one.
 * @throws Error if the browser cannot draw it
 */
export async function svgOf({ data, layout }: Picture): Promise<string> {
  const plotly = await loadPlotly();
  const plot = document.createElement('div');
  // As Plotly places its own on the way to a picture.
  Object.assign(plot.style, { position: 'absolute', left: '-5000px' });
  document.body.append(plot);
  try {
    const config = { staticPlot: true, _exportedPlot: true } as Partial<Config>;
    await inSlices(plot, () => plotly.newPlot(plot, data as Data[], layout, config));
    return (plotly as unknown as WithSnapshot).Snapshot.toSVG(plot, 'svg', 1);
  } finally {
    plotly.purge(plot);
    plot.remove();
  }
}

/** An SVG as PNG of so many pixels. */
async function pixelsOf(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    const png = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (!png) throw new Error('This browser makes no PNG of that size.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
