/** The lessons, in their order: one line each. */
import type { Lesson } from './lesson.ts';
import { noise } from './dtc/noise/lesson.ts';
import { counting } from './l0/counting/lesson.ts';
import { heart } from './l0/heart/lesson.ts';
import { pruning } from './l0/pruning/lesson.ts';
import { seeds } from './l0/seeds/lesson.ts';
import { tickets } from './l0/tickets/lesson.ts';
import { worth } from './l0/worth/lesson.ts';
import { zip } from './l0/zip/lesson.ts';

export const lessons: readonly Lesson[] = [worth, counting, pruning, tickets, noise, heart, seeds, zip];
