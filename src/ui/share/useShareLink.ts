import { useEffect, useState } from 'react';
import type { LabActions } from '../../lab/contract.ts';
import { actions } from '../lab.ts';

type ShareLink = NonNullable<Awaited<ReturnType<LabActions['shareLink']>>>;

export type ShareLinkState =
  | { readonly kind: 'making' }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'made'; readonly link: ShareLink };

/** Makes the link of the result while `wanted`. */
export function useShareLink(wanted: boolean): ShareLinkState {
  const [state, setState] = useState<ShareLinkState>({ kind: 'making' });
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    setState({ kind: 'making' });
    actions.shareLink().then(
      (link) => current && setState(link ? { kind: 'made', link } : { kind: 'none' }),
      (error: unknown) => current && setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return state;
}
