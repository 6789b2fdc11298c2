/** Published values in a drawing of some hundred pixels: no axes, no numbers, the shape of what to expect. */

export interface SketchSeries {
  /** The id of a method, whose colour it has; null for what is no method of the lab. */
  readonly method: string | null;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Sketch {
  /** What is drawn, with where it was published: “accuracy against compression, as published in table 6”. */
  readonly caption: string;
  /** Lines join the points of each series; dots leave them apart; bars stand at places 0, 1, 2 … from 0 up. */
  readonly as: 'lines' | 'dots' | 'bars';
  readonly series: readonly SketchSeries[];
}
