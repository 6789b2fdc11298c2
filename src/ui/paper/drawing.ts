/** A figure as it stands in a paper: light, in type of 8 points, its legend below, no title; as SVG and as PDF, its texts as outlines. */
import type { Layout } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { palettes } from '../../figures/style.ts';
import { loadPlotly } from '../chart/load-plotly.ts';
import { pictureOf } from '../chart/picture-layout.ts';
import type { Glyphs } from './glyphs.ts';
import { outlineTexts } from './outlined.ts';
import { pdfPageOf } from './pdf-page.ts';
import { pdfOf } from './pdf.ts';

/** Pixels in a millimetre, and in 8 points of 1/72 inch. */
const MM = 96 / 25.4;
const TYPE = (8 * 96) / 72;

export interface PaperDrawing {
  readonly svg: string;
  readonly pdf: Uint8Array<ArrayBuffer>;
}

/** Every font of a layout or of traces in one size. */
function inType<Value>(value: Value, key = ''): Value {
  if (Array.isArray(value) || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const own = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inType(part, name)]));
  return (/font$/iu.test(key) && 'size' in own ? { ...own, size: TYPE } : own) as Value;
}

/**
 * @param width, height millimetres of the axes with their names; the legend comes below
 * @param hidden methods that are left out
 */
export async function drawnForPaper(
  figure: Figure,
  {
    width,
    height,
    hidden,
    glyphs,
  }: { readonly width: number; readonly height: number; readonly hidden: ReadonlySet<string>; readonly glyphs: Glyphs },
): Promise<PaperDrawing> {
  const plotly = await loadPlotly();
  const size = { id: '', title: '', width: width * MM, height: height * MM, scale: 1 };
  const picture = pictureOf(figure, null, { size, theme: 'light', hidden });
  const layout: Partial<Layout> = inType({ ...picture.layout, paper_bgcolor: palettes.light.surface });
  const spec = { data: picture.data.map((trace) => inType(trace)), layout } as Parameters<typeof plotly.toImage>[0];
  const pixels = { width: layout.width ?? size.width, height: layout.height ?? size.height };
  const url = await plotly.toImage(spec, { format: 'svg', ...pixels });
  const host = document.createElement('div');
  // Laid out, so that the browser says where each letter is, and out of sight.
  Object.assign(host.style, { position: 'fixed', left: '-20000px', top: '0', width: `${pixels.width}px` });
  host.setAttribute('aria-hidden', 'true');
  const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));
  const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true) as unknown as SVGSVGElement;
  host.append(svg);
  document.body.append(host);
  try {
    outlineTexts(svg, glyphs);
    const pdf = await pdfOf(await pdfPageOf(svg, pixels.width, pixels.height));
    svg.setAttribute('width', `${(pixels.width / MM).toFixed(2)}mm`);
    svg.setAttribute('height', `${(pixels.height / MM).toFixed(2)}mm`);
    return { svg: `${new XMLSerializer().serializeToString(svg)}\n`, pdf };
  } finally {
    host.remove();
  }
}
