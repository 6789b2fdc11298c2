import { csvText } from '../math/foreign-text.ts';
import type { FigureTable } from './figure.ts';

/** A table as CSV, with a header row. */
export const csvOf = ({ columns, rows }: FigureTable): string => csvText([columns, ...rows]);
