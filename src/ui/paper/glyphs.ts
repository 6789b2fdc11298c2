/**
 * Letters as outlines, as the browser draws them: whatever its font, and of every script. Another program that opened the picture would
 * otherwise put a font of its own in their place, whose letters are wider. They are traced at `EM` pixels; a line of an outline is off by less
 * than two thousandths of the size of the type (docs/decisions/letters-as-outlines.md).
 */
import { contours, simplified } from '../../math/contours.ts';

/** Pixels of the size of the type. */
const EM = 192;
/** Pixels that an outline may be off, and around a text. */
const [OFF, MARGIN] = [0.18, 4];
/** Units of an outline in the size of the type. */
export const UNITS = 1000;

export interface Glyph {
  /** Its number, which no other has. */
  readonly id: number;
  /** Rings of x and y in turn, whole numbers, y downwards from the base line. To be filled by the even-odd rule. */
  readonly rings: readonly (readonly number[])[];
}

export class Glyphs {
  private readonly known = new Map<string, Glyph>();
  private readonly context: CanvasRenderingContext2D;

  constructor() {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser gives no canvas to draw letters on.');
    this.context = context;
  }

  /** @param font weight and families, as CSS has them around the size */
  of(text: string, font: { readonly style: string; readonly family: string }): Glyph {
    const key = `${font.style} ${font.family} ${text}`;
    const known = this.known.get(key);
    if (known) return known;
    const glyph = { id: this.known.size + 1, rings: this.trace(text, `${font.style} ${EM}px ${font.family}`) };
    this.known.set(key, glyph);
    return glyph;
  }

  private trace(text: string, font: string): number[][] {
    const { context } = this;
    context.font = font;
    const size = context.measureText(text);
    const left = Math.ceil(size.actualBoundingBoxLeft) + MARGIN;
    const top = Math.ceil(size.actualBoundingBoxAscent) + MARGIN;
    const width = left + Math.ceil(size.actualBoundingBoxRight) + MARGIN;
    const height = top + Math.ceil(size.actualBoundingBoxDescent) + MARGIN;
    if (width <= 2 * MARGIN || height <= 2 * MARGIN) return [];
    // Setting its size clears it, and forgets the font.
    [context.canvas.width, context.canvas.height] = [width, height];
    context.font = font;
    context.fillText(text, left, top);
    const { data } = context.getImageData(0, 0, width, height);
    const cover = data.filter((_, index) => index % 4 === 3);
    // The centre of a pixel is half a pixel from its corner.
    const unit = (value: number, origin: number): number => Math.round(((value + 0.5 - origin) * UNITS) / EM);
    return contours(cover, width, height, 127.5).map((ring) =>
      simplified(ring, OFF).map((value, index) => unit(value, index % 2 ? top : left)),
    );
  }
}
