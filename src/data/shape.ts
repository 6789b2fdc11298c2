/** What one sample looks like to a network. */

/** Numbers of an image: pixels row by row, the channel changing fastest; a network takes them flat, float32. */
export interface ImageShape {
  readonly kind: 'image';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Numbers without an order in space, such as a point of the plane: float32. */
export interface VectorShape {
  readonly kind: 'vector';
  readonly length: number;
}

/** Places of a sequence, each with one of `vocabulary` symbols: int32. */
export interface TokensShape {
  readonly kind: 'tokens';
  readonly length: number;
  readonly vocabulary: number;
}

export type InputShape = ImageShape | VectorShape | TokensShape;

/** Height, width and channels, as manifests and files have them. */
export type ImageSides = readonly [height: number, width: number, channels: number];

export const imageShape = ([height, width, channels]: ImageSides): ImageShape => ({ kind: 'image', height, width, channels });

export const vectorShape = (length: number): VectorShape => ({ kind: 'vector', length });

/** Numbers of one sample: what the second axis of a batch has. */
export const sizeOf = (shape: InputShape): number => (shape.kind === 'image' ? shape.height * shape.width * shape.channels : shape.length);

export const isSameShape = (a: InputShape, b: InputShape): boolean => shapeText(a) === shapeText(b);

/** “28 × 28 × 1”, “2”, “64, of 256 symbols”. */
export function sizeText(shape: InputShape): string {
  switch (shape.kind) {
    case 'image':
      return `${shape.height} × ${shape.width} × ${shape.channels}`;
    case 'vector':
      return String(shape.length);
    case 'tokens':
      return `${shape.length}, of ${shape.vocabulary} symbols`;
  }
}

/** “images of 28 × 28 × 1”, “points of 2 numbers”, “sequences of 64 symbols out of 256”. */
export function shapeText(shape: InputShape): string {
  switch (shape.kind) {
    case 'image':
      return `images of ${sizeText(shape)}`;
    case 'vector':
      return `points of ${shape.length} numbers`;
    case 'tokens':
      return `sequences of ${shape.length} symbols out of ${shape.vocabulary}`;
  }
}
