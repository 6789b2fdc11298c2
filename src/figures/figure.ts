/** What a figure is made from and what it gives. A figure is a pure function of its input: no DOM, no Plotly at run time. */
import type { Data, Layout } from 'plotly.js';
import type { Run } from '../study/job-record.ts';
import type { Theme } from './style.ts';
import type { Topic } from './topics.ts';

/** What somebody turned to last: the runs of this machine, or what was laid behind them. */
export type Focus = 'run' | 'behind';

/** What is shown of a study, for the figures of its family: its runs, what was published, and how figures are looked at. */
export interface FigureInput<OfRun extends Run = Run, Published = unknown, View extends object = object> {
  /** The id of the family that all of it is of. */
  readonly family: string;
  /** The study that is shown, with all that is laid behind it: no other has its key. */
  readonly study: {
    readonly key: string;
    readonly name: string;
    /** The data of several studies in words; those of the base job unless told. */
    readonly data?: string;
    readonly focus: Focus;
  };
  /** The base job of the study that is shown. */
  readonly job: OfRun['job'];
  /** Runs of this machine, finished or still going on. The same list while none of them changes. */
  readonly own: readonly OfRun[];
  /** Runs that came with a result link or file, or are stored, and are laid behind; the same list while none of them changes. */
  readonly shared: readonly OfRun[];
  /** What was published, where it may stand behind the study; null otherwise or until it is loaded. */
  readonly published: Published | null;
  readonly options: FigureOptions & View;
}

/** How figures of every family are looked at; the rest is their family's. */
export interface FigureOptions {
  readonly theme: Theme;
  /** The step that is looked at, in all figures at once; null for the newest. */
  readonly cycle: number | null;
}

/** A control that a figure has of its own, of an option of its family. */
export type FigureControl =
  | {
      readonly kind: 'choice';
      readonly option: string;
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly title: string }[];
    }
  | {
      readonly kind: 'slider';
      readonly option: string;
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
  /** One short line: what is drawn, of how many seeds. */
  readonly subtitle: string;
  /** What else there is to say of this drawing: what hollow and dashed mean, whose numbers they are, what is left out. */
  readonly notes: readonly string[];
  /** Plotly traces. Points that belong to a cycle carry it in `customdata`, so that hovering highlights it everywhere. */
  readonly data: readonly Partial<Data>[];
  readonly layout: Partial<Layout>;
  readonly table: FigureTable;
  /** Said instead of the axes while there is nothing to draw. */
  readonly empty: string | null;
}

/** What stands behind the (i) of a figure, whatever it is made from. Whole sentences. */
export interface FigureAbout {
  readonly shows: string;
  /** How to read it. */
  readonly read: string;
  /** The equation, figure or table of a paper that it is, with the licence of published numbers in it; or that no paper has it. */
  readonly source: string;
}

/** Named as a method, so that a maker of one family stands where one of any is asked for. */
interface Titled<Input> {
  title(input: Input): string;
}

export interface FigureMaker<Input extends FigureInput = FigureInput> {
  /** Part of the element's id. */
  readonly name: string;
  /** What it is called, told before it is made; by the study where the figure shows one quantity or another. */
  readonly title: string | Titled<Input>['title'];
  readonly about: FigureAbout;
  /** The page folds figures of one topic together; those without stand open. */
  readonly topic?: Topic;
  /** A wide figure takes the whole row. */
  readonly wide?: boolean;
  /** What it draws comes when a job ends; without it with the steps of a job. For saying when it will have something to show. */
  readonly filledBy?: 'job';
  /** Two squares side by side: on a narrow screen no taller than they are. */
  readonly twoSquares?: boolean;
  /** Whether it has anything to say of such a study; a maker without it always has. */
  applies?(input: Input): boolean;
  /** Its controls as the options stand. */
  controls?(input: Input): readonly FigureControl[];
  make(input: Input): Figure;
  /**
   * Does what takes long in `make` ahead, in pieces of a few milliseconds, and keeps it. A maker without it is quick.
   * @param milliseconds after which it stops, at the end of a piece
   * @returns whether nothing is left to do
   */
  prepare?(input: Input, milliseconds: number): boolean;
}

export const figureTitle = ({ title }: Pick<FigureMaker, 'title'>, input: FigureInput): string =>
  typeof title === 'string' ? title : title(input);
