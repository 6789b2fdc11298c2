import { useEffect, useState } from 'react';
import type { LabActions } from '../../lab/contract.ts';
import { useActions } from '../lab.tsx';
import { messageOf } from '../../data/message-of.ts';

type ShareLink = NonNullable<Awaited<ReturnType<LabActions['shareLink']>>>;

export type ShareLinkState =
  | { readonly kind: 'making' }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'made'; readonly link: ShareLink };

/** Makes the link of the result as it stands when the component that asks appears. */
export function useShareLink(): ShareLinkState {
  const actions = useActions();
  const [state, setState] = useState<ShareLinkState>({ kind: 'making' });
  useEffect(() => {
    let current = true;
    actions.shareLink().then(
      (link) => current && setState(link ? { kind: 'made', link } : { kind: 'none' }),
      (error: unknown) => current && setState({ kind: 'failed', message: messageOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [actions]);
  return state;
}
