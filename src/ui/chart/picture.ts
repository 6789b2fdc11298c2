/** A figure as a picture file. */
import { loadPlotly } from './load-plotly.ts';
import { withFont } from './picture-font.ts';
import type { Picture, PictureSize } from './picture-layout.ts';

export type PictureFormat = 'png' | 'svg';

/** @throws Error if the browser cannot draw it */
export async function pictureFile({ data, layout }: Picture, format: PictureFormat, { scale }: PictureSize): Promise<Blob> {
  const plotly = await loadPlotly();
  const spec = { data, layout } as Parameters<typeof plotly.toImage>[0];
  const { width = 0, height = 0 } = layout;
  const url = await plotly.toImage(spec, { format: 'svg', width, height });
  const svg = new Blob([await withFont(decodeURIComponent(url.slice(url.indexOf(',') + 1)))], { type: 'image/svg+xml' });
  return format === 'svg' ? svg : pixelsOf(svg, width * scale, height * scale);
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
