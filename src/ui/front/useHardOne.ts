import { useRef } from 'react';
import { pixelsOf } from '../../lab/front/stored-digits.ts';
import type { FrontState } from '../../lab/front/state.ts';
import { hardDigits, type Digit } from './digit.ts';
import { useSession } from './front.ts';

/** Test digits that the cut network gets wrong now, one after another; of those that came with the page while the test set is not there. */
export function useHardOne(onDigit: (digit: Digit) => void): { readonly next: () => void } {
  const session = useSession();
  const given = useRef(0);
  const next = (): void => {
    const turn = given.current++;
    const wrong = wrongNow(session.get());
    if (wrong.length === 0) {
      const digit = hardDigits[turn % hardDigits.length];
      onDigit({ pixels: pixelsOf(digit), label: digit.label, index: digit.index });
      return;
    }
    // Steps that come back to none soon, and look at all of the list: near neighbours are of one hand.
    const { index, label } = wrong[(turn * 7) % wrong.length];
    session.sample(index).then(
      (inputs) => onDigit({ pixels: inputs.slice(), label, index }),
      () => {
        const digit = hardDigits[turn % hardDigits.length];
        onDigit({ pixels: pixelsOf(digit), label: digit.label, index: digit.index });
      },
    );
  };
  return { next };
}

function wrongNow({ said, test }: FrontState): { readonly index: number; readonly label: number }[] {
  if (!said || test.state !== 'ready') return [];
  return Array.from(test.labels, (label, index) => ({ index, label })).filter(({ index, label }) => said.classes[index] !== label);
}
