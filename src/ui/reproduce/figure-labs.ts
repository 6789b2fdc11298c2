/** The labs that figures of cards are drawn from: one for each recorded run, opened when a figure of it is first asked for. */
import type { Lab } from '../../lab/create-lab.ts';

export class FigureLabs {
  readonly #beside: () => Lab;
  readonly #labs = new Map<string, Promise<Lab>>();

  /** @param beside makes one that keeps nothing */
  constructor(beside: () => Lab) {
    this.#beside = beside;
  }

  /**
   * A lab that shows a recorded run, or where there is none the preset alone, which what is published stands behind.
   * @throws Error saying why the run could not be opened
   */
  of(recorded: string | null, preset: string | null): Promise<Lab> {
    const key = recorded === null ? `preset ${preset}` : `recorded ${recorded}`;
    const known = this.#labs.get(key);
    if (known) return known;
    const opened = this.#open(recorded, preset);
    this.#labs.set(key, opened);
    // It can be tried again.
    opened.catch(() => this.#labs.delete(key));
    return opened;
  }

  async #open(recorded: string | null, preset: string | null): Promise<Lab> {
    const lab = this.#beside();
    if (recorded === null) {
      if (preset !== null) lab.actions.choosePreset(preset);
      return lab;
    }
    await lab.actions.openRecorded(recorded);
    const { shared, notices } = lab.store.getState();
    if (!shared) throw new Error(notices.at(-1)?.message ?? `The recorded run “${recorded}” could not be opened.`);
    return lab;
  }
}
