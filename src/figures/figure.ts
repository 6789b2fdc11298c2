/** What a figure is made from and what it gives. A figure is a pure function of its input: no DOM, no Plotly at run time. */
import type { Data, Layout } from 'plotly.js';
import type { L0Run } from '../study/families/l0/run.ts';
import type { Published } from '../study/families/dtc/published.ts';
import type { L0Published } from '../study/families/l0/published.ts';
import type { L0Job } from '../study/schema.ts';
import type { Trajectory } from '../study/families/dtc/run.ts';

export interface FigureInput {
  /** Runs of this machine, finished or still going on. */
  readonly own: readonly Trajectory[];
  /** Runs that came with a result link or file and are laid behind. */
  readonly shared: readonly Trajectory[];
  /** The published runs, where the study is comparable with them; null otherwise or until they are loaded. */
  readonly published: Published | null;
  /** The same of a study of ℓ0 regularisation; such a study has nothing of the above. */
  readonly l0: L0Input;
  readonly options: FigureOptions;
}

export interface L0Input {
  /** The base job of the study that is shown; null where it is of another family. */
  readonly job: L0Job | null;
  readonly own: readonly L0Run[];
  readonly shared: readonly L0Run[];
  readonly published: L0Published | null;
}

export interface FigureOptions extends L0View {
  readonly theme: 'light' | 'dark';
  /** Sparsity as it is, or log(1 − s), which spreads the end of the ladder. */
  readonly sparsityAxis: 'linear' | 'log';
  /** The cycle whose ray and histograms are shown; null for the newest. */
  readonly cycle: number | null;
  /** Hidden layer that is looked at, from 0. */
  readonly layer: number;
}

/** How figures of ℓ0 studies are looked at. */
export interface L0View {
  /** Key of the task (data, network, loss) that is shown; null for the study's first. */
  readonly task: string | null;
  /** Id of the run that single-run figures look into; null for the one of shortest description. */
  readonly run: string | null;
  /** Size as bytes of the codec, or as the compression rate. */
  readonly size: 'bytes' | 'rate';
  readonly quality: 'loss' | 'accuracy';
  /** The hull behind a frontier: edges beyond a ratio of their range go, or triangles beyond a circumradius. */
  readonly hull: 'ratio' | 'radius';
  readonly hullRatio: number;
  readonly hullRadius: number;
}

/** A control that a figure has of its own. */
export type FigureControl =
  | {
      readonly kind: 'choice';
      readonly option: 'size' | 'quality' | 'hull';
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly title: string }[];
    }
  | {
      readonly kind: 'slider';
      readonly option: 'hullRatio' | 'hullRadius';
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
    };

/** The data of a figure as a table: the same numbers, for reading, screen readers and CSV. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A figure but for its title, which its maker has. */
export interface Figure {
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
  /** Part of the element's id. */
  readonly name: string;
  /** What it is called, told before it is made; by the study where the figure shows one quantity or another. */
  readonly title: string | ((input: FigureInput) => string);
  /** A wide figure takes the whole row. */
  readonly wide?: boolean;
  /** Two squares side by side: on a narrow screen no taller than they are. */
  readonly twoSquares?: boolean;
  /** Whether it has anything to say of such a study; a maker without it always has. */
  applies?(input: FigureInput): boolean;
  /** Its controls as the options stand. */
  controls?(input: FigureInput): readonly FigureControl[];
  make(input: FigureInput): Figure;
  /**
   * Does what takes long in `make` ahead, in pieces of a few milliseconds, and keeps it. A maker without it is quick.
   * @param milliseconds after which it stops, at the end of a piece
   * @returns whether nothing is left to do
   */
  prepare?(input: FigureInput, milliseconds: number): boolean;
}

export const figureTitle = ({ title }: Pick<FigureMaker, 'title'>, input: FigureInput): string =>
  typeof title === 'string' ? title : title(input);
