/**
 * What somebody has zoomed to. Plotly can keep that by itself (`uirevision`), but what it keeps is whatever an axis had last: a range that
 * it found for another study among it, and for a double click the range of the very first drawing. So it keeps nothing of axes here: each
 * drawing says all of its ranges, and what was zoomed to stands here, by the meaning that the axis had then.
 */
type Range = readonly [number, number];

interface Zoomed {
  readonly range: Range;
  /** Of which axis it is a part: of another study, or of another quantity, it says nothing. */
  readonly meaning: string;
}

const isRange = (value: unknown): value is Range =>
  Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === 'number' && Number.isFinite(end));

export class Zoom {
  readonly #kept = new Map<string, Zoomed>();

  /**
   * Takes what a person has done to the axes.
   * @param change as Plotly tells it: `xaxis.range[0]` and `xaxis.range[1]`, `xaxis.range`, or `xaxis.autorange` for all there is
   * @param meanings of the axes that are drawn, by their names in the layout
   */
  note(change: object, meanings: ReadonlyMap<string, string>): void {
    const values = change as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(values)) {
      const [, axis, what] = /^([xy]axis\d*)\.(range\[0\]|range|autorange)$/u.exec(key) ?? [];
      const meaning = axis && meanings.get(axis);
      if (!axis || !meaning) continue;
      const range = what === 'range[0]' ? [values[key], values[`${axis}.range[1]`]] : values[key];
      if (what !== 'autorange' && isRange(range)) this.#kept.set(axis, { range, meaning });
      else this.#kept.delete(axis);
    }
  }

  /** What an axis of that meaning was zoomed to; null where it was not. */
  rangeOf(axis: string, meaning: string): Range | null {
    const kept = this.#kept.get(axis);
    return kept?.meaning === meaning ? kept.range : null;
  }

  reset(): void {
    this.#kept.clear();
  }
}
