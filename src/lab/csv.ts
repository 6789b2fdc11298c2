import type { Cell } from '../study/family.ts';
import type { SettingValue } from '../study/schema.ts';

/** A setting's value as a cell; the numbers of a list are separated by spaces. */
export const cellOf = (value: SettingValue): Cell => (typeof value === 'object' && value !== null ? value.join(' ') : value);
