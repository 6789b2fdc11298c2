/** What is read from files: images by class, and what is said of them. */
import type { Shape } from './limits.ts';

export interface OwnSplit {
  readonly count: number;
  /** count × height × width × channels. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface OwnImages {
  readonly shape: Shape;
  readonly classes: readonly string[];
  readonly train: OwnSplit;
  readonly test: OwnSplit;
  /** Whether the test images were given as such; else every fifth of each class is one. */
  readonly testGiven: boolean;
}

export interface OwnReading {
  readonly images: OwnImages;
  /** What was left out, and what was done to the images on the way. */
  readonly notes: readonly string[];
  /** What a person should look at before they are used. */
  readonly warnings: readonly string[];
}
