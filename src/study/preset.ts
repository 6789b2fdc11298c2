/** A study that can be run with one click, or by name from the command line. */
import type { Study } from './schema.ts';

export interface Preset {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly study: Study;
}
