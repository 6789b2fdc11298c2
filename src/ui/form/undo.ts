import type { PageLab } from '../lab.tsx';

/** Takes back the last change of the study, and what was typed and not taken; the latter alone where nothing was changed. */
export function undoIn({ lab, typed }: PageLab): void {
  typed.getState().clear();
  lab.actions.undo();
}
