/**
 * Settings of ℓ0 regularisation, its relatives and its baselines (arXiv 2505.17469 and its code): those that methods share, and those that
 * each brings. This file and those it joins are data: they are read by the page and must not import tfjs.
 */
import { lazily } from '../../data/registry.ts';
import { choice, type Condition, type Setting, type Settings } from '../../data/setting.ts';
import { methodSettings } from './method-settings.ts';
import { defaultL0Method, l0Methods } from './methods/index.ts';
import type { L0Method } from './methods/method.ts';
import type { Need } from './methods/traits.ts';
import { pruningSettings } from './pruning-settings.ts';

const METHOD = 'compression.method';

/** In the order of the form. @throws RangeError where two methods mean different settings by one name */
export const l0Settings = lazily((): Settings & { readonly method: ReturnType<typeof methodSetting> } => ({
  method: methodSetting(),
  ...Object.fromEntries([...withOwn(Object.entries(methodSettings)), ...Object.entries(pruningSettings)].map(applied)),
}));

const methodSetting = () =>
  choice<string>({
    title: 'Method',
    help: [
      'What makes the network sparse.',
      ...l0Methods.all.flatMap(({ title, help }) => (help ? [`${title}: ${help}.`] : [])),
      'The others are baselines, to compare with.',
    ].join(' '),
    differs:
      'ℓ0-ADMM is in the paper only, and layerwise pruning is left out of its benchmarks. Magnitude and random pruning, lottery tickets, SNIP, SynFlow, 2:4 and neurons are ours, for comparison, and so are hard-concrete gates (arXiv 1712.01312) with the same pruning and fine-tuning after them.',
    options: l0Methods.all.map(({ id, title }) => ({ value: id, title })),
    default: defaultL0Method.id,
  });

type Named = readonly [name: string, setting: Setting & { readonly needs?: readonly Need[] }];

/** Shared settings, and those of every method at their places among them. */
function withOwn(shared: readonly Named[]): Named[] {
  const all = [...shared];
  for (const { id, settings, settingsAfter } of l0Methods) {
    let at = settingsAfter === undefined ? all.length : all.findIndex(([name]) => name === settingsAfter) + 1;
    for (const [name, setting] of Object.entries(settings)) {
      const known = all.find(([other]) => other === name);
      if (!known) all.splice(at++, 0, [name, setting]);
      else if (known[1] !== setting)
        throw new RangeError(`The method “${id}” has a setting “${name}” that is another one elsewhere: rename it.`);
    }
  }
  return all;
}

const idsOf = (has: (method: L0Method) => boolean): string[] => l0Methods.all.filter(has).map(({ id }) => id);

/** A setting with the methods that it is for. */
function applied([name, setting]: Named): Named {
  const { needs, ...rest } = setting;
  const owners = idsOf(({ settings }) => settings[name] === setting);
  if (owners.length > 0) return [name, { ...rest, appliesTo: { [METHOD]: owners, ...(rest.appliesTo as Condition | undefined) } }];
  if (!needs) return [name, setting];
  const conditions = needs.map(({ trait, and }) => ({ [METHOD]: idsOf(({ traits }) => traits[trait] === true), ...and }));
  return [name, { ...rest, appliesTo: conditions.length === 1 ? conditions[0] : conditions }];
}
