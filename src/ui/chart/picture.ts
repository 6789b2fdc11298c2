/** A figure as a picture file. */
import { loadPlotly } from './load-plotly.ts';
import type { Picture, PictureSize } from './picture-layout.ts';

export type PictureFormat = 'png' | 'svg';

export async function pictureFile({ data, layout }: Picture, format: PictureFormat, { scale }: PictureSize): Promise<Blob> {
  const plotly = await loadPlotly();
  const spec = { data, layout } as Parameters<typeof plotly.toImage>[0];
  const { width = 0, height = 0 } = layout;
  return dataUrlBlob(await plotly.toImage(spec, { format, width, height, scale: format === 'png' ? scale : 1 }));
}

/** What a data URL holds; it cannot be fetched, since the content-security policy lets the page fetch from its own origin only. */
function dataUrlBlob(url: string): Blob {
  const comma = url.indexOf(',');
  const head = url.slice(5, comma);
  const type = head.split(';')[0];
  const body = url.slice(comma + 1);
  if (!head.endsWith(';base64')) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}
