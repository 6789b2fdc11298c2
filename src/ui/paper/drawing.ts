/** A figure as it stands in a paper: light, in type of 8 points, its legend below, no title; as SVG and as PDF, its texts as outlines. */
import type { Layout } from 'plotly.js';
import type { Figure } from '../../figures/figure.ts';
import { palettes } from '../../figures/style.ts';
import { svgOf } from '../chart/picture.ts';
import { pictureOf } from '../chart/picture-layout.ts';
import type { Breath } from './breath.ts';
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

interface DrawnFor {
  /** Millimetres of the axes with their names; the legend comes below. */
  readonly width: number;
  readonly height: number;
  /** Methods that are left out. */
  readonly hidden: ReadonlySet<string>;
  readonly glyphs: Glyphs;
  readonly breath: Breath;
}

export async function drawnForPaper(figure: Figure, { width, height, hidden, glyphs, breath }: DrawnFor): Promise<PaperDrawing> {
  const size = { id: '', title: '', width: width * MM, height: height * MM, scale: 1 };
  const picture = pictureOf(figure, null, { size, theme: 'light', hidden });
  const layout: Partial<Layout> = inType({ ...picture.layout, paper_bgcolor: palettes.light.surface });
  const pixels = { width: layout.width ?? size.width, height: layout.height ?? size.height };
  const text = await svgOf({ data: picture.data.map((trace) => inType(trace)), layout });
  const host = document.createElement('div');
  // Laid out, so that the browser says where each letter is, and out of sight.
  Object.assign(host.style, { position: 'fixed', left: '-20000px', top: '0', width: `${pixels.width}px` });
  host.setAttribute('aria-hidden', 'true');
  const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true) as unknown as SVGSVGElement;
  host.append(svg);
  document.body.append(host);
  try {
    await breath.pause();
    await outlineTexts(svg, { glyphs, breath });
    const pdf = await pdfOf(await pdfPageOf(svg, [pixels.width, pixels.height], breath));
    svg.setAttribute('width', `${(pixels.width / MM).toFixed(2)}mm`);
    svg.setAttribute('height', `${(pixels.height / MM).toFixed(2)}mm`);
    return { svg: `${new XMLSerializer().serializeToString(svg)}\n`, pdf };
  } finally {
    host.remove();
  }
}
