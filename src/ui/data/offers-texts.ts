import { ownText } from '../../data/sources/own-text.ts';
import { families, settingsOf } from '../../study/schema.ts';

/** Whether any job can be about a text. */
export const offersTexts = (): boolean =>
  families.all.some((family) => {
    const name = settingsOf(family).get('data.name');
    return name?.kind === 'choice' && name.options.some(({ value }) => value === ownText.id);
  });
