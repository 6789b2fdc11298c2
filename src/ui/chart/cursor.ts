/**
 * The lines over a figure that mark a cycle. They are elements of the page, not shapes of the plot: moving one costs nothing, while
 * telling Plotly to would draw the figure again.
 */
import type { Data } from 'plotly.js';
import { drawnAxis, type PlotElement } from './plotly-types.ts';

/** Where each cycle lies, for every x axis that has any. */
type Places = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The cycle that a point belongs to: its `customdata`, or the first part of it. */
export function cycleOf(customdata: unknown): number | null {
  const value: unknown = Array.isArray(customdata) ? customdata[0] : customdata;
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

/** The id of the run that a point stands for, such as “own/3”; null where it stands for none. */
export const runOf = (customdata: unknown): string | null =>
  typeof customdata === 'string' && /^\w+\/\d+$/.test(customdata) ? customdata : null;

export function placesOf(traces: readonly Partial<Data>[]): Places {
  const places = new Map<string, Map<number, number>>();
  for (const trace of traces) {
    const { x, customdata, xaxis = 'x' } = trace as { x?: ArrayLike<unknown>; customdata?: ArrayLike<unknown>; xaxis?: string };
    if (!x || !customdata) continue;
    const cycles = Array.from(customdata, cycleOf);
    // A trace whose points all belong to one cycle, such as a histogram, says nothing about where that cycle lies.
    if (cycles.length > 1 && new Set(cycles).size === 1) continue;
    const onAxis = places.get(xaxis) ?? new Map<number, number>();
    places.set(xaxis, onAxis);
    cycles.forEach((cycle, index) => {
      const at = x[index];
      if (cycle !== null && typeof at === 'number' && !onAxis.has(cycle)) onAxis.set(cycle, at);
    });
  }
  return places;
}

export class Cursor {
  private readonly lines: HTMLElement[] = [];
  private cycle: number | null = null;
  private places: Places = new Map();
  private readonly plot: PlotElement;
  private readonly host: HTMLElement;
  private readonly className: string;

  constructor(plot: PlotElement, host: HTMLElement, className: string) {
    this.plot = plot;
    this.host = host;
    this.className = className;
  }

  /** To be called after every drawing: axes may have moved. */
  setPlaces(places: Places): void {
    this.places = places;
    this.place();
  }

  show(cycle: number | null): void {
    if (cycle === this.cycle) return;
    this.cycle = cycle;
    this.place();
  }

  place(): void {
    let used = 0;
    if (this.cycle !== null) {
      for (const [id, cycles] of this.places) {
        const at = cycles.get(this.cycle);
        const axis = drawnAxis(this.plot, id);
        const across = axis && drawnAxis(this.plot, axis.anchor?.startsWith('y') ? axis.anchor : 'y');
        const left = at === undefined || !axis ? Number.NaN : axis.toPixel(at);
        if (axis && across && left >= 0 && left <= axis.length) this.putLine(used++, axis.start + left, across.start, across.length);
      }
    }
    for (let index = used; index < this.lines.length; index += 1) this.lines[index].hidden = true;
  }

  private putLine(index: number, left: number, top: number, height: number): void {
    let line = this.lines[index];
    if (!line) {
      line = document.createElement('i');
      line.className = this.className;
      this.lines[index] = line;
      this.host.append(line);
    }
    line.hidden = false;
    line.style.transform = `translateX(${Math.round(left)}px)`;
    line.style.top = `${top}px`;
    line.style.height = `${height}px`;
  }
}
