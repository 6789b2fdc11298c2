/**
 * A setting is described once: its default and range, and what the page says about it. The zod schema that guards links and files, the
 * form on the page and the list of axes are all made from that description, so that they cannot disagree.
 */
import { z } from './zod.ts';

/** What the page says about a setting. */
export interface SettingText {
  /** Short name on the form. */
  readonly title: string;
  /** What it does, in a sentence or two. */
  readonly help: string;
  /** Where the paper, its notebook or its arithmetic differ about this setting. */
  readonly differs?: string;
  /** Where it has an effect: under one of these conditions; everywhere without them. The form leaves it out elsewhere, links may carry it. */
  readonly appliesTo?: Condition | readonly Condition[];
}

/** Values by the paths of other settings: it holds for jobs that have one of them at each. */
export type Condition = Readonly<Record<string, readonly string[]>>;

/** One of a few named values. */
export interface ChoiceSetting<Value extends string = string> extends SettingText {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly default: Value;
}

/** A number in a closed range. */
export interface NumberSetting extends SettingText {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** What one press of an arrow key adds. */
  readonly step?: number;
  /** Letter that stands for it in names of jobs: “α = 0.01”. */
  readonly symbol?: string;
  /** Unit as written after the number; none for a pure number. */
  readonly unit?: string;
  /** What a 0 stands for, where it is no number of the unit: “all”. */
  readonly zero?: string;
}

/** A whole number, or null for "the same as the job's seed". */
export interface SeedSetting extends SettingText {
  readonly kind: 'seed';
  readonly default: null;
}

/** A list of whole numbers, such as the widths of hidden layers. */
export interface WidthsSetting extends SettingText {
  readonly kind: 'widths';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly maxLength: number;
}

export type Setting = ChoiceSetting | NumberSetting | SeedSetting | WidthsSetting;

/** A named group of settings: one section of a job. */
export type Settings = Readonly<Record<string, Setting>>;

/** The values of a group of settings. */
export type SettingValues<Group extends Settings> = {
  [Key in keyof Group]: Group[Key] extends ChoiceSetting<infer Value>
    ? Value
    : Group[Key] extends NumberSetting
      ? number
      : Group[Key] extends SeedSetting
        ? number | null
        : number[];
};

/** Largest seed: the generators take 32 unsigned bits. */
export const MAX_SEED = 0xffffffff;

export const seedSchema = z.int().min(0).max(MAX_SEED);

/** Getters stay getters: what a setting derives from a list, such as its options, is read when it is asked for, not while modules load. */
const withGetters = <Made extends Setting>(kind: Partial<Made>, text: object): Made =>
  Object.defineProperties(kind, Object.getOwnPropertyDescriptors(text)) as Made;

export const choice = <const Value extends string>(setting: Omit<ChoiceSetting<Value>, 'kind'>): ChoiceSetting<Value> =>
  withGetters<ChoiceSetting<Value>>({ kind: 'choice' }, setting);
export const number = (setting: Omit<NumberSetting, 'kind'>): NumberSetting => withGetters<NumberSetting>({ kind: 'number' }, setting);
export const seed = (setting: Omit<SeedSetting, 'kind' | 'default'>): SeedSetting =>
  withGetters<SeedSetting>({ kind: 'seed', default: null }, setting);
export const widths = (setting: Omit<WidthsSetting, 'kind'>): WidthsSetting => withGetters<WidthsSetting>({ kind: 'widths' }, setting);

/** The schema of one setting, without its default. */
export function settingSchema(setting: Setting): z.ZodType {
  switch (setting.kind) {
    case 'choice':
      return z.enum(setting.options.map((option) => option.value));
    case 'number':
      return (setting.integer ? z.int() : z.number()).min(setting.min).max(setting.max);
    case 'seed':
      return seedSchema.nullable();
    case 'widths':
      return z.array(z.int().min(setting.min).max(setting.max)).min(1).max(setting.maxLength);
  }
}

/** The strict schema of a group: unknown names are refused, missing ones take their default. */
export function settingsSchema<const Group extends Settings>(group: Group) {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, setting] of Object.entries(group)) {
    shape[name] = settingSchema(setting).default(setting.default as never);
  }
  return z.strictObject(shape) as unknown as z.ZodType<SettingValues<Group>, Partial<SettingValues<Group>>>;
}
