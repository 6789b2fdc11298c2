/** Comma-separated values (RFC 4180). */
import type { Cell } from '../study/family.ts';
import type { SettingValue } from '../study/schema.ts';

export const csvText = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

/** A setting's value; the numbers of a list are separated by spaces. */
export const cellOf = (value: SettingValue): Cell => (typeof value === 'object' && value !== null ? value.join(' ') : value);

function quoted(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
