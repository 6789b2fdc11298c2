import { useState } from 'react';
import { messageOf } from '../../data/message-of.ts';
import type { ShareLink } from '../../lab/contract.ts';

interface MadeLink {
  /** Null until it is made, and again once what it was made of has changed: it would hold what was before. */
  readonly link: ShareLink | null;
  /** Why it could not be made; null where nothing went wrong. */
  readonly trouble: string | null;
  readonly make: () => void;
}

/** A link that is made when it is asked for. @param of tells what it is made of: the same value is the same link */
export function useMadeLink(of: unknown, makeLink: () => Promise<ShareLink>): MadeLink {
  const [made, setMade] = useState<{ readonly link: ShareLink; readonly of: unknown } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const make = (): void => {
    makeLink().then(
      (link) => setMade({ link, of }),
      (error: unknown) => setTrouble(messageOf(error)),
    );
  };
  return { link: made?.of === of ? (made?.link ?? null) : null, trouble, make };
}
