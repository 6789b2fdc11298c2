/** The picture of the network: tiles of first-layer weights, units, and what connects them. */
import type { Answer } from '../../../lab/front/forward.ts';
import type { DenseShape } from '../../../lab/front/network.ts';
import { css, type Colours } from './colours.ts';
import { drawConnections, strongestFirst } from './connections.ts';
import type { Place, Places, UnitAt } from './places.ts';
import { paintTiles, type TilePainting } from './tiles.ts';

/** Curves between two layers of hidden units, and to the outputs: more are no picture any more. */
const MOST_BETWEEN = 240;
const MOST_LAST = 110;
const MOST_OF_UNIT = 784;

export interface Picture {
  readonly places: Places;
  readonly painting: TilePainting;
  readonly shape: DenseShape;
  readonly full: Float32Array;
  /** Weights of each layer but the first, whose are the tiles: the strongest first. */
  readonly orders: readonly Uint32Array[];
}

export const ordersOf = ({ layers }: DenseShape, full: Float32Array): Uint32Array[] =>
  layers.slice(1).map((layer) => strongestFirst(full, layer));

export interface Drawn {
  readonly numbers: Float32Array;
  /** By hidden layer. */
  readonly alive: readonly Uint8Array[];
  readonly lookedAt: UnitAt | null;
  /** What the cut network says of the digit that is drawn; null without one. */
  readonly answer: Answer | null;
  readonly colours: Colours;
  /** Family of the page's font: a canvas does not inherit it. */
  readonly font: string;
}

export function drawPicture(context: CanvasRenderingContext2D, picture: Picture, drawn: Drawn): void {
  const { places } = picture;
  context.clearRect(0, 0, places.width, places.height);
  drawTiles(context, picture, drawn);
  drawAllConnections(context, picture, drawn);
  drawUnits(context, picture, drawn);
  drawWords(context, picture, drawn);
}

function drawTiles(context: CanvasRenderingContext2D, picture: Picture, { numbers, alive, lookedAt, colours }: Drawn): void {
  const { places, painting, shape, full } = picture;
  const { tiles, side } = places;
  paintTiles(painting, { places, shape, full, numbers, alive: alive[0] }, colours);
  const last = tiles[tiles.length - 1];
  context.drawImage(painting.canvas, tiles[0].x, tiles[0].y, last.x + side - tiles[0].x, last.y + side - tiles[0].y);
  context.strokeStyle = css(colours.line);
  context.lineWidth = 1;
  context.beginPath();
  for (const { x, y } of tiles) context.rect(x + 0.5, y + 0.5, side - 1, side - 1);
  context.stroke();
  const tile = lookedAt?.layer === 0 ? tiles.find(({ unit }) => unit === lookedAt.unit) : undefined;
  if (!tile) return;
  context.strokeStyle = css(colours.accent);
  context.lineWidth = 2;
  context.strokeRect(tile.x, tile.y, side, side);
}

/** Those of the unit that is looked at, or the strongest of all. */
function drawAllConnections(context: CanvasRenderingContext2D, picture: Picture, drawn: Drawn): void {
  const { places, shape, orders } = picture;
  const { numbers, alive, lookedAt, colours } = drawn;
  drawFan(context, picture, drawn);
  for (const [index, layer] of shape.layers.entries()) {
    if (index === 0) continue;
    const isLast = index === shape.layers.length - 1;
    const own = {
      layer,
      order: orders[index - 1],
      numbers,
      places: [places.units[index - 1], places.units[index]] as const,
    };
    const ends = { from: alive[index - 1], to: isLast ? null : alive[index] };
    if (lookedAt === null) drawConnections(context, { ...own, ...ends, most: isLast ? MOST_LAST : MOST_BETWEEN }, colours, 1);
    else if (lookedAt.layer === index - 1)
      drawConnections(context, { ...own, from: only(layer.inputs, lookedAt.unit), to: null, most: MOST_OF_UNIT }, colours, 1);
    else if (lookedAt.layer === index)
      drawConnections(context, { ...own, from: null, to: only(layer.outputs, lookedAt.unit), most: MOST_OF_UNIT }, colours, 1);
  }
}

/** From the tiles to their units. */
function drawFan(context: CanvasRenderingContext2D, { places }: Picture, { alive, lookedAt, colours }: Drawn): void {
  const { tiles, right, side, gap, units } = places;
  context.lineWidth = 0.7;
  for (const { unit, y } of tiles) {
    const isLookedAt = lookedAt?.layer === 0 && lookedAt.unit === unit;
    if (alive[0][unit] === 0 || (lookedAt !== null && !isLookedAt)) continue;
    const to = units[0][unit];
    const [from, at] = [right + gap, y + side / 2];
    const middle = (from + to.x) / 2;
    context.strokeStyle = isLookedAt ? css(colours.accent) : css(colours.lineStrong, 0.35);
    context.beginPath();
    context.moveTo(from, at);
    context.bezierCurveTo(middle, at, middle, to.y, to.x, to.y);
    context.stroke();
  }
}

const only = (length: number, unit: number): Uint8Array => {
  const units = new Uint8Array(length);
  units[unit] = 1;
  return units;
};

function drawUnits(context: CanvasRenderingContext2D, { places, shape }: Picture, { alive, lookedAt, answer, colours, font }: Drawn): void {
  const hidden = places.units.slice(0, -1);
  const [active, silent, dead] = [css(colours.text), css(colours.muted), css(colours.dead)];
  for (const [layer, units] of hidden.entries()) {
    const isDense = units.length > 100;
    for (const [unit, place] of units.entries()) {
      const isAlive = alive[layer][unit] === 1;
      const isActive = isAlive && answer !== null && answer.activity[layer][unit] > 0;
      const side = (isDense ? 2.4 : 3) * (isActive ? 1.25 : isAlive ? 1 : 0.6);
      context.fillStyle = isActive ? active : isAlive ? silent : dead;
      context.fillRect(place.x - side / 2, place.y - side / 2, side, side);
    }
  }
  const best = answer?.best ?? -1;
  const last = places.units[shape.layers.length - 1];
  for (const [digit, { x, y }] of last.entries()) {
    const probability = answer?.probabilities[digit] ?? 0;
    disc(context, x, y, 6.5, css(colours.surface), css(digit === best ? colours.accent : colours.lineStrong));
    if (probability > 0.004) disc(context, x, y, 6.5 * Math.sqrt(probability), css(colours.accent), null);
    context.fillStyle = css(digit === best ? colours.accent : colours.text);
    context.font = `${digit === best ? 700 : 400} 13px ${font}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(String(digit), x + 12, y + 0.5);
  }
  if (lookedAt) ring(context, places.units[lookedAt.layer][lookedAt.unit], colours);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string, line: string | null): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  if (line === null) return;
  context.strokeStyle = line;
  context.lineWidth = 1.2;
  context.stroke();
}

function ring(context: CanvasRenderingContext2D, { x, y }: Place, colours: Colours): void {
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.strokeStyle = css(colours.accent);
  context.lineWidth = 2;
  context.stroke();
}

function drawWords(context: CanvasRenderingContext2D, { places, shape }: Picture, { colours, font }: Drawn): void {
  const { units, isNarrow } = places;
  context.fillStyle = css(colours.muted);
  context.font = `11.5px ${font}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillText(
    isNarrow ? `${shape.layers[0].inputs} pixels` : `${shape.layers[0].inputs} pixels, as the first units weigh them`,
    0,
    13,
  );
  context.textAlign = 'center';
  const middle = units.slice(0, -1).map((own) => (own[0].x + own.at(-1)!.x) / 2);
  for (const [layer, x] of middle.entries())
    context.fillText(isNarrow ? String(units[layer].length) : `${units[layer].length} units`, x, 13);
  context.textAlign = 'right';
  context.fillText(isNarrow ? '10' : '10 digits', places.width, 13);
}
