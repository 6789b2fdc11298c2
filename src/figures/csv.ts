import type { FigureTable } from './figure.ts';

/**
 * A table as CSV (RFC 4180): a header row, lines ended by CR LF, fields quoted where they hold a comma, a quote or a line break. Numbers have
 * all their digits; an undefined value is an empty field.
 */
export function csvOf({ columns, rows }: FigureTable): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
