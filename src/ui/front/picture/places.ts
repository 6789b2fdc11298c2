/** Where everything of the network's picture lies, in CSS pixels. */
import type { DenseShape } from '../../../lab/front/network.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Tile extends Place {
  /** Of the first hidden layer. */
  readonly unit: number;
}

export interface Places {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Side of a tile. */
  readonly side: number;
  readonly gap: number;
  readonly tiles: readonly Tile[];
  /** Where the tiles end. */
  readonly right: number;
  /** Units by layer, the outputs last. */
  readonly units: readonly (readonly Place[])[];
  readonly isNarrow: boolean;
}

/** A unit that is looked at: its layer, 0 for the first hidden one, and its index there. */
export interface UnitAt {
  readonly layer: number;
  readonly unit: number;
}

/** Room for the words above. */
const TOP = 24;
const BOTTOM = 4;
/** Between tiles, as a share of their side: as in their painting, which is scaled as a whole. */
export const GAP_SHARE = 1 / 7;
/** Columns of dots for a layer that has more units than a column holds. */
const DOTS_A_COLUMN = 100;
const DOT_STEP = 5;

export function placesIn({ layers }: DenseShape, width: number, height: number): Places {
  const isNarrow = width < 420;
  const columns = isNarrow ? 5 : 7;
  /** The side of a tile, of so many that share a length with the gaps between them. */
  const sideOf = (length: number, tiles: number): number => length / (tiles + (tiles - 1) * GAP_SHARE);
  const byWidth = sideOf(width * (isNarrow ? 0.42 : 0.46), columns);
  const room = height - TOP - BOTTOM;
  const rows = isNarrow ? Math.max(4, Math.floor(room / (byWidth * (1 + GAP_SHARE)))) : 8;
  const side = Math.min(byWidth, sideOf(room, rows));
  const gap = side * GAP_SHARE;
  const shown = columns * rows;
  const total = layers[0].outputs;
  const tiles = Array.from({ length: shown }, (_value, index): Tile => ({
    // Units stand in no order, so every so-many-th of them is as good a sample as any.
    unit: Math.floor(((index + 0.5) * total) / shown),
    x: (index % columns) * (side + gap),
    y: TOP + Math.floor(index / columns) * (side + gap),
  }));
  const right = columns * (side + gap) - gap;
  const bottom = TOP + rows * (side + gap) - gap;
  const last = width - (isNarrow ? 26 : 34);
  const first = right + (last - right) * (isNarrow ? 0.2 : 0.17);
  const units = layers.map(({ outputs }, layer): Place[] => {
    const x = layers.length === 1 ? last : first + ((last - first) * layer) / (layers.length - 1);
    const across = Math.ceil(outputs / DOTS_A_COLUMN);
    const down = Math.ceil(outputs / across);
    return Array.from({ length: outputs }, (_value, unit) => ({
      x: x + ((unit % across) - (across - 1) / 2) * DOT_STEP,
      y: TOP + ((Math.floor(unit / across) + 0.5) * (bottom - TOP)) / down,
    }));
  });
  return { width, height, columns, rows, side, gap, tiles, right, units, isNarrow };
}

/** How far from a dot the pointer still means it. */
const REACH = 12;

/** The unit at a point of the picture; null where there is none. */
export function unitAt({ tiles, side, units }: Places, x: number, y: number): UnitAt | null {
  const tile = tiles.find((own) => x >= own.x && x <= own.x + side && y >= own.y && y <= own.y + side);
  if (tile) return { layer: 0, unit: tile.unit };
  let nearest: UnitAt | null = null;
  let least = REACH * REACH;
  for (const [layer, places] of units.entries()) {
    for (const [unit, place] of places.entries()) {
      const [dx, dy] = [place.x - x, place.y - y];
      const distance = dx * dx + dy * dy;
      if (distance >= least) continue;
      least = distance;
      nearest = { layer, unit };
    }
  }
  return nearest;
}
