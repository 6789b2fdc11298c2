/** The lab without a screen, for the command line: the page's own store and worker pool, steered by `window.parsimony`. */
import { HeadlessLab, type Headless, type Progress } from '../lab/headless-lab.ts';
import { bareSurroundings } from './surroundings.ts';

declare global {
  interface Window {
    parsimony: Headless;
    /** Put there by the command that opened the page. */
    reportProgress: (progress: Progress) => Promise<void>;
  }
}

window.parsimony = new HeadlessLab(bareSurroundings());
