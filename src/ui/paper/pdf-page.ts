/** A drawing of the page as a page of PDF: what the browser says of every shape, its place and style, as operators. */
import type { Breath } from './breath.ts';
import type { Bytes, PdfPage, PdfPicture } from './pdf.ts';
import { segmentsOf, type Segment } from './path.ts';

/** Points in a pixel. */
const POINT = 72 / 96;
const number = (value: number): string => String(Number(value.toFixed(3)));

interface Paint {
  /** Red, green and blue from 0 to 1, in one text. */
  readonly color: string;
  readonly opacity: number;
}

/** What is gathered on the way through a drawing. */
interface Drawn {
  readonly svg: SVGSVGElement;
  readonly breath: Breath;
  /** From pixels of the drawing to points of the page, whose origin is below. */
  readonly page: DOMMatrix;
  readonly content: string[];
  readonly forms: Map<string, { readonly name: string; readonly content: string; readonly box: readonly [number, number, number, number] }>;
  readonly pictures: PdfPicture[];
  readonly opacities: Map<string, readonly [number, number]>;
}

/** @param svg in the document, of so many pixels */
export async function pdfPageOf(svg: SVGSVGElement, [width, height]: readonly [number, number], breath: Breath): Promise<PdfPage> {
  const page = new DOMMatrix([POINT, 0, 0, -POINT, 0, height * POINT]);
  const drawn: Drawn = { svg, page, breath, content: [], forms: new Map(), pictures: [], opacities: new Map() };
  await drawChildren(svg, drawn, 1);
  return {
    width: Number(number(width * POINT)),
    height: Number(number(height * POINT)),
    content: drawn.content.join('\n'),
    forms: [...drawn.forms.values()],
    pictures: drawn.pictures,
    opacities: [...drawn.opacities.values()],
  };
}

async function drawChildren(parent: Element, drawn: Drawn, opacity: number): Promise<void> {
  for (const child of parent.children) {
    await draw(child, drawn, opacity);
    await drawn.breath.draw();
  }
}

async function draw(element: Element, drawn: Drawn, outer: number): Promise<void> {
  if (!(element instanceof SVGGraphicsElement) || ['defs', 'clipPath', 'pattern'].includes(element.tagName)) return;
  const style = getComputedStyle(element);
  const opacity = outer * Number(style.opacity);
  if (style.display === 'none' || opacity === 0) return;
  const clip = clipOf(element, style, drawn);
  if (clip !== null) drawn.content.push('q', clip);
  if (element.tagName === 'g' || element.tagName === 'svg') await drawChildren(element, drawn, opacity);
  else if (style.visibility !== 'hidden') await drawShape(element, style, drawn, opacity);
  if (clip !== null) drawn.content.push('Q');
}

async function drawShape(element: SVGGraphicsElement, style: CSSStyleDeclaration, drawn: Drawn, opacity: number): Promise<void> {
  const matrix = matrixOf(element, drawn);
  if (element instanceof SVGUseElement) return drawGlyph(element, style, drawn, opacity);
  if (element instanceof SVGImageElement) return drawPicture(element, matrix, drawn);
  const segments = shapeOf(element);
  if (segments.length === 0) return;
  const fill = paintOf(style.fill, Number(style.fillOpacity) * opacity, drawn.svg);
  const stroke = Number.parseFloat(style.strokeWidth) > 0 ? paintOf(style.stroke, Number(style.strokeOpacity) * opacity, drawn.svg) : null;
  if (!fill && !stroke) return;
  const isEvenOdd = style.fillRule === 'evenodd';
  const operator = fill && stroke ? (isEvenOdd ? 'B*' : 'B') : fill ? (isEvenOdd ? 'f*' : 'f') : 'S';
  drawn.content.push(
    'q',
    stateOf(fill?.opacity ?? 1, stroke?.opacity ?? 1, drawn),
    ...(fill ? [`${fill.color} rg`] : []),
    ...(stroke ? [`${stroke.color} RG`, lineOf(style, Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)))] : []),
    pathOf(segments, matrix),
    operator,
    'Q',
  );
}

/** From the units of an element to points of the page. */
function matrixOf(element: SVGGraphicsElement, { svg, page }: Drawn): DOMMatrix {
  const [own, root] = [element.getScreenCTM(), svg.getScreenCTM()];
  return own && root ? page.multiply(root.inverse()).multiply(own) : page;
}

/** Width, ends and dashes of a line. @param scale of its units */
function lineOf(style: CSSStyleDeclaration, scale: number): string {
  const lengths = (text: string): number[] => (text === 'none' ? [] : text.split(/[\s,]+/u).map((part) => Number.parseFloat(part) * scale));
  const cap = { butt: 0, round: 1, square: 2 }[style.strokeLinecap] ?? 0;
  const join = { miter: 0, round: 1, bevel: 2 }[style.strokeLinejoin] ?? 0;
  return [
    `${number(Number.parseFloat(style.strokeWidth) * scale)} w ${cap} J ${join} j ${number(Number(style.strokeMiterlimit) || 4)} M`,
    `[${lengths(style.strokeDasharray).map(number).join(' ')}] ${number(Number.parseFloat(style.strokeDashoffset) * scale || 0)} d`,
  ].join(' ');
}

function stateOf(fill: number, stroke: number, { opacities }: Drawn): string {
  const key = `${fill.toFixed(3)} ${stroke.toFixed(3)}`;
  if (!opacities.has(key)) opacities.set(key, [Number(fill.toFixed(3)), Number(stroke.toFixed(3))]);
  return `/A${[...opacities.keys()].indexOf(key) + 1} gs`;
}

/** Null where nothing is painted. A pattern is painted in the colour of its marks, half as strong. */
function paintOf(paint: string, opacity: number, svg: SVGSVGElement): Paint | null {
  const pattern = /^url\("?[^#]*#([^")]+)"?\)/u.exec(paint)?.[1];
  if (pattern !== undefined) {
    const mark = svg.querySelector(`[id="${CSS.escape(pattern)}"] path`);
    return mark ? paintOf(getComputedStyle(mark).stroke, opacity / 2, svg) : null;
  }
  const parts = /^rgba?\(([^)]+)\)$/u
    .exec(paint)?.[1]
    .split(/[\s,/]+/u)
    .map(Number);
  if (!parts) return null;
  const [red, green, blue, alpha = 1] = parts;
  if (alpha * opacity === 0) return null;
  return { color: [red, green, blue].map((channel) => number(channel / 255)).join(' '), opacity: alpha * opacity };
}

/** The clip paths of an element, in the units of that element. */
function clipOf(element: SVGGraphicsElement, style: CSSStyleDeclaration, drawn: Drawn): string | null {
  const id = /^url\("?[^#]*#([^")]+)"?\)/u.exec(style.clipPath)?.[1];
  const clip = id === undefined ? null : drawn.svg.querySelector(`[id="${CSS.escape(id)}"]`);
  if (!clip) return null;
  const matrix = matrixOf(element, drawn);
  const paths = Array.from(clip.children, (shape) => pathOf(shapeOf(shape as SVGGraphicsElement), matrix));
  return `${paths.join('\n')} W n`;
}

/** The outline of a shape in its own units; empty for an element that is none. */
function shapeOf(element: SVGGraphicsElement): Segment[] {
  const length = (name: string): number => Number(element.getAttribute(name) ?? 0);
  switch (element.tagName) {
    case 'path':
      return segmentsOf(element.getAttribute('d') ?? '');
    case 'rect': {
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(length);
      return segmentsOf(`M${x},${y}h${width}v${height}h${-width}z`);
    }
    case 'circle': {
      const [x, y, radius] = ['cx', 'cy', 'r'].map(length);
      return segmentsOf(`M${x - radius},${y}a${radius},${radius} 0 1 1 ${2 * radius},0a${radius},${radius} 0 1 1 ${-2 * radius},0z`);
    }
    case 'line':
      return segmentsOf(`M${length('x1')},${length('y1')}L${length('x2')},${length('y2')}`);
    default:
      return [];
  }
}

const operators = { move: 'm', line: 'l', curve: 'c' } as const;

function pathOf(segments: readonly Segment[], { a, b, c, d, e, f }: DOMMatrix): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'close') return 'h';
      const points = segment.points.map((value, index) =>
        index % 2 === 0 ? a * value + c * segment.points[index + 1] + e : b * segment.points[index - 1] + d * value + f,
      );
      return `${points.map(number).join(' ')} ${operators[segment.kind]}`;
    })
    .join('\n');
}

/** A glyph is a form, drawn in the colour that is set. */
function drawGlyph(element: SVGUseElement, style: CSSStyleDeclaration, drawn: Drawn, opacity: number): void {
  const id = element.getAttribute('href')?.slice(1) ?? '';
  const glyph = drawn.svg.querySelector<SVGPathElement>(`[id="${CSS.escape(id)}"]`);
  const fill = paintOf(style.fill, Number(style.fillOpacity) * opacity, drawn.svg);
  if (!glyph || !fill) return;
  if (!drawn.forms.has(id)) {
    const { x, y, width, height } = glyph.getBBox();
    const content = `${pathOf(segmentsOf(glyph.getAttribute('d') ?? ''), new DOMMatrix())}\nf*`;
    drawn.forms.set(id, {
      name: `F${drawn.forms.size + 1}`,
      content,
      box: [Math.floor(x) - 1, Math.floor(y) - 1, Math.ceil(x + width) + 1, Math.ceil(y + height) + 1],
    });
  }
  const matrix = matrixOf(element, drawn);
  const place = [matrix.a, matrix.b, matrix.c, matrix.d]
    .map((value) => Number(value.toFixed(6)))
    .concat([matrix.e, matrix.f].map((value) => Number(value.toFixed(3))));
  drawn.content.push(
    'q',
    stateOf(fill.opacity, 1, drawn),
    `${fill.color} rg`,
    `${place.join(' ')} cm`,
    `/${drawn.forms.get(id)?.name} Do`,
    'Q',
  );
}

async function drawPicture(element: SVGImageElement, matrix: DOMMatrix, drawn: Drawn): Promise<void> {
  const address = element.href.baseVal;
  if (!address.startsWith('data:image/')) return;
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  if (!context) return;
  // On the white of the page: a picture of PDF has no opacity of its own here.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const rgb: Bytes = data.length > 0 ? new Uint8Array(data.filter((_, index) => index % 4 !== 3)) : new Uint8Array(0);
  drawn.pictures.push({ width: image.width, height: image.height, rgb });
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(element.getAttribute(name) ?? 0));
  // The unit square has its first row above.
  const square = matrix.multiply(new DOMMatrix([width, 0, 0, -height, x, y + height]));
  const place = [square.a, square.b, square.c, square.d, square.e, square.f].map(number);
  drawn.content.push('q', `${place.join(' ')} cm`, `/I${drawn.pictures.length} Do`, 'Q');
}
