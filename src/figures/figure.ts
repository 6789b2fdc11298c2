/** What a figure is made from and what it gives. A figure is a pure function of its input: no DOM, no Plotly at run time. */
import type { Data, Layout } from 'plotly.js';
import type { Published } from '../study/published/dtc.ts';
import type { Trajectory } from '../study/trajectory.ts';

export interface FigureInput {
  /** Runs of this machine, finished or still going on. */
  readonly own: readonly Trajectory[];
  /** Runs that came with a result link or file and are laid behind. */
  readonly shared: readonly Trajectory[];
  /** The published runs, where the study is comparable with them; null otherwise or until they are loaded. */
  readonly published: Published | null;
  readonly options: FigureOptions;
}

export interface FigureOptions {
  readonly theme: 'light' | 'dark';
  /** Sparsity as it is, or log(1 − s), which spreads the end of the ladder. */
  readonly sparsityAxis: 'linear' | 'log';
  /** The cycle whose ray and histograms are shown; null for the newest. */
  readonly cycle: number | null;
  /** Hidden layer that is looked at, from 0. */
  readonly layer: number;
}

/** The data of a figure as a table: the same numbers, for reading, screen readers and CSV. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Figure {
  readonly title: string;
  /** One line: what is drawn, what hollow and dashed mean, how many seeds, whose numbers. */
  readonly subtitle: string;
  /** Plotly traces. Points that belong to a cycle carry it in `customdata`, so that hovering highlights it everywhere. */
  readonly data: readonly Partial<Data>[];
  readonly layout: Partial<Layout>;
  readonly table: FigureTable;
  /** Said instead of the axes while there is nothing to draw. */
  readonly empty: string | null;
}

export interface FigureMaker {
  /** Part of file names and of the element's id. */
  readonly name: string;
  /** A wide figure takes the whole row. */
  readonly wide?: boolean;
  make(input: FigureInput): Figure;
  /**
   * Does what takes long in `make` ahead, in pieces of a few milliseconds, and keeps it. A maker without it is quick.
   * @param milliseconds after which it stops, at the end of a piece
   * @returns whether nothing is left to do
   */
  prepare?(input: FigureInput, milliseconds: number): boolean;
}
