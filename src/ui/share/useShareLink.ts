import { useEffect, useState } from 'react';
import type { ShareLink } from '../../lab/contract.ts';
import { useActions } from '../lab.tsx';
import { messageOf } from '../../data/message-of.ts';

export type ShareLinkState =
  | { readonly kind: 'making' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'made'; readonly link: ShareLink };

/** Makes the link of the result, or of the study alone, as it stands when the component that asks appears. */
export function useShareLink(withoutResults: boolean): ShareLinkState {
  const actions = useActions();
  const [state, setState] = useState<ShareLinkState>({ kind: 'making' });
  useEffect(() => {
    let current = true;
    actions.shareLink({ withoutResults }).then(
      (link) => current && setState({ kind: 'made', link }),
      (error: unknown) => current && setState({ kind: 'failed', message: messageOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [actions, withoutResults]);
  return state;
}
