/** How a card stands, in words and with a sign: never by colour alone. */
import type { Outcome } from '../../study/card.ts';
import type { IconName } from '../kit/Icon.tsx';

export interface OutcomeWords {
  readonly title: string;
  /** In a sentence behind a number: “3 reproduced”. */
  readonly counted: string;
  readonly icon: IconName;
  readonly tone: 'ok' | 'accent' | 'bad' | 'muted';
}

export const outcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  reproduced: { title: 'Reproduced', counted: 'reproduced', icon: 'check', tone: 'ok' },
  'within-spread': { title: 'Within its spread', counted: 'within the spread of seeds', icon: 'about', tone: 'accent' },
  'not-reproduced': { title: 'Not reproduced', counted: 'not reproduced', icon: 'close', tone: 'bad' },
  'not-yet': { title: 'Not recorded yet', counted: 'not recorded yet', icon: 'more', tone: 'muted' },
  'cannot-run-here': { title: 'Cannot be run here', counted: 'cannot be run in a browser', icon: 'barred', tone: 'muted' },
};
