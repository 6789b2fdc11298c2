/** A drawing whose texts are outlines, each in the place of its letter: the browser says where those are. */
import type { Breath } from './breath.ts';
import { UNITS, type Glyph, type Glyphs } from './glyphs.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Scripts whose letters change beside others, or run from right to left: a text of them is one outline. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Thai}\p{Script=Khmer}\p{Script=Myanmar}\u202A-\u202E\u2066-\u2069]/u;
const BLANK = /^[\s\u200B-\u200D\uFEFF]*$/u;

const element = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const round = (value: number): string => String(Number(value.toFixed(3)));

/** The outline of a glyph as a path of SVG. */
const pathOf = ({ rings }: Glyph): string =>
  rings
    .map(([x, y, ...rest]) => {
      let [atX, atY] = [x, y];
      let path = `M${x} ${y}l`;
      for (let index = 0; index < rest.length; index += 2) {
        path += `${index === 0 ? '' : ' '}${rest[index] - atX} ${rest[index + 1] - atY}`;
        [atX, atY] = [rest[index], rest[index + 1]];
      }
      return `${path}z`;
    })
    .join('');

/** The text nodes of an element, each with the number of its first letter in it. */
function leavesOf(text: SVGTextElement): { readonly node: Text; readonly start: number }[] {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const leaves: { readonly node: Text; readonly start: number }[] = [];
  let start = 0;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    leaves.push({ node, start });
    start += node.data.length;
  }
  return leaves;
}

/** Parts of a text that are drawn as one, with their places in it. */
const partsOf = (text: string): readonly { readonly part: string; readonly at: number }[] =>
  JOINED.test(text)
    ? [{ part: text, at: 0 }]
    : Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment, index }) => ({
        part: segment,
        at: index,
      }));

/** Where a part begins on its base line: of one that runs to the left, at its left end. */
function beginOf(text: SVGTextElement, first: number, length: number): DOMPoint {
  const begin = text.getStartPositionOfChar(first);
  if (length === 1) return begin;
  for (let place = first + 1; place < first + length; place++) begin.x = Math.min(begin.x, text.getExtentOfChar(place).x);
  return begin;
}

/** The letters of a text as uses of their glyphs, in the group that stands in its place. */
async function outlineOf(text: SVGTextElement, { glyphs, breath }: Tools, used: Map<number, Glyph>): Promise<SVGElement> {
  const own = getComputedStyle(text);
  const group = element('g', { role: 'img', 'aria-label': text.textContent ?? '', 'fill-rule': 'evenodd' });
  const transform = text.getAttribute('transform');
  if (transform) group.setAttribute('transform', transform);
  if (own.opacity !== '1') group.setAttribute('opacity', own.opacity);
  for (const { node, start } of leavesOf(text)) {
    const style = getComputedStyle(node.parentElement ?? text);
    const size = Number.parseFloat(style.fontSize);
    const font = { style: `${style.fontStyle} ${style.fontWeight}`, family: style.fontFamily };
    const words = element('g', { fill: style.fill });
    for (const { part, at } of partsOf(node.data)) {
      if (BLANK.test(part)) continue;
      const glyph = glyphs.of(part, font);
      await breath.draw();
      used.set(glyph.id, glyph);
      const { x, y } = beginOf(text, start + at, part.length);
      words.append(
        element('use', {
          href: `#g${glyph.id}`,
          transform: `translate(${round(x)} ${round(y)}) scale(${round((1000 * size) / UNITS)}e-3)`,
        }),
      );
    }
    group.append(words);
  }
  return group;
}

interface Tools {
  readonly glyphs: Glyphs;
  readonly breath: Breath;
}

/**
 * Puts outlines in the place of all texts.
 * @param svg in the document, so that the browser has laid it out, in the fonts that it is to have
 */
export async function outlineTexts(svg: SVGSVGElement, tools: Tools): Promise<void> {
  const used = new Map<number, Glyph>();
  // Each change makes the browser lay it out again, so all places are read first.
  const texts = [...svg.querySelectorAll('text')];
  const outlines: SVGElement[] = [];
  for (const text of texts) outlines.push(await outlineOf(text, tools, used));
  texts.forEach((text, place) => text.replaceWith(outlines[place]));
  const definitions = element('defs', {});
  for (const glyph of used.values()) definitions.append(element('path', { id: `g${glyph.id}`, d: pathOf(glyph) }));
  svg.prepend(definitions);
}
