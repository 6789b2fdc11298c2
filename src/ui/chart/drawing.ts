/**
 * One figure on the page: made again when something changed that it reads, drawn again when it is in sight, or else once nothing runs any
 * more, through the queue. It keeps the zoom, and marks the cycle that is looked at.
 */
import type { Config, Data, Layout } from 'plotly.js';
import type { Figure, FigureInput, FigureMaker } from '../../figures/figure.ts';
import type { PageLab } from '../lab.tsx';
import { Cursor, cycleOf, placesOf, runOf } from './cursor.ts';
import { drawnLayout, meaningsOf } from './drawn-layout.ts';
import { keepingMarkers, unchangedMarkers } from './kept-markers.ts';
import { loadPlotly } from './load-plotly.ts';
import type { PlotElement } from './plotly-types.ts';
import { enqueue, withdraw } from './queue.ts';
import { inSlices } from './slices.ts';
import { drawnTraces } from './traces.ts';
import { makeTracked, sameParts, type TrackedFigure } from './tracked.ts';
import { Zoom } from './zoom.ts';

export interface DrawingHost {
  /** Where Plotly draws. */
  readonly plot: HTMLElement;
  /** Lies over the plot and takes the lines of the cursors. */
  readonly overlay: HTMLElement;
  readonly hoverClass: string;
  readonly chosenClass: string;
  onFigure(figure: Figure): void;
  /** Also called with null once it works again. */
  onError(error: Error | null): void;
}

const coarse = window.matchMedia('(pointer: coarse)');

const config: Partial<Config> = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  showTips: false,
  responsive: false,
  // Ours: Plotly goes back to the ranges of its first drawing, of whatever study and on whatever scale that was.
  doubleClick: false,
  scrollZoom: false,
};

/**
 * Milliseconds of a figure's slow work (draws of noise) in one task. A piece that is under way ends when it ends: slices of 8 ms came out at
 * 8 to 24 ms.
 */
const PREPARE_MS = 8;

/** How old the words of a figure that is out of sight may be. */
const WORDS_MS = 3000;

/** How long nothing has to change before figures that are out of sight are drawn. */
const REST_MS = 500;

/** A figure that is made sooner than this is drawn in the same piece of work: another wait and another frame would come between. */
const QUICK_MS = 8;

export class Drawing {
  private readonly own: PageLab;
  private readonly maker: FigureMaker;
  /** Of which the figure is: it says nothing of another. */
  private readonly family: string;
  private readonly host: DrawingHost;
  private readonly plot: PlotElement;
  private readonly hover: Cursor;
  private readonly chosen: Cursor;
  private readonly stop: (() => void)[];
  private tracked: TrackedFigure | null = null;
  private madeFrom: readonly unknown[] = [];
  private inSight = false;
  private stale = false;
  /** Whether there is a plot that Plotly knows of, and whether its last drawing did not come to an end. */
  private drawn = false;
  /** The traces of the last drawing. */
  private shown: readonly Partial<Data>[] = [];
  private broken = false;
  private painting = Promise.resolve();
  private readonly zoom = new Zoom();
  /** Key of the study of the figure. */
  private study = '';
  /** What its axes meant in the last drawing. */
  private meanings: ReadonlyMap<string, string> = new Map();
  private width = 0;
  private height = 0;
  private ended = false;
  private later: ReturnType<typeof setTimeout> | null = null;
  private resting: ReturnType<typeof setTimeout> | null = null;

  /** @param own the lab that it is a figure of */
  constructor(own: PageLab, maker: FigureMaker, host: DrawingHost) {
    const { lab, view, figures } = own;
    this.own = own;
    this.maker = maker;
    this.family = figures.store.getState().family;
    this.host = host;
    this.plot = host.plot as PlotElement;
    this.chosen = new Cursor(this.plot, host.overlay, host.chosenClass);
    this.hover = new Cursor(this.plot, host.overlay, host.hoverClass);
    this.stop = [
      figures.store.subscribe(() => this.update()),
      view.subscribe((now, before) => now.hidden !== before.hidden && this.draw()),
      lab.store.subscribe(({ hoveredCycle, chosenCycle }) => this.mark(hoveredCycle, chosenCycle)),
    ];
    const { hoveredCycle, chosenCycle } = lab.store.getState();
    this.mark(hoveredCycle, chosenCycle);
    this.update();
  }

  get figure(): Figure | null {
    return this.tracked?.figure ?? null;
  }

  setInSight(inSight: boolean): void {
    this.inSight = inSight;
    if (!inSight) return;
    this.update();
    if (this.stale) this.draw();
  }

  setSize(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    this.draw();
  }

  resetZoom(): void {
    this.zoom.reset();
    this.draw();
  }

  end(): void {
    this.ended = true;
    for (const stop of this.stop) stop();
    for (const timer of [this.later, this.resting]) if (timer !== null) clearTimeout(timer);
    withdraw(this);
    withdraw(this.host);
    // Steps that are still to come would not find the plot any more.
    void this.painting.then(async () => this.drawn && (await loadPlotly()).purge(this.plot));
  }

  private mark(hovered: number | null, chosen: number | null): void {
    this.hover.show(hovered === chosen ? null : hovered);
    this.chosen.show(chosen);
  }

  /**
   * While something runs, a figure out of sight is made for its words alone, which a screen reader reads wherever they are: at once where they
   * would be of another study, and else every few seconds.
   */
  private update(): void {
    const input = this.own.figures.store.getState();
    if (this.isUpToDate(input)) {
      if (this.stale) this.draw();
      return;
    }
    if (this.inSight || !this.isAtWork || !this.tracked || this.study !== input.study.key) enqueue(this, this.inSight, () => this.make());
    else
      this.later ??= setTimeout(() => {
        this.later = null;
        enqueue(this, this.inSight, () => this.make());
      }, WORDS_MS);
  }

  private isUpToDate(input: FigureInput): boolean {
    return this.tracked !== null && sameParts(this.tracked.dependsOn(input), this.madeFrom);
  }

  private make(): void | Promise<void> {
    const input = this.own.figures.store.getState();
    if (this.ended || input.family !== this.family || this.isUpToDate(input)) return undefined;
    const began = performance.now();
    try {
      if (this.maker.prepare && !this.maker.prepare(input, PREPARE_MS)) {
        enqueue(this, this.inSight, () => this.make());
        return undefined;
      }
      this.tracked = makeTracked(this.maker, input);
      this.madeFrom = this.tracked.dependsOn(input);
      this.study = input.study.key;
      this.host.onFigure(this.tracked.figure);
      this.host.onError(null);
      if (!this.drawn || !this.isShowable || performance.now() - began > QUICK_MS) {
        this.draw();
        return undefined;
      }
      withdraw(this.host);
      return (this.painting = this.paint());
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  private get isAtWork(): boolean {
    return this.own.lab.store.getState().run.status === 'running';
  }

  private get hasPicture(): boolean {
    return this.tracked?.figure.empty === null && this.width > 0;
  }

  private get isShowable(): boolean {
    return this.inSight && this.hasPicture;
  }

  private draw(): void {
    this.stale = true;
    if (this.isShowable) enqueue(this.host, true, () => (this.painting = this.paint()));
    else if (this.hasPicture && !this.isAtWork) this.drawAtRest();
  }

  /** Whoever prints the page, or takes a picture of all of it, gets every figure as it is. */
  private drawAtRest(): void {
    if (this.resting !== null) clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      if (this.stale && this.hasPicture && !this.isAtWork) enqueue(this.host, this.inSight, () => (this.painting = this.paint()));
    }, REST_MS);
  }

  private async paint(): Promise<void> {
    const { figure } = this;
    if (this.ended || !figure || figure.empty !== null || this.width === 0) return;
    this.stale = false;
    try {
      const plotly = await loadPlotly();
      const data = drawnTraces(figure.data, this.own.view.getState().hidden);
      const layout = this.layout(figure);
      const meanings = meaningsOf(figure, this.study);
      // What a failed drawing left behind would make the next one fail as well.
      if (this.broken) {
        plotly.purge(this.plot);
        this.drawn = false;
        this.shown = [];
      }
      this.broken = true;
      const draw = () => plotly.react(this.plot, data, layout, config);
      await keepingMarkers(this.plot, unchangedMarkers(this.shown, data), () => inSlices(this.plot, draw));
      this.shown = data;
      this.meanings = meanings;
      if (!this.drawn) this.listen();
      this.drawn = true;
      this.broken = false;
      const places = placesOf(data);
      this.hover.setPlaces(places);
      this.chosen.setPlaces(places);
    } catch (error) {
      this.fail(error);
    }
  }

  private layout(figure: Figure): Partial<Layout> {
    const { width, height, zoom } = this;
    // A finger that moves over a figure scrolls the page; zooming is for a mouse.
    return drawnLayout(figure, {
      study: this.study,
      width,
      height,
      zoom,
      drags: !coarse.matches,
    });
  }

  private listen(): void {
    const {
      lab: { store, actions },
      view,
    } = this.own;
    this.plot.on('plotly_hover', ({ points }) => actions.hoverCycle(cycleOf(points[0]?.customdata)));
    this.plot.on('plotly_unhover', () => actions.hoverCycle(null));
    this.plot.on('plotly_click', ({ points }) => {
      const cycle = cycleOf(points[0]?.customdata);
      // Another click takes the mark away.
      if (cycle !== null) actions.chooseCycle(cycle === store.getState().chosenCycle ? null : cycle);
      const run = runOf(points[0]?.customdata);
      if (run !== null) view.getState().setOptions(this.family, { run });
    });
    this.plot.on('plotly_relayout', (change) => {
      this.zoom.note(change, this.meanings);
    });
    this.plot.on('plotly_doubleclick', () => this.resetZoom());
    this.plot.on('plotly_afterplot', () => {
      this.hover.place();
      this.chosen.place();
    });
  }

  private fail(error: unknown): void {
    this.host.onError(error instanceof Error ? error : new Error(String(error)));
  }
}
