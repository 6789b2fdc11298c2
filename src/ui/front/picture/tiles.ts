/** The weights of first-layer units as pictures of what they look at, painted pixel by pixel. */
import type { DenseShape } from '../../../lab/front/network.ts';
import type { Colours, Rgb } from './colours.ts';
import { GAP_SHARE, type Places } from './places.ts';

/** Of a tile in pixels of the painting: a pixel for each of the image's. */
const TILE_SIDE = 28;
const GAP = TILE_SIDE * GAP_SHARE;

/** Share of the ink that stays of a weight that is gone. */
const GHOST = 0.2;

export interface TilePainting {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly image: ImageData;
  /** Of each weight of the tiles that are shown, how strongly it is painted: 0 to 1. */
  readonly strength: Float32Array;
}

/** @param full the numbers of the network before any was gone @throws Error where the browser draws on no canvas */
export function tilePainting({ columns, rows, tiles }: Places, { layers }: DenseShape, full: Float32Array): TilePainting {
  const canvas = document.createElement('canvas');
  canvas.width = columns * (TILE_SIDE + GAP) - GAP;
  canvas.height = rows * (TILE_SIDE + GAP) - GAP;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws nothing on a canvas.');
  const { inputs, weights } = layers[0];
  const strength = new Float32Array(tiles.length * inputs);
  for (const [place, { unit }] of tiles.entries()) {
    let most = 0;
    for (let i = 0; i < inputs; i++) most = Math.max(most, Math.abs(full[weights + unit * inputs + i]));
    // Each tile has its own scale, so that weak units show their shape; square roots lift what is faint.
    for (let i = 0; i < inputs; i++) strength[place * inputs + i] = Math.sqrt(Math.abs(full[weights + unit * inputs + i]) / most);
  }
  return { canvas, context, image: context.createImageData(canvas.width, canvas.height), strength };
}

interface Shown {
  readonly places: Places;
  readonly shape: DenseShape;
  readonly full: Float32Array;
  readonly numbers: Float32Array;
  readonly alive: Uint8Array;
}

export function paintTiles(painting: TilePainting, { places, shape, full, numbers, alive }: Shown, colours: Colours): void {
  const { context, image, strength } = painting;
  const { data, width } = image;
  const { inputs, weights } = shape.layers[0];
  for (const [place, { unit }] of places.tiles.entries()) {
    const ground: Rgb = alive[unit] === 1 ? colours.surface : colours.dead;
    const row = weights + unit * inputs;
    const [column, line] = [place % places.columns, Math.floor(place / places.columns)];
    const corner = (line * width + column) * (TILE_SIDE + GAP);
    for (let i = 0; i < inputs; i++) {
      const at = 4 * (corner + Math.floor(i / TILE_SIDE) * width + (i % TILE_SIDE));
      const ink = full[row + i] > 0 ? colours.for : colours.against;
      const share = strength[place * inputs + i] * (numbers[row + i] === 0 ? GHOST : alive[unit] === 1 ? 1 : 0.4);
      data[at] = ground[0] + (ink[0] - ground[0]) * share;
      data[at + 1] = ground[1] + (ink[1] - ground[1]) * share;
      data[at + 2] = ground[2] + (ink[2] - ground[2]) * share;
      data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
