/** Presets as the gallery shows them: quick looks, what the papers did, controls. */
import { presets, type Preset } from '../../study/presets.ts';
import { families, familyOf } from '../../study/schema.ts';

export interface PresetGroup {
  readonly title: string;
  /** Whose experiments they are; null where they are nobody’s. */
  readonly source: string | null;
  readonly presets: readonly Preset[];
}

/** Groups without a preset are left out. */
export function presetGroups(): PresetGroup[] {
  const of = (kind: Preset['kind']): Preset[] => presets().filter((preset) => preset.kind === kind);
  const papers = families.all.map((family): PresetGroup => ({
    title: `The paper’s experiments: ${family.title}`,
    source: family.published?.source ?? null,
    presets: of('paper').filter(({ study }) => familyOf(study.job) === family),
  }));
  return [
    { title: 'Quick looks', source: 'smaller networks or fewer data than in the papers', presets: of('quick') },
    ...papers,
    { title: 'Controls', source: 'to tell two causes apart', presets: of('control') },
  ].filter((group) => group.presets.length > 0);
}
